//! Rows of `declined_payments`.

use crate::Error;
use contracts::CheckoutId;
use platform::Database;
use std::collections::HashMap;

/// Counts a run's declined payment for each of these payers, once.
pub async fn count(db: &Database, checkout: CheckoutId, payers: &[String]) -> Result<(), Error> {
    sqlx::query!(
        "insert into declined_payments (payer, checkout_id)
         select payer, $2 from unnest($1::text[]) as payer on conflict do nothing",
        payers,
        checkout.0
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// How many each of these payers had within the last so many seconds, in their order.
pub async fn of(db: &Database, payers: &[String], seconds: u32) -> Result<Vec<u32>, Error> {
    let rows = sqlx::query!(
        r#"select payer, count(*) as "count!" from declined_payments
           where payer = any($1) and declined_at > now() - make_interval(secs => $2) group by payer"#,
        payers,
        f64::from(seconds)
    );
    let counted = rows.fetch_all(db.pool()).await?;
    let counts: HashMap<String, i64> = counted.into_iter().map(|row| (row.payer, row.count)).collect();
    let of = |payer: &String| u32::try_from(counts.get(payer).copied().unwrap_or(0)).unwrap_or(u32::MAX);
    Ok(payers.iter().map(of).collect())
}

/// Forgets what nobody asks for any more.
pub async fn forget(db: &Database) -> Result<(), Error> {
    sqlx::query!("delete from declined_payments where declined_at < now() - interval '1 day'")
        .execute(db.pool())
        .await?;
    Ok(())
}
