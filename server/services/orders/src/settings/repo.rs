//! The rows of `shop_settings` and `checkout_rules`, one each at most.

use crate::Error;
use contracts::orders::{CheckoutRules, Seller, ShopLocale, ShopSettings};
use sqlx::PgConnection;

/// What the shop says of itself; none while nobody has changed it.
pub async fn shop(conn: &mut PgConnection) -> Result<Option<ShopSettings>, Error> {
    let row = sqlx::query!(
        "select version, shop_name, seller_name, seller_address, seller_vat_id, sender_name, support_email,
             support_phone, time_zone, mail_language, mail_languages
         from shop_settings"
    );
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(None) };
    Ok(Some(ShopSettings {
        version: number(row.version)?,
        name: row.shop_name,
        seller: Seller { name: row.seller_name, address: row.seller_address, vat_id: row.seller_vat_id },
        sender_name: row.sender_name,
        support_email: row.support_email,
        support_phone: row.support_phone,
        locale: ShopLocale {
            time_zone: row.time_zone,
            language: row.mail_language,
            languages: row.mail_languages,
        },
    }))
}

/// Writes them as the version that follows; false when that has been written.
pub async fn save_shop(conn: &mut PgConnection, settings: &ShopSettings) -> Result<bool, Error> {
    let saved = sqlx::query!(
        "insert into shop_settings (version, shop_name, seller_name, seller_address, seller_vat_id, sender_name,
             support_email, support_phone, time_zone, mail_language, mail_languages)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (is_only) do update set version = excluded.version, shop_name = excluded.shop_name,
             seller_name = excluded.seller_name, seller_address = excluded.seller_address,
             seller_vat_id = excluded.seller_vat_id, sender_name = excluded.sender_name,
             support_email = excluded.support_email, support_phone = excluded.support_phone,
             time_zone = excluded.time_zone, mail_language = excluded.mail_language,
             mail_languages = excluded.mail_languages, changed_at = now()
         where shop_settings.version = excluded.version - 1",
        stored(settings.version)?,
        settings.name,
        settings.seller.name,
        settings.seller.address,
        settings.seller.vat_id,
        settings.sender_name,
        settings.support_email,
        settings.support_phone,
        settings.locale.time_zone,
        settings.locale.language,
        &settings.locale.languages
    );
    Ok(saved.execute(conn).await?.rows_affected() == 1)
}

/// The time zone whose days count.
pub async fn time_zone(conn: &mut PgConnection) -> Result<String, Error> {
    let zone = sqlx::query_scalar!("select time_zone from shop_settings").fetch_optional(conn).await?;
    Ok(zone.unwrap_or_else(|| ShopLocale::UTC.to_owned()))
}

/// The zones of the world that Postgres knows, in their order; without its aliases such as `posix/Europe/Berlin`.
pub async fn time_zones(conn: &mut PgConnection) -> Result<Vec<String>, Error> {
    let names = sqlx::query_scalar!(
        r#"select name as "name!" from pg_timezone_names
           where name = 'UTC'
               or split_part(name, '/', 1) in ('Africa', 'America', 'Antarctica', 'Arctic', 'Asia', 'Atlantic',
                   'Australia', 'Europe', 'Indian', 'Pacific')
           order by name collate "C""#
    );
    Ok(names.fetch_all(conn).await?)
}

/// How long checkout and carts wait; none while nobody has changed it.
pub async fn rules(conn: &mut PgConnection) -> Result<Option<CheckoutRules>, Error> {
    let row =
        sqlx::query!("select version, hold_minutes, abandoned_minutes, guest_cart_days from checkout_rules");
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(None) };
    Ok(Some(CheckoutRules {
        version: number(row.version)?,
        hold_minutes: number(row.hold_minutes)?,
        abandoned_minutes: number(row.abandoned_minutes)?,
        guest_cart_days: number(row.guest_cart_days)?,
    }))
}

/// Writes them as the version that follows; false when that has been written.
pub async fn save_rules(conn: &mut PgConnection, rules: &CheckoutRules) -> Result<bool, Error> {
    let saved = sqlx::query!(
        "insert into checkout_rules (version, hold_minutes, abandoned_minutes, guest_cart_days)
         values ($1, $2, $3, $4)
         on conflict (is_only) do update set version = excluded.version, hold_minutes = excluded.hold_minutes,
             abandoned_minutes = excluded.abandoned_minutes, guest_cart_days = excluded.guest_cart_days,
             changed_at = now()
         where checkout_rules.version = excluded.version - 1",
        stored(rules.version)?,
        stored(rules.hold_minutes)?,
        stored(rules.abandoned_minutes)?,
        stored(rules.guest_cart_days)?
    );
    Ok(saved.execute(conn).await?.rows_affected() == 1)
}

fn number(stored: i32) -> Result<u32, Error> {
    u32::try_from(stored).map_err(Error::unreadable)
}

fn stored(number: u32) -> Result<i32, Error> {
    i32::try_from(number).map_err(Error::unreadable)
}
