//! A whole shop on databases of its own, with faults where a test wants them.

pub mod books;
pub mod client;
pub mod faults;
pub mod people;
mod templates;

use clap::Parser;
use contracts::{
    Actor, Currency, Money, Page, Quantity, SERVICES, VariantId,
    catalog::{ProductDraft, ProductStatus, VariantDraft},
    checkout::Submit,
    inventory::{StockQuery, StockRow, TransactionType},
    orders::{CartKey, CheckoutDraft},
};
use server::{
    cli::Cli, config::Config, databases::Databases, http::Settings, services, services::Built,
    subscriptions::subscriptions,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

/// A shop that nobody else uses.
pub struct Shop {
    pub built: Built,
    pub databases: Databases,
    config: Config,
    server: String,
    prefix: String,
}

impl Shop {
    /// Nine fresh databases on the server that `DATABASE_URL` names, and everything built over them.
    pub async fn open(arguments: &[&str]) -> Self {
        let url = std::env::var("DATABASE_URL").expect("DATABASE_URL names a Postgres for tests");
        let (server, prefix) = place(&url);
        let mut admin = PgConnection::connect(&url).await.unwrap();
        templates::copy(&mut admin, &server, &prefix).await;
        Self::over(server, prefix, arguments).await
    }

    /// The same on another server that nobody else uses, whose administrator's URL this is.
    pub async fn open_on(url: &str, arguments: &[&str]) -> Self {
        let (server, prefix) = place(url);
        Self::over(server, prefix, arguments).await
    }

    /// A database that is missing is made.
    async fn over(server: String, prefix: String, arguments: &[&str]) -> Self {
        let at = |service: &str| Some(format!("{server}/{prefix}_{service}"));
        let databases = Databases::open_at(at, 8).await.unwrap();
        let media = std::env::temp_dir().join(&prefix);
        let media = media.to_string_lossy();
        let fixed = ["tradewind", "--data", &media];
        let config = Cli::parse_from(fixed.into_iter().chain(arguments.iter().copied())).config;
        let built = services::build(&config, &databases).unwrap();
        Self { built, databases, config, server, prefix }
    }

    /// The gateway in front of the shop, as a client that nobody else is.
    pub fn client(&self) -> client::Client {
        self.client_of(&self.built, |_| {})
    }

    /// What another process of the same shop builds over the same databases.
    pub fn another_process(&self) -> Built {
        services::build(&self.config, &self.databases).unwrap()
    }

    /// A client of one process's gateway, whose settings may be changed first.
    pub fn client_of(&self, built: &Built, change: impl FnOnce(&mut Settings)) -> client::Client {
        let mut settings = Settings::new(&self.config, &self.databases, built).unwrap();
        change(&mut settings);
        client::Client::new(server::http::router(&self.config, &std::sync::Arc::new(settings)).unwrap())
    }

    /// Where the database of a service is.
    pub fn database_url(&self, service: &str) -> String {
        format!("{}/{}_{service}", self.server, self.prefix)
    }

    /// A connection behind the shop's back, of the owner of a service's tables: the service itself may not do what tests
    /// do.
    pub async fn owner(&self, service: &str) -> PgConnection {
        PgConnection::connect(&self.database_url(service)).await.unwrap()
    }

    /// Runs statements as the owner of a service's tables.
    pub async fn as_owner(&self, service: &str, statements: &str) {
        let mut owner = self.owner(service).await;
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut owner).await.unwrap();
    }

    /// The folder of pictures.
    pub fn media(&self) -> PathBuf {
        self.config.data.join("media")
    }

    /// Ends all connections, as a stop would.
    pub async fn disconnect(&self) {
        futures::future::join_all(self.databases.all().iter().map(|db| db.pool().close())).await;
    }

    /// The same shop, as its next start finds it.
    pub async fn reopened(self) -> Self {
        let databases = Databases::open_at(|service| Some(self.database_url(service)), 8).await.unwrap();
        let built = services::build(&self.config, &databases).unwrap();
        Self { built, databases, ..self }
    }

    /// Removes the databases.
    pub async fn close(self) {
        let admin = format!("{}/postgres", self.server);
        drop(self.built);
        self.databases.close().await.unwrap();
        let mut admin = PgConnection::connect(&admin).await.unwrap();
        for service in SERVICES {
            let drop = format!("drop database {}_{service} with (force)", self.prefix);
            sqlx::query(AssertSqlSafe(drop)).execute(&mut admin).await.unwrap();
        }
    }

    /// Delivers events until none waits.
    pub async fn settle(&self) {
        let consumers = subscriptions(&self.built);
        loop {
            let mut delivered = 0;
            for db in self.databases.all() {
                delivered += platform::relay::deliver_batch(&db, &consumers).await.unwrap();
            }
            if delivered == 0 {
                return;
            }
        }
    }

    /// A product with one variant of which so many are in stock, at 20.00 € each.
    pub async fn stocked(&self, units: i32) -> VariantId {
        let sku = format!("SKU-{}", platform::ids::mint().simple());
        let draft = ProductDraft {
            id: None,
            version: None,
            name: sku.clone(),
            slug: String::new(),
            description: String::new(),
            brand: String::new(),
            status: ProductStatus::Active,
            category: None,
            attributes: Vec::new(),
            options: Vec::new(),
            variants: vec![VariantDraft {
                id: None,
                sku: sku.clone(),
                options: Vec::new(),
                price: Money::new(2000, Currency::Eur),
                compare_at: None,
                weight_g: 300,
            }],
        };
        self.built.services.catalog.save_product(Actor::System, draft).await.unwrap();
        self.settle().await;
        let row = self.stock_row(StockQuery { search: sku, ..StockQuery::default() }).await;
        let inventory = &self.built.services.inventory;
        let kind = TransactionType::Restock;
        inventory
            .adjust(Actor::System, row.variant, row.warehouse, units, kind, "for the test".into())
            .await
            .unwrap();
        row.variant
    }

    /// The stock of a variant.
    pub async fn stock_of(&self, variant: VariantId) -> StockRow {
        self.stock_row(StockQuery { variants: vec![variant], ..StockQuery::default() }).await
    }

    async fn stock_row(&self, query: StockQuery) -> StockRow {
        let page: Page<StockRow> = self.built.services.inventory.stock(Actor::System, query).await.unwrap();
        page.items.into_iter().next().expect("the variant has a stock row")
    }

    /// A guest's cart with so many of a variant, and the wish to buy it with this card.
    pub async fn ready_to_buy(&self, variant: VariantId, quantity: u32, card: &str) -> Submit {
        let orders = &self.built.services.orders;
        let quantity = Quantity::try_from(quantity).unwrap();
        let cart = orders.add_to_cart(CartKey::default(), variant, quantity).await.unwrap();
        let key = CartKey { user: None, token: cart.new_token };
        let quote = self.built.services.checkout.save_draft(key.clone(), draft()).await.unwrap();
        Submit {
            key,
            user: None,
            draft: draft(),
            expected_total: quote.total.minor,
            payment_method: card.into(),
            idempotency_key: platform::ids::token(),
            language: "en".into(),
            network: None,
        }
    }
}

/// A server, and what the names of a new shop's databases there begin with.
fn place(url: &str) -> (String, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let prefix = format!("shop_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    (url.rsplit_once('/').unwrap().0.to_owned(), prefix)
}

/// A complete address in Germany.
pub fn draft() -> CheckoutDraft {
    CheckoutDraft {
        email: "ada@example.com".into(),
        name: "Ada Lovelace".into(),
        street: "Unter den Linden 1".into(),
        city: "Berlin".into(),
        postal_code: "10117".into(),
        country: "DE".into(),
        ..CheckoutDraft::default()
    }
}
