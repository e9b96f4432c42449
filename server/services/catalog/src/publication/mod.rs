//! What happens to a product by itself, and who sees it before it is on sale.

mod apply;
mod preview;
mod schedule;

pub(crate) use apply::apply;
pub(crate) use preview::{end, make, previewed};
pub(crate) use schedule::set;

use crate::{error::Result, product};
use contracts::{
    Error as Refusal, ProductId,
    catalog::{Publication, Schedule},
};
use sqlx::{PgConnection, PgPool};

/// What is decided about a product.
pub(crate) async fn of(db: &PgPool, product: ProductId) -> Result<Publication> {
    let mut connection = db.acquire().await?;
    let (previews, previews_until) = preview::open(&mut connection, product).await?;
    let schedule = schedule::read(&mut connection, product).await?;
    Ok(Publication { schedule, previews, previews_until })
}

/// Holds the product until the transaction ends.
async fn hold(tx: &mut PgConnection, product: ProductId) -> Result<()> {
    product::repo::lock(tx, product).await?.ok_or_else(|| Refusal::not_found("product"))?;
    Ok(())
}

/// A schedule as it is compared; without one, nothing happens.
fn is_empty(schedule: Schedule) -> bool {
    schedule == Schedule::default()
}
