//! What is measured, and against what.

use crate::{
    Run,
    client::Client,
    form::Form,
    load::{self, Pressure, Server},
    process,
    purchase::Stock,
    report,
};
use anyhow::{Context, Result, ensure};
use platform::{Database, private_postgres::PrivatePostgres};

/// Units on each shelf before anything is measured.
const DELIVERY: i32 = 1_000_000;

/// Measures everything and prints the table.
pub async fn measure(run: &Run, postgres: &PrivatePostgres) -> Result<()> {
    fill_shelves(postgres).await?;
    let bench = Bench::new(run).await?;
    report::memory("Memory of the shop at rest", process::resident_mb(run.shop_pid));
    report::memory("Memory of the bare handler at rest", process::resident_mb(run.bare_pid));
    report::heading();
    bench.pages().await;
    bench.cart().await;
    bench.checkout().await;
    for (name, pid) in [("the shop", run.shop_pid), ("the bare handler", run.bare_pid)] {
        report::memory(&format!("Memory of {name} afterwards"), process::resident_mb(pid));
        report::memory(&format!("Memory of {name} at most"), process::most_resident_mb(pid));
    }
    Ok(())
}

/// Whole checkouts must not end because the demo shop has sold out.
async fn fill_shelves(postgres: &PrivatePostgres) -> Result<()> {
    let inventory = Database::open("inventory", &postgres.url("inventory"), 1).await?;
    Stock::new(inventory.clone())?.restock_all(DELIVERY).await?;
    inventory.pool().close().await;
    Ok(())
}

struct Bench<'a> {
    shop: Server<'a>,
    bare: Server<'a>,
    pressure: Pressure,
    product: String,
    add: Form,
}

impl<'a> Bench<'a> {
    async fn new(run: &'a Run) -> Result<Self> {
        let mut client = Client::connect(&run.shop).await?;
        let list = client.get("/shop", "").await?.text();
        let product = list.split("href=\"/p/").nth(1).and_then(|rest| rest.split(['"', '?']).next());
        let product = product.context("the shop has no product")?.to_owned();
        let page = client.get(&format!("/p/{product}"), "").await?.text();
        Ok(Self {
            shop: Server { base: &run.shop, pid: run.shop_pid },
            bare: Server { base: &run.bare, pid: run.bare_pid },
            pressure: Pressure { seconds: run.seconds, connections: run.connections },
            product,
            add: Form::with(&page, "variant").context("the product page has no form")?,
        })
    }

    async fn pages(&self) {
        let product = &self.product;
        self.get("Product list, kept", self.shop, |_| "/shop".to_owned()).await;
        self.get("Product list, rendered", self.shop, |number| format!("/shop?n={number}")).await;
        self.get("  bare handler", self.bare, |_| "/products".to_owned()).await;
        self.get("Product page, kept", self.shop, |_| format!("/p/{product}")).await;
        self.get("Product page, rendered", self.shop, |number| format!("/p/{product}?n={number}")).await;
        self.get("  bare handler", self.bare, |_| format!("/products/{product}")).await;
        self.get("Search, rendered", self.shop, |number| format!("/search?q=mug&n={number}")).await;
        self.get("  bare handler", self.bare, |_| "/products?q=mug".to_owned()).await;
    }

    async fn get(&self, name: &str, server: Server<'_>, path: impl Fn(u64) -> String) {
        let work = async |client: &mut Client, number: u64| {
            let answer = client.get(&path(number), "").await?;
            ensure!(answer.status.is_success(), "{} for {}", answer.status, path(number));
            Ok(())
        };
        self.print(name, server, work).await;
    }

    async fn cart(&self) {
        let add = &self.add;
        let to_shop = async |client: &mut Client, _: u64| add_to_cart(client, add).await.map(drop);
        self.print("Add to cart", self.shop, to_shop).await;
        self.post_to_bare(&format!("/cart/{}", add.value("variant"))).await;
    }

    async fn post_to_bare(&self, path: &str) {
        let post = async |client: &mut Client, _: u64| {
            let answer = client.post(path, "", String::new()).await?;
            ensure!(answer.status.is_success(), "{}", answer.status);
            Ok(())
        };
        self.print("  bare handler", self.bare, post).await;
    }

    /// A whole checkout is what a guest does: put something in, then pay for it.
    async fn checkout(&self) {
        let form = match self.checkout_form().await {
            Ok(form) => form,
            Err(error) => return report::missing("Whole checkouts", &error),
        };
        let work = async |client: &mut Client, _: u64| {
            let cookies = add_to_cart(client, &self.add).await?;
            let key = platform::ids::mint().to_string();
            let typed = [&buyer()[..], &[("idempotency_key", key)]].concat();
            let answer = client.post(&form.action, &cookies, form.filled(&typed)).await?;
            ensure!(answer.location().contains("/checkout/done/"), "{} {}", answer.status, answer.location());
            Ok(())
        };
        self.print("Whole checkouts", self.shop, work).await;
        self.post_to_bare(&format!("/checkout/{}", self.add.value("variant"))).await;
    }

    /// The checkout's form once the address is known, so that its total holds the delivery.
    async fn checkout_form(&self) -> Result<Form> {
        let mut client = Client::connect(self.shop.base).await?;
        let cookies = add_to_cart(&mut client, &self.add).await?;
        for _ in 0..2 {
            let page = client.get("/checkout", &cookies).await?.text();
            let form = Form::with(&page, "draft[email]").context("the checkout has no form")?;
            let typed = [&buyer()[..], &[("intent", "update".to_owned())]].concat();
            client.post(&form.action, &cookies, form.filled(&typed)).await?;
        }
        let page = client.get("/checkout", &cookies).await?.text();
        Form::with(&page, "draft[email]").context("the checkout has no form")
    }

    async fn print(
        &self,
        name: &str,
        server: Server<'_>,
        work: impl AsyncFn(&mut Client, u64) -> Result<()>,
    ) {
        match load::measure(server, self.pressure, work).await {
            Ok(measured) => report::line(name, &measured),
            Err(error) => report::missing(name, &error),
        }
    }
}

async fn add_to_cart(client: &mut Client, form: &Form) -> Result<String> {
    let answer = client.post(&form.action, "", form.filled(&[("quantity", "1".to_owned())])).await?;
    let cookies = answer.cookies();
    ensure!(cookies.contains("cart="), "{} without a cart", answer.status);
    Ok(cookies)
}

fn buyer() -> [(&'static str, String); 7] {
    [
        ("draft[email]", "bench@example.test"),
        ("draft[name]", "Ada Lovelace"),
        ("draft[street]", "Torstrasse 12"),
        ("draft[city]", "Berlin"),
        ("draft[postal_code]", "10119"),
        ("draft[country]", "DE"),
        ("payment_method", "4242424242424242"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
}
