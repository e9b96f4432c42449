//! Rows of `tax_rates`.

use crate::Error;
use contracts::{CountryCode, orders::TaxRate};
use sqlx::{PgConnection, PgPool};

/// All of them, by country.
pub async fn all(pool: &PgPool) -> Result<Vec<TaxRate>, Error> {
    let rows =
        sqlx::query!("select country, rate_bp from tax_rates order by country").fetch_all(pool).await?;
    let rate = |country: String, stored: i32| {
        let country = country.parse().map_err(Error::unreadable)?;
        Ok(TaxRate { country, rate_bp: u32::try_from(stored).map_err(Error::unreadable)? })
    };
    rows.into_iter().map(|row| rate(row.country, row.rate_bp)).collect()
}

/// A destination's, basis points.
pub async fn of(pool: &PgPool, country: &CountryCode) -> Result<u32, Error> {
    let rate = sqlx::query_scalar!("select rate_bp from tax_rates where country = $1", country.as_str());
    u32::try_from(rate.fetch_optional(pool).await?.unwrap_or(0)).map_err(Error::unreadable)
}

/// A destination's, kept as it is until the transaction ends.
pub async fn lock(conn: &mut PgConnection, country: &CountryCode) -> Result<Option<i32>, Error> {
    let rate =
        sqlx::query_scalar!("select rate_bp from tax_rates where country = $1 for update", country.as_str());
    Ok(rate.fetch_optional(conn).await?)
}

/// Sets it.
pub async fn save(conn: &mut PgConnection, rate: &TaxRate) -> Result<(), Error> {
    sqlx::query!(
        "insert into tax_rates (country, rate_bp) values ($1, $2)
         on conflict (country) do update set rate_bp = $2",
        rate.country.as_str(),
        i32::try_from(rate.rate_bp).map_err(Error::unreadable)?,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What it was.
pub async fn remove(conn: &mut PgConnection, country: &CountryCode) -> Result<Option<i32>, Error> {
    let before =
        sqlx::query_scalar!("delete from tax_rates where country = $1 returning rate_bp", country.as_str());
    Ok(before.fetch_optional(conn).await?)
}
