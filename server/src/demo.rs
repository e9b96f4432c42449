//! The first start: an administrator, the demo shop, and what a person needs to know.

use crate::{config::Config, import, services::Built};
use anyhow::{Context, Result};
use contracts::{
    Actor, Services,
    catalog::ProductQuery,
    inventory::{StockQuery, TransactionType},
};
use secrecy::ExposeSecret;
use std::{fmt, time::Duration};

/// Units of each variant on the demo shop's shelf.
const STOCK: [i32; 8] = [24, 40, 12, 60, 8, 18, 3, 32];

/// What is printed when the shop opens.
pub struct Welcome {
    shop: String,
    back_office: String,
    administrator: String,
    password: Option<String>,
    test_card: bool,
}

/// Makes the administrator and fills the shop, where that was not done yet.
///
/// # Errors
/// When the demo shop's files cannot be read or break a rule.
pub async fn prepare(config: &Config, built: &Built) -> Result<Welcome> {
    let password = ensure_administrator(config, built).await?;
    if !config.is_production() {
        fill(config, &built.services).await?;
    }
    let base_url = config.base_url();
    Ok(Welcome {
        back_office: format!("{base_url}/admin"),
        shop: base_url,
        administrator: config.admin_email.clone(),
        password,
        test_card: config.stripe_secret_key.is_none(),
    })
}

async fn ensure_administrator(config: &Config, built: &Built) -> Result<Option<String>> {
    let email = config.admin_email.parse().context("TRADEWIND_ADMIN_EMAIL is not an e-mail address")?;
    let given = config.admin_password.as_ref().map(|password| password.expose_secret().to_owned());
    let password = given.clone().unwrap_or_else(|| {
        use platform::ids::group;
        format!("{}-{}-{}-{}", group(), group(), group(), group()).to_lowercase()
    });
    let made = built.services.identity.ensure_administrator(Actor::System, email, password.clone()).await?;
    Ok((made && given.is_none()).then_some(password))
}

async fn fill(config: &Config, services: &Services) -> Result<()> {
    let present = services.catalog.products(Actor::System, ProductQuery::default()).await?;
    let file = config.demo.join("catalogue.json");
    if present.total > 0 {
        return Ok(());
    }
    if !file.exists() {
        tracing::warn!(file = %file.display(), "the demo shop is not there: the shop opens empty");
        return Ok(());
    }
    tracing::info!("filling the shelves with the demo shop");
    let added = import::import(services, &import::read(&file)?).await?;
    stock_up(services).await?;
    tracing::info!(products = added, "the demo shop is ready");
    Ok(())
}

/// Puts units on the shelf once the inventory has heard of the products.
async fn stock_up(services: &Services) -> Result<()> {
    let query = |number| StockQuery {
        sort: "sku".into(),
        page: contracts::PageRequest::new(number, 100),
        ..StockQuery::default()
    };
    let expected = services.catalog.products(Actor::System, ProductQuery::default()).await?;
    wait_for_stock_rows(services, expected.total).await?;
    let pages = services.inventory.stock(Actor::System, query(1)).await?.pages();
    let mut shelf = STOCK.into_iter().cycle();
    for number in 1..=pages {
        for row in services.inventory.stock(Actor::System, query(number)).await?.items {
            let units = shelf.next().unwrap_or(10);
            let kind = TransactionType::Restock;
            let reason = "Opening stock".to_owned();
            services.inventory.adjust(Actor::System, row.variant, row.warehouse, units, kind, reason).await?;
        }
    }
    Ok(())
}

/// The inventory hears of products through the outbox; that takes a moment.
async fn wait_for_stock_rows(services: &Services, products: u64) -> Result<()> {
    let mut before = 0;
    for _ in 0..150 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let rows = services.inventory.stock(Actor::System, StockQuery::default()).await?.total;
        if rows >= products && rows == before {
            return Ok(());
        }
        before = rows;
    }
    anyhow::bail!("the inventory did not hear of the new products within 30 seconds")
}

impl fmt::Display for Welcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        writeln!(f, "  The shop is open:  {}", self.shop)?;
        writeln!(f, "  Back office:       {}", self.back_office)?;
        match &self.password {
            Some(password) => {
                writeln!(
                    f,
                    "  Administrator:     {} with the one-time password {password}",
                    self.administrator
                )?;
            }
            None => writeln!(f, "  Administrator:     {}", self.administrator)?,
        }
        if self.test_card {
            writeln!(f, "  Test card:         4242 4242 4242 4242, any date to come, any code")?;
        }
        Ok(())
    }
}
