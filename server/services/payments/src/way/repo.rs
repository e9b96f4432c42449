//! Rows of `payment_ways`.

use crate::Error;
use contracts::{
    CountryCode, Currency,
    payments::{PaymentKind, PaymentWay},
};
use sqlx::PgConnection;

/// A way as it was changed last; none when nobody has changed it.
pub async fn find(conn: &mut PgConnection, kind: PaymentKind) -> Result<Option<PaymentWay>, Error> {
    let row = sqlx::query!(
        "select version, is_on, countries, currency, minimum_minor, maximum_minor from payment_ways
         where kind = $1",
        kind.as_str()
    );
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(None) };
    let country = |code: String| code.parse::<CountryCode>().map_err(Error::unreadable);
    Ok(Some(PaymentWay {
        kind,
        version: u32::try_from(row.version).map_err(Error::unreadable)?,
        is_on: row.is_on,
        countries: row.countries.into_iter().map(country).collect::<Result<_, Error>>()?,
        currency: Currency::from_code(&row.currency).ok_or_else(|| Error::unreadable(&row.currency))?,
        minimum: row.minimum_minor,
        maximum: row.maximum_minor,
    }))
}

/// Writes it as the version that follows; false when that has been written.
pub async fn save(conn: &mut PgConnection, way: &PaymentWay) -> Result<bool, Error> {
    let countries: Vec<String> = way.countries.iter().map(|country| country.as_str().to_owned()).collect();
    let saved = sqlx::query!(
        "insert into payment_ways (kind, version, is_on, countries, currency, minimum_minor, maximum_minor)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (kind) do update set version = excluded.version, is_on = excluded.is_on,
             countries = excluded.countries, currency = excluded.currency,
             minimum_minor = excluded.minimum_minor, maximum_minor = excluded.maximum_minor, changed_at = now()
         where payment_ways.version = excluded.version - 1",
        way.kind.as_str(),
        i32::try_from(way.version).map_err(Error::unreadable)?,
        way.is_on,
        &countries,
        way.currency.code(),
        way.minimum,
        way.maximum
    );
    Ok(saved.execute(conn).await?.rows_affected() == 1)
}
