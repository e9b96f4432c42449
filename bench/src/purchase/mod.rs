//! A whole purchase by the shop's own statements, in the transactions in which the shop runs them: the cart
//! is priced, stock held, an amount authorised, the order placed and confirmed, the amount captured. A run's
//! state is recorded between the steps, as the shop does.

mod money;
mod order;
mod stock;

use crate::statements;
use anyhow::Result;
use money::Money;
use order::Order;
use platform::Database;
use serde_json::{Value, json};
use sqlx::{Row, postgres::PgRow};
pub use stock::Stock;
use uuid::Uuid;

const CATALOG: &str = "server/services/catalog";
const ORDERS: &str = "server/services/orders";

/// The databases a purchase needs, and the statements of each.
pub struct Purchase {
    catalog: Database,
    orders: Database,
    shipping: Database,
    stock: Stock,
    money: Money,
    order: Order,
    text: Text,
}

struct Text {
    snapshot: &'static str,
    rates: &'static str,
    tax: &'static str,
    draft: &'static str,
    begin: &'static str,
    step: &'static str,
    advance: &'static str,
    run: &'static str,
}

/// What is bought: one unit of a variant.
pub(crate) struct Line {
    pub variant: Uuid,
    pub product: Uuid,
    pub sku: String,
    pub name: String,
    pub price: i64,
    pub weight_g: i32,
}

impl Line {
    fn of(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            variant: row.try_get("id")?,
            product: row.try_get("product_id")?,
            sku: row.try_get("sku")?,
            name: row.try_get("name")?,
            price: row.try_get("price_minor")?,
            weight_g: row.try_get("weight_g")?,
        })
    }
}

impl Purchase {
    pub fn new(
        (catalog, inventory, orders): (Database, Database, Database),
        (payments, shipping): (Database, Database),
    ) -> Result<Self> {
        Ok(Self {
            stock: Stock::new(inventory)?,
            money: Money::new(payments)?,
            order: Order::new(orders.clone())?,
            text: Text {
                snapshot: statements::find(CATALOG, "v.weight_g, p.status = 'active'")?,
                rates: statements::find("server/services/shipping", "from zone_countries c join")?,
                tax: statements::find(ORDERS, "select rate_bp from tax_rates")?,
                draft: statements::find(ORDERS, "update carts set draft = $2")?,
                begin: statements::find(ORDERS, "insert into checkouts")?,
                step: statements::find(ORDERS, "insert into checkout_steps")?,
                advance: statements::find(ORDERS, "update checkouts set state = $3")?,
                run: statements::find(ORDERS, "select * from checkouts where id = $1")?,
            },
            catalog,
            orders,
            shipping,
        })
    }

    /// Buys what was put into the cart.
    pub async fn buy(&self, cart: Uuid, variant: Uuid) -> sqlx::Result<Value> {
        let (run, payment) = (platform::ids::mint(), platform::ids::mint());
        let line = self.price(cart, variant).await?;
        self.begin(run, cart).await?;
        self.stock.reserve(run, &line).await?;
        self.advance(run, "started", "stock_reserved").await?;
        self.money.authorise(payment, run, line.price).await?;
        self.advance(run, "stock_reserved", "authorised").await?;
        let order = self.order.place(run, cart, payment, &line).await?;
        self.money.attach(payment, order).await?;
        self.order.set_payment(order, "authorised").await?;
        self.advance(run, "authorised", "placed").await?;
        self.stock.sell(run, &line).await?;
        self.order.confirm(order).await?;
        self.advance(run, "placed", "confirmed").await?;
        self.money.capture(payment, line.price).await?;
        self.order.set_payment(order, "paid").await?;
        self.advance(run, "confirmed", "completed").await?;
        Ok(json!({ "order": order }))
    }

    async fn price(&self, cart: Uuid, variant: Uuid) -> sqlx::Result<Line> {
        let draft = json!({ "email": "bench@example.test", "country": "DE" });
        sqlx::query(self.text.draft).bind(cart).bind(draft).execute(self.orders.pool()).await?;
        let row = sqlx::query(self.text.snapshot).bind(vec![variant]).fetch_one(self.catalog.pool());
        let (row, ()) = tokio::try_join!(row, self.stock.available(variant))?;
        let line = Line::of(&row)?;
        let rates = sqlx::query(self.text.rates).bind("DE").bind(line.weight_g).bind("EUR");
        rates.fetch_all(self.shipping.pool()).await?;
        sqlx::query(self.text.tax).bind("DE").fetch_optional(self.orders.pool()).await?;
        Ok(line)
    }

    async fn begin(&self, run: Uuid, cart: Uuid) -> sqlx::Result<()> {
        let mut tx = self.orders.begin().await?;
        let begun = sqlx::query(self.text.begin).bind(run).bind(cart).bind(run.to_string()).bind(notes());
        begun.execute(&mut *tx).await?;
        let step = sqlx::query(self.text.step).bind(run).bind(None::<String>).bind("started");
        step.bind(None::<String>).execute(&mut *tx).await?;
        sqlx::query(self.text.run).bind(run).fetch_one(&mut *tx).await?;
        tx.commit().await
    }

    async fn advance(&self, run: Uuid, from: &str, to: &str) -> sqlx::Result<()> {
        let mut tx = self.orders.begin().await?;
        let moved = sqlx::query(self.text.advance).bind(run).bind(from).bind(to).bind(notes());
        moved.bind(None::<String>).execute(&mut *tx).await?;
        let step = sqlx::query(self.text.step).bind(run).bind(from).bind(to).bind(None::<String>);
        step.execute(&mut *tx).await?;
        sqlx::query(self.text.run).bind(run).fetch_one(&mut *tx).await?;
        tx.commit().await
    }
}

/// As long as what the shop notes of a run.
fn notes() -> Value {
    json!({ "who": address(), "payment_method": "4242424242424242", "shipping_method": "Standard" })
}

fn address() -> Value {
    json!({ "name": "Ada Lovelace", "street": "Torstrasse 12", "city": "Berlin", "postal_code": "10119",
        "country": "DE" })
}

/// Tells of something in the transaction, as of another service: nobody listens, so that both servers are
/// measured without consumers' work twice.
pub(crate) async fn publish(
    conn: &mut sqlx::PgConnection,
    statement: &'static str,
    name: &str,
    aggregate: Uuid,
) -> sqlx::Result<()> {
    let event = sqlx::query(statement).bind(platform::ids::mint()).bind("bench").bind(name).bind(aggregate);
    event.bind(notes()).bind(None::<String>).execute(conn).await?;
    Ok(())
}
