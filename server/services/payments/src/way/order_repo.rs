//! The row of `payment_order`.

use crate::Error;
use contracts::payments::PaymentKind;
use sqlx::PgConnection;

/// The kinds that were put in order, as far as this version knows them; none while nobody has.
pub async fn find(conn: &mut PgConnection) -> Result<Vec<PaymentKind>, Error> {
    let kinds = sqlx::query_scalar!("select kinds from payment_order").fetch_optional(conn).await?;
    Ok(known(&kinds.unwrap_or_default()))
}

/// The same, for whoever changes them: one at a time, also while there is no row that could be locked.
pub async fn lock(conn: &mut PgConnection) -> Result<Vec<PaymentKind>, Error> {
    sqlx::query!("lock table payment_order in share row exclusive mode").execute(&mut *conn).await?;
    find(conn).await
}

/// Writes them.
pub async fn save(conn: &mut PgConnection, kinds: &[PaymentKind]) -> Result<(), Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
    sqlx::query!(
        "insert into payment_order (kinds) values ($1)
         on conflict (is_only) do update set kinds = excluded.kinds, changed_at = now()",
        &kinds
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn known(kinds: &[String]) -> Vec<PaymentKind> {
    kinds.iter().filter_map(|kind| PaymentKind::from_text(kind)).collect()
}
