//! The process of the shop is killed before, after and behind every step of a purchase, and started again:
//! stock, money and order agree, and the shopper who asks again gets the one result.

use crate::support::{
    Shop,
    books::{BOUGHT, STOCK},
};
use contracts::{
    Actor, SERVICES, VariantId,
    identity::{KeyLimits, Scope},
};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use std::{
    net::TcpListener,
    os::unix::process::ExitStatusExt,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

const GOOD_CARD: &str = "4242 4242 4242 4242";
const CAPTURE_IS_REFUSED: &str = "4000 0000 0000 0341";
const PATIENCE: Duration = Duration::from_secs(60);
const ABORTED: i32 = 6;

/// The shop as a process of its own on the databases of a [`Shop`].
struct Process {
    child: Child,
    address: String,
}

impl Process {
    /// Starts it, to die at this place of a checkout, and waits until it answers.
    async fn start(shop: &Shop, dies_at: Option<&str>) -> Self {
        let wrong = dies_at.map(|place| format!("{place}=dies"));
        Self::start_with(shop, &wrong.unwrap_or_default()).await
    }

    /// Starts it with what goes wrong in it (`platform::failpoint`), and waits until it answers.
    async fn start_with(shop: &Shop, wrong: &str) -> Self {
        let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let (address, nothing) = (free(), std::env::temp_dir().join("no_demo_shop"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradewind"));
        command.arg("serve").env("TRADEWIND_ADDR", &address).env("TRADEWIND_INTERNAL_ADDR", free());
        command
            .env("TRADEWIND_POOL_SIZE", "4")
            .env("TRADEWIND_DATA", &nothing)
            .env("TRADEWIND_DEMO", &nothing);
        command.env("TRADEWIND_ADMIN_PASSWORD", "correct horse battery");
        for service in SERVICES {
            command.env(format!("{}_DATABASE_URL", service.to_uppercase()), shop.database_url(service));
        }
        command.env("TRADEWIND_FAILPOINTS", wrong);
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap();
        let process = Self { child, address };
        until("the shop answers", async || process.answers().await).await;
        process
    }

    async fn answers(&self) -> bool {
        let countries = Client::new().get(format!("http://{}/api/v1/shipping/countries", self.address));
        countries.send().await.is_ok_and(|answer| answer.status().is_success())
    }

    /// Waits for its death, which has to be its own.
    async fn must_have_died(mut self, place: &str) {
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let ended = ended.unwrap_or_else(|_| panic!("{place} was not reached")).unwrap();
        assert_eq!(ended.signal(), Some(ABORTED), "{place}: {ended}");
    }

    /// `kill -9`.
    async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// A machine that buys for a guest.
struct Buyer {
    key: String,
    cart: String,
    attempt: String,
}

impl Buyer {
    async fn arrive(key: &str, at: &Process) -> Self {
        let buyer = Self { key: key.to_owned(), cart: String::new(), attempt: platform::ids::token() };
        let cart = buyer.ask(at, Method::POST, "/carts", Value::Null).await.unwrap();
        let cart = cart.json::<Value>().await.unwrap()["cart_token"].as_str().unwrap().to_owned();
        Self { cart, ..buyer }
    }

    async fn ask(&self, at: &Process, method: Method, path: &str, body: Value) -> reqwest::Result<Response> {
        let request =
            Client::new().request(method, format!("http://{}/api/v1{path}", at.address)).json(&body);
        let request = request.header("authorization", format!("Bearer {}", self.key));
        let request = if self.cart.is_empty() { request } else { request.header("cart-token", &self.cart) };
        let request =
            if path == "/checkout" { request.header("idempotency-key", &self.attempt) } else { request };
        request.send().await
    }

    /// Fills the cart and the form; returns the total, minor units.
    async fn prepare(&self, at: &Process, variant: VariantId) -> i64 {
        let line = json!({ "variant": variant, "quantity": BOUGHT });
        self.ask(at, Method::POST, "/carts/current/lines", line).await.unwrap().error_for_status().unwrap();
        let draft = json!({
            "email": "ada@example.com", "name": "Ada Lovelace", "street": "Unter den Linden 1",
            "city": "Berlin", "postal_code": "10117", "country": "DE",
        });
        let quote = self.ask(at, Method::PUT, "/checkout/draft", draft).await.unwrap();
        quote.json::<Value>().await.unwrap()["total"]["minor"].as_i64().unwrap()
    }

    async fn buy(&self, at: &Process, total: i64, card: &str) -> reqwest::Result<Response> {
        let purchase = json!({ "payment_method": card, "expected_total": total });
        self.ask(at, Method::POST, "/checkout", purchase).await
    }
}

async fn until(what: &str, reached: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !reached().await {
        assert!(started.elapsed() < PATIENCE, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// As if a minute had passed since the death: what was left standing is due, keys are free again.
async fn a_minute_later(shop: &Shop) {
    shop.wait_long().await;
    for service in SERVICES {
        let db = shop.databases.of(service).unwrap();
        for statement in [
            "update messaging.jobs set run_at = now() where status = 'waiting'",
            "update messaging.outbox set available_at = now() where status = 'new'",
            "update messaging.idempotency_keys set claimed_at = claimed_at - interval '2 minutes'",
        ] {
            sqlx::query(statement).execute(db.pool()).await.unwrap();
        }
    }
}

async fn is_at_rest(shop: &Shop) -> bool {
    a_minute_later(shop).await;
    let health = shop.built.services.operations.health(Actor::System).await.unwrap();
    let ended = shop.runs().await.iter().all(|state| state.is_final());
    ended && health.iter().all(|service| service.waiting == 0)
}

/// One purchase with this card, killed at the place, recovered by the next process, and asked for again.
async fn kill_at(shop: &Shop, key: &str, place: &str, variant: VariantId, card: &str) {
    let doomed = Process::start(shop, Some(place)).await;
    let buyer = Buyer::arrive(key, &doomed).await;
    let total = buyer.prepare(&doomed, variant).await;
    let cut_off = buyer.buy(&doomed, total, card).await;
    assert!(cut_off.is_err(), "{place}: {cut_off:?}");
    doomed.must_have_died(place).await;

    let next = Process::start(shop, None).await;
    until(place, async || is_at_rest(shop).await).await;
    let stood = shop.assert_agreement(variant, STOCK, place).await;
    let again = buyer.buy(&next, total, card).await.unwrap();
    let (status, outcome) = (again.status(), again.json::<Value>().await.unwrap());
    let is_good = card == GOOD_CARD;
    assert_eq!((stood, outcome["outcome"] == "placed"), (is_good, is_good), "{place}: {status} {outcome}");
    until(place, async || is_at_rest(shop).await).await;
    assert_eq!(shop.assert_agreement(variant, STOCK, place).await, is_good, "{place}");
    next.kill().await;
}

/// A bearer key with which a machine buys.
async fn api_key(shop: &Shop) -> String {
    let (identity, scopes) = (&shop.built.services.identity, vec![Scope::Read, Scope::Shop]);
    let made = identity.create_api_key(Actor::System, "a test".into(), scopes, KeyLimits::default()).await;
    made.unwrap().secret
}

/// Who was killed last may have told something of its own a moment before: one more process passes it on.
async fn assert_all_is_heard(shop: &Shop) {
    let last = Process::start(shop, None).await;
    until("everything is heard", async || is_at_rest(shop).await).await;
    shop.assert_nothing_given_up("in the end").await;
    last.kill().await;
}

async fn kill_everywhere(states: &[&str], card: &str) {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let shop = Shop::open(&[]).await;
    let key = api_key(&shop).await;
    let points = ["before", "after", "recorded"];
    let places = states.iter().flat_map(|state| points.map(|point| format!("checkout.{state}.{point}")));
    let mut purchases = Vec::new();
    // While no process relays events, so that each variant's stock is there when it is asked for.
    for place in places {
        purchases.push((place, shop.stocked(i32::try_from(STOCK).unwrap()).await));
    }
    for (place, variant) in purchases {
        kill_at(&shop, &key, &place, variant, card).await;
    }
    shop.assert_no_loose_money().await;
    assert_all_is_heard(&shop).await;
    shop.close().await;
}

/// As long as a restarted shop may take to go on with what it was doing.
const RESUMES_WITHIN: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_process_was_doing_goes_on_within_ten_seconds_of_the_next_start() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let shop = Shop::open(&[]).await;
    let key = api_key(&shop).await;
    let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
    let doomed = Process::start(&shop, Some("checkout.authorised.after")).await;
    let buyer = Buyer::arrive(&key, &doomed).await;
    let total = buyer.prepare(&doomed, variant).await;
    buyer.buy(&doomed, total, GOOD_CARD).await.unwrap_err();
    doomed.must_have_died("checkout.authorised.after").await;
    // The worst case: the process died while it had just claimed the job that recovers.
    let claimed = sqlx::query(
        "update messaging.jobs set attempts = 1, run_at = now() + make_interval(secs => $1)
         where kind = 'recover_checkouts'",
    );
    let orders = shop.databases.of("orders").unwrap();
    claimed.bind(platform::lease::LEASE.as_secs_f64()).execute(orders.pool()).await.unwrap();

    let started = Instant::now();
    let next = Process::start(&shop, None).await;
    until("the purchase ends", async || shop.runs().await.iter().all(|state| state.is_final())).await;
    let took = started.elapsed();
    assert!(took <= RESUMES_WITHIN, "{took:?}");
    next.kill().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_survives_the_death_of_the_process_at_every_step() {
    kill_everywhere(&["started", "stock_reserved", "authorised", "placed", "confirmed"], GOOD_CARD).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_survives_the_death_of_the_process() {
    kill_everywhere(&["confirmed", "undoing"], CAPTURE_IS_REFUSED).await;
}

/// As the next release would: a migration that expands, in every database, of which this release knows nothing.
async fn migrate_to_the_next_release(shop: &Shop) {
    for service in SERVICES {
        for table in ["_sqlx_migrations", "messaging._sqlx_migrations"] {
            let note = format!(
                "insert into {table} (version, description, success, checksum, execution_time)
                 values (9999, 'of the next release', true, '\\x00', 1)"
            );
            shop.as_owner(service, &note).await;
        }
        let outbox = "alter table messaging.outbox add column priority smallint not null default 0";
        shop.as_owner(service, outbox).await;
    }
    for table in ["orders", "order_items", "checkouts", "carts"] {
        let expand = format!("alter table {table} add column gift_note text not null default ''");
        shop.as_owner("orders", &expand).await;
    }
}

/// Two processes over the same databases: what the one that dies had begun, the other one ends, which was there all
/// the time; whoever asks it gets the one result.
async fn finish_beside(shop: &Shop, key: &str, place: &str, variant: VariantId) {
    let (doomed, other) = tokio::join!(Process::start(shop, Some(place)), Process::start(shop, None));
    let buyer = Buyer::arrive(key, &doomed).await;
    let total = buyer.prepare(&doomed, variant).await;
    assert!(buyer.buy(&doomed, total, GOOD_CARD).await.is_err(), "{place}");
    doomed.must_have_died(place).await;
    until(place, async || is_at_rest(shop).await).await;
    let again = buyer.buy(&other, total, GOOD_CARD).await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(again["outcome"], "placed", "{place}: {again}");
    until(place, async || is_at_rest(shop).await).await;
    assert!(shop.assert_agreement(variant, STOCK, place).await, "{place}");
    other.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_ends_what_another_one_beside_it_began_also_on_databases_of_the_next_release() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let shop = Shop::open(&[]).await;
    let key = api_key(&shop).await;
    let places =
        ["checkout.stock_reserved.after", "checkout.authorised.recorded", "checkout.confirmed.after"];
    let mut purchases = Vec::new();
    for place in places {
        purchases.push((place, shop.stocked(i32::try_from(STOCK).unwrap()).await));
    }
    migrate_to_the_next_release(&shop).await;
    for (place, variant) in purchases {
        finish_beside(&shop, &key, place, variant).await;
    }
    shop.assert_no_loose_money().await;
    assert_all_is_heard(&shop).await;
    shop.close().await;
}

/// What goes wrong in a process that goes on running.
const WRONG: [&str; 6] = [
    "clock=3600",
    "clock=-3600",
    "commit.orders@6=answer_lost",
    "commit.inventory=answer_lost",
    "commit.payments=full",
    "commit.payments@2=answer_lost",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_is_one_order_with_a_clock_an_hour_off_a_lost_commit_or_a_full_disk() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let shop = Shop::open(&[]).await;
    let key = api_key(&shop).await;
    let mut purchases = Vec::new();
    for wrong in WRONG {
        purchases.push((wrong, shop.stocked(i32::try_from(STOCK).unwrap()).await));
    }
    for (wrong, variant) in purchases {
        let process = Process::start_with(&shop, wrong).await;
        let buyer = Buyer::arrive(&key, &process).await;
        let total = buyer.prepare(&process, variant).await;
        let _ = buyer.buy(&process, total, GOOD_CARD).await;
        until(wrong, async || is_at_rest(&shop).await).await;
        let again = buyer.buy(&process, total, GOOD_CARD).await.unwrap().json::<Value>().await.unwrap();
        assert_eq!(again["outcome"], "placed", "{wrong}: {again}");
        until(wrong, async || is_at_rest(&shop).await).await;
        assert!(shop.assert_agreement(variant, STOCK, wrong).await, "{wrong}");
        process.kill().await;
    }
    shop.assert_no_loose_money().await;
    shop.close().await;
}
