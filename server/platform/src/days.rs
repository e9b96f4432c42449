//! Days as moments, in a time zone. Postgres knows the zones and when their clocks are changed.

use chrono::{Datelike, NaiveDate};
use contracts::Timestamp;
use sqlx::PgConnection;

/// From when on, and before when: from the first day to the last, both meant, as they begin in the time zone of this IANA
/// name; UTC's when it is empty. A day outside of the years 1 to 9999 narrows nothing.
///
/// # Errors
/// As the database answers; when it knows no such zone.
pub async fn bounds(
    conn: &mut PgConnection,
    zone: &str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<(Option<Timestamp>, Option<Timestamp>), sqlx::Error> {
    let (from, to) = (from.filter(is_usual), to.filter(is_usual));
    if from.is_none() && to.is_none() {
        return Ok((None, None));
    }
    let zone = if zone.is_empty() { "UTC" } else { zone };
    let row = sqlx::query!(
        r#"select ($1::date)::timestamp at time zone $3::text as "first?",
                  ($2::date + 1)::timestamp at time zone $3::text as "after?""#,
        from,
        to,
        zone,
    );
    let row = row.fetch_one(conn).await?;
    Ok((row.first, row.after))
}

fn is_usual(day: &NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}
