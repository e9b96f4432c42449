//! What mails say of the shop: what orders told last, and what the environment says where it told nothing.

use crate::{
    Config, Notifications,
    error::{Error, Result},
};
use contracts::{
    Timestamp,
    orders::{Event, ShopSettings},
};
use platform::{AnyEnvelope, Database, decode};
use sqlx::PgPool;
use std::sync::Arc;

/// What mails say of the shop.
#[derive(Clone, Debug, Default)]
pub(crate) struct MailShop {
    name: String,
    /// Beside the address of the sender; what the environment says when empty.
    sender_name: String,
    support_email: String,
    support_phone: String,
}

impl MailShop {
    /// Who mails come from, beside the address, if somebody has said so.
    pub(crate) fn sender(&self) -> Option<String> {
        Some(self.sender_name.clone()).filter(|name| !name.is_empty())
    }

    /// The configuration with what was said since.
    pub(crate) fn over(&self, config: &Config) -> Config {
        let parts = [self.support_email.as_str(), &self.support_phone];
        let told: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Config { shop_name: self.name.clone(), contact: told.join(" · "), ..config.clone() }
    }
}

impl Notifications {
    /// `orders.shop_saved`. An older one than was heard before changes nothing, so it may come again.
    pub async fn on_shop_saved(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let Event::ShopSaved { settings, .. } = decode(&envelope)? else { return Ok(()) };
        keep(&self.db, &settings, envelope.occurred_at).await?;
        self.shop.forget();
        Ok(())
    }

    pub(crate) async fn shop_now(&self) -> Result<Arc<MailShop>> {
        let unset = || MailShop { name: self.config.shop_name.clone(), ..MailShop::default() };
        let read = async { Ok::<_, Error>(find(self.db.pool()).await?.unwrap_or_else(unset)) };
        self.shop.get(read).await
    }
}

async fn find(pool: &PgPool) -> Result<Option<MailShop>> {
    let row = sqlx::query!("select shop_name, sender_name, support_email, support_phone from mail_shop");
    let row = row.fetch_optional(pool).await?;
    Ok(row.map(|row| MailShop {
        name: row.shop_name,
        sender_name: row.sender_name,
        support_email: row.support_email,
        support_phone: row.support_phone,
    }))
}

async fn keep(db: &Database, settings: &ShopSettings, told_at: Timestamp) -> Result<()> {
    let version = i32::try_from(settings.version).unwrap_or(i32::MAX);
    sqlx::query!(
        "insert into mail_shop (version, shop_name, sender_name, support_email, support_phone, told_at, language,
             languages)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (is_only) do update set told_at = excluded.told_at, version = excluded.version, shop_name = excluded.shop_name,
             sender_name = excluded.sender_name, support_email = excluded.support_email,
             support_phone = excluded.support_phone, language = excluded.language, languages = excluded.languages
         where (mail_shop.told_at, mail_shop.version) < (excluded.told_at, excluded.version)",
        version,
        settings.name,
        settings.sender_name,
        settings.support_email,
        settings.support_phone,
        told_at,
        settings.locale.language,
        &settings.locale.languages
    )
    .execute(db.pool())
    .await?;
    Ok(())
}
