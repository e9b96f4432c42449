//! Days as moments, in the shop's time zone.

use super::repo;
use crate::Error;
use chrono::NaiveDate;
use contracts::Timestamp;
use platform::days;
use sqlx::PgConnection;

/// From when on, and before when: from the first day to the last, both meant. Nothing is asked where no day is chosen.
pub async fn bounds(
    conn: &mut PgConnection,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<(Option<Timestamp>, Option<Timestamp>), Error> {
    if from.is_none() && to.is_none() {
        return Ok((None, None));
    }
    let zone = repo::time_zone(conn).await?;
    Ok(days::bounds(conn, &zone, from, to).await?)
}
