//! Sending what is due: claim, hand over, mark. No transaction is open while a mail server is spoken to.

use super::{
    model::{secret_of, wait_after},
    repo::{self, Claimed, Sent},
};
use crate::{
    Config,
    error::Result,
    mail::{Mail, MailError, Mailer},
    render::{Rendered, Source, render},
};
use contracts::{NotificationId, notifications::Event};
use platform::{
    Breaker, Clock, Database,
    lease::{self, LEASE},
};

/// What stands in the log where a secret was.
const REMOVED: &str = "removed";

/// Everything that sending needs.
#[derive(Clone, Copy)]
pub(crate) struct Post<'a> {
    pub db: &'a Database,
    pub clock: &'a dyn Clock,
    pub mailer: &'a dyn Mailer,
    pub breaker: &'a Breaker,
    pub config: &'a Config,
    /// The sender's name, where it is another than the environment's.
    pub sender: Option<&'a str>,
}

/// Sends all due messages. One that cannot be sent waits and lets the others pass; when the mail server
/// cannot be reached, the others wait for the next run. While it is left alone, no message is tried.
pub(crate) async fn send_due(post: Post<'_>) -> Result<()> {
    loop {
        let Ok(permit) = post.breaker.admit() else { return Ok(()) };
        let Some(message) = claim(post).await? else { return Ok(()) };
        let is_reachable = !matches!(send_one(post, &message).await?, Err(MailError::Unreachable(_)));
        permit.report(is_reachable);
        if !is_reachable {
            return Ok(());
        }
    }
}

async fn claim(post: Post<'_>) -> Result<Option<Claimed>> {
    let now = post.clock.now();
    let mut tx = post.db.begin().await?;
    let claimed = repo::claim(&mut tx, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// The mail server takes its time: nobody else takes the message meanwhile.
async fn renew(post: Post<'_>, message: &Claimed) -> sqlx::Result<()> {
    let mut connection = post.db.pool().acquire().await?;
    repo::renew(&mut connection, message, post.clock.now() + LEASE).await
}

async fn send_one(post: Post<'_>, message: &Claimed) -> Result<std::result::Result<(), MailError>> {
    let outcome = hand_over(post, message).await;
    match &outcome {
        Ok(rendered) => sent(post, message, rendered).await?,
        Err(error) => failed(post, message, &error.to_string()).await?,
    }
    Ok(outcome.map(|_| ()))
}

async fn hand_over(post: Post<'_>, message: &Claimed) -> std::result::Result<Rendered, MailError> {
    let rendered = rendered(post, message, &message.payload)?;
    let mail = Mail {
        message_id: message.message_id.clone(),
        request_id: message.request_id.clone(),
        sender: post.sender.map(str::to_owned),
        to: message.email.clone(),
        subject: rendered.subject.clone(),
        html: rendered.html.clone(),
        text: rendered.text.clone(),
    };
    lease::keep(|| renew(post, message), post.mailer.send(&mail)).await?;
    Ok(rendered)
}

fn rendered(
    post: Post<'_>,
    message: &Claimed,
    payload: &serde_json::Value,
) -> std::result::Result<Rendered, MailError> {
    let source = Source {
        subject: &message.template_subject,
        content: &message.template_content,
        language: &message.language,
    };
    render(source, payload, post.config).map_err(|wrong| MailError::Refused(wrong.to_string()))
}

/// What the log keeps: the mail as sent, without its secret once it has left the shop. Subjects are listed,
/// so they never have one.
fn kept(post: Post<'_>, message: &Claimed, rendered_mail: &Rendered) -> Rendered {
    let Some(secret) = secret_of(&message.template) else {
        return rendered_mail.clone();
    };
    let mut payload = message.payload.clone();
    payload[secret] = REMOVED.into();
    let Ok(censored) = rendered(post, message, &payload) else {
        return Rendered { subject: REMOVED.into(), html: String::new(), text: String::new() };
    };
    if post.mailer.delivers() {
        return censored;
    }
    Rendered { subject: censored.subject, ..rendered_mail.clone() }
}

async fn sent(post: Post<'_>, message: &Claimed, rendered_mail: &Rendered) -> Result<()> {
    let kept = kept(post, message, rendered_mail);
    let sent = Sent { subject: &kept.subject, html: &kept.html, text: &kept.text };
    let mut tx = post.db.begin().await?;
    if repo::mark_sent(&mut tx, message, sent, secret_of(&message.template), post.clock.now()).await? {
        let notification = NotificationId(message.id);
        let event = Event::NotificationSent { notification, template: message.template.clone() };
        platform::outbox::publish(&mut tx, &event).await?;
    }
    Ok(tx.commit().await?)
}

async fn failed(post: Post<'_>, message: &Claimed, reason: &str) -> Result<()> {
    let (attempts, caused_by) = (message.attempts, message.request_id.as_deref());
    tracing::warn!(notification = %message.id, attempts, caused_by, reason, "a mail was not sent");
    let mut tx = post.db.begin().await?;
    if let Some(wait) = wait_after(message.attempts) {
        repo::mark_waiting(&mut tx, message, reason, post.clock.now() + wait).await?;
    } else if repo::mark_failed(&mut tx, message, reason, secret_of(&message.template)).await? {
        platform::outbox::publish(&mut tx, &given_up(message, reason)).await?;
    }
    Ok(tx.commit().await?)
}

fn given_up(message: &Claimed, reason: &str) -> Event {
    Event::NotificationFailed {
        notification: message.id.into(),
        template: message.template.clone(),
        reason: reason.to_owned(),
    }
}
