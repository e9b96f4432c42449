//! `consents`: append-only.

use crate::error::Result;
use contracts::{
    Error, UserId,
    identity::{Consent, Purpose},
};
use sqlx::{PgConnection, PgExecutor};

/// What somebody agreed to and took back, newest first.
pub(crate) async fn history(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Consent>> {
    let rows = sqlx::query!(
        "select purpose, granted, at, wording, source from consents
         where user_id = $1 order by number desc limit 1000",
        user.0
    );
    let rows = rows.fetch_all(db).await?;
    let consents = rows.into_iter().map(|row| {
        let purpose = Purpose::from_text(&row.purpose).ok_or_else(Error::internal)?;
        let (granted, at, wording, source) = (row.granted, row.at, row.wording, row.source);
        Ok(Consent { purpose, granted, at, wording, source })
    });
    consents.collect()
}

/// Adds to the history, with the words that are shown now.
pub(crate) async fn append(
    conn: &mut PgConnection,
    user: UserId,
    purpose: Purpose,
    granted: bool,
    source: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into consents (user_id, purpose, granted, wording, source) values ($1, $2, $3, $4, $5)",
        user.0,
        purpose.as_str(),
        granted,
        Purpose::WORDING,
        source
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes what proves nothing any more: the trigger lets go of it then, too.
pub(crate) async fn delete_old(db: impl PgExecutor<'_>) -> Result<()> {
    sqlx::query!(
        "delete from consents c using users u
         where u.id = c.user_id and u.status = 'deleted' and c.at < now() - interval '3 years'"
    )
    .execute(db)
    .await?;
    Ok(())
}
