//! What several comparisons need, read once.

use contracts::Result;
use orders::verify::{Fact as Order, GivenUp};
use payments::verify::Fact as Payment;
use platform::Database;
use uuid::Uuid;

/// Rows that are read at once.
const PAGE: i64 = 5_000;

/// Orders and their money.
pub(super) struct Books {
    pub orders: Vec<Order>,
    pub given_up: Vec<GivenUp>,
    pub payments: Vec<Payment>,
}

impl Books {
    pub async fn read(orders: &Database, payments: &Database) -> Result<Self> {
        Ok(Self {
            orders: all(orders, orders::verify::facts, |order| order.order.0).await?,
            given_up: all(orders, orders::verify::given_up, |run| run.checkout.0).await?,
            payments: all(payments, payments::verify::facts, |payment| payment.payment.0).await?,
        })
    }
}

/// All rows, page after page: `page` reads those that follow an id, `id` tells a row's.
pub(super) async fn all<T>(
    db: &Database,
    page: impl AsyncFn(&Database, Uuid, i64) -> sqlx::Result<Vec<T>>,
    id: impl Fn(&T) -> Uuid,
) -> Result<Vec<T>> {
    let (mut all, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let rows = page(db, after, PAGE).await.map_err(|error| platform::failure("verify", &error))?;
        let Some(last) = rows.last() else { return Ok(all) };
        after = id(last);
        all.extend(rows);
    }
}
