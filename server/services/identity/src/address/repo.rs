//! `saved_addresses`.

use crate::error::Result;
use contracts::{Address, SavedAddressId, UserId, identity::SavedAddress};
use sqlx::{PgConnection, PgExecutor};

/// A person's entries, the default first.
pub(crate) async fn of_user(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<SavedAddress>> {
    let rows = sqlx::query!(
        "select id, name, company, street, street2, city, state, postal_code, country, phone, is_default
         from saved_addresses where user_id = $1 order by is_default desc, created_at, id",
        user.0,
    )
    .fetch_all(db)
    .await?;
    let entries = rows.into_iter().map(|row| {
        let address = Address {
            name: row.name,
            company: row.company,
            street: row.street,
            street2: row.street2,
            city: row.city,
            state: row.state,
            postal_code: row.postal_code,
            country: row.country.parse()?,
            phone: row.phone,
        };
        Ok(SavedAddress { id: row.id.into(), address, is_default: row.is_default })
    });
    entries.collect()
}

/// How many entries a person has. Their account stays locked, so that two saves at once are counted
/// one after the other.
pub(crate) async fn count_locked(conn: &mut PgConnection, user: UserId) -> Result<i64, sqlx::Error> {
    sqlx::query!("select id from users where id = $1 for update", user.0).fetch_optional(&mut *conn).await?;
    sqlx::query_scalar!(r#"select count(*) as "count!" from saved_addresses where user_id = $1"#, user.0)
        .fetch_one(conn)
        .await
}

/// Makes no entry of a person the default.
pub(crate) async fn clear_default(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("update saved_addresses set is_default = false where user_id = $1 and is_default", user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes an entry anew or over the person's own one of this id; `false` when the id is somebody else's.
pub(crate) async fn put(
    conn: &mut PgConnection,
    user: UserId,
    entry: &SavedAddress,
) -> Result<bool, sqlx::Error> {
    let address = &entry.address;
    let written = sqlx::query!(
        "insert into saved_addresses as saved
             (id, user_id, name, company, street, street2, city, state, postal_code, country, phone, is_default)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (id) do update
         set name = excluded.name, company = excluded.company, street = excluded.street,
             street2 = excluded.street2, city = excluded.city, state = excluded.state,
             postal_code = excluded.postal_code, country = excluded.country, phone = excluded.phone,
             is_default = excluded.is_default, updated_at = now()
         where saved.user_id = excluded.user_id",
        entry.id.0,
        user.0,
        address.name,
        address.company,
        address.street,
        address.street2,
        address.city,
        address.state,
        address.postal_code,
        address.country.as_str(),
        address.phone,
        entry.is_default,
    )
    .execute(conn)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Whether a person has this entry.
pub(crate) async fn has(
    db: impl PgExecutor<'_>,
    user: UserId,
    id: SavedAddressId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from saved_addresses where id = $1 and user_id = $2) as "exists!""#,
        id.0,
        user.0,
    )
    .fetch_one(db)
    .await
}

/// Deletes an entry of a person; `false` when they have no such entry.
pub(crate) async fn delete(
    db: impl PgExecutor<'_>,
    user: UserId,
    id: SavedAddressId,
) -> Result<bool, sqlx::Error> {
    let deleted = sqlx::query!("delete from saved_addresses where id = $1 and user_id = $2", id.0, user.0);
    Ok(deleted.execute(db).await?.rows_affected() == 1)
}
