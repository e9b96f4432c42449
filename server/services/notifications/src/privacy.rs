//! What is kept here of a person: told to them, and erased with their account, with their orders, or after as
//! many days as the shop keeps it.

use crate::{
    Notifications,
    error::{Error, Result},
    notification::{erasure, model},
};
use chrono::TimeDelta;
use contracts::{
    Actor,
    privacy::{Section, Subject},
};
use platform::{
    privacy::{MOST, section},
    retention,
};
use serde_json::Value;
use sqlx::PgPool;

impl Notifications {
    pub(crate) async fn tell(&self, actor: &Actor, subject: &Subject) -> Result<Vec<Section>> {
        actor.require_system()?;
        let mut rows = mails(self.db.pool(), subject).await?;
        rows.iter_mut().for_each(hide_links);
        let written = written(self.db.pool(), subject).await?;
        let days = self.retention_now().await?.mail_days;
        let (mails, messages) = (
            format!("Mails we sent you, for {days} days."),
            format!("What you wrote to us, for {days} days."),
        );
        Ok(vec![section("mails", &mails, rows), section("messages", &messages, written)])
    }

    pub(crate) async fn erase_mails_of_order(&self, actor: &Actor, number: &str) -> Result<()> {
        actor.require_system()?;
        Ok(erasure::erase_order(self.db.pool(), number).await?)
    }

    /// Erases address and contents of mails that are older than the shop keeps them.
    ///
    /// # Errors
    /// As the database answers; what was erased stays erased.
    pub async fn erase_old_mails(&self) -> contracts::Result<()> {
        let kept = TimeDelta::days(self.retention_now().await?.mail_days.into());
        let before = self.clock.now() - kept;
        let step = |limit| erasure::erase_older(self.db.pool(), before, limit);
        Ok(retention::in_batches(step).await.map(drop).map_err(Error::from)?)
    }
}

/// Whoever reads the file must not be able to open the account by it.
fn hide_links(row: &mut Value) {
    let opens = row["template"].as_str().is_some_and(|template| model::secret_of(template).is_some());
    if let (true, Some(text)) = (opens, row.get_mut("text")) {
        *text = Value::Null;
    }
}

async fn mails(pool: &PgPool, subject: &Subject) -> Result<Vec<Value>> {
    let email = subject.email.as_ref().map(contracts::Email::as_str);
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('template', template_name, 'language', language, 'email', email,
               'subject', subject, 'text', body, 'status', status, 'created_at', created_at, 'sent_at', sent_at) as "row!"
           from notifications
           where recipient_id = $1 or (email = $2::text and search like '%' || $2::text || '%')
           order by created_at desc limit $3"#,
        subject.user.0,
        email,
        MOST
    );
    Ok(rows.fetch_all(pool).await?)
}

async fn written(pool: &PgPool, subject: &Subject) -> Result<Vec<Value>> {
    let email = subject.email.as_ref().map(contracts::Email::as_str);
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('name', payload -> 'name', 'email', payload -> 'sender', 'lines', payload -> 'lines',
               'created_at', created_at) as "row!"
           from notifications
           where template_name = 'contact_message' and payload ->> 'sender' = $1::text
           order by created_at desc limit $2"#,
        email,
        MOST
    );
    Ok(rows.fetch_all(pool).await?)
}
