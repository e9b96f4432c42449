//! The binary's first start, killed, refused and failed: on databases that it makes itself.

use contracts::{
    SERVICES,
    identity::{ClientInfo, Credentials, Identity as _, Realm},
};
use identity::Identity;
use platform::{Database, private_postgres::PrivatePostgres};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{net::TcpListener, path::PathBuf, process::Stdio};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

const ONE_TIME: &str = "one-time password ";
/// In the demo shop.
const PRODUCTS: i64 = 37;

/// A shop that is not there yet: a folder, addresses, and names for nine databases.
struct Site {
    data: PathBuf,
    addr: String,
    internal_addr: String,
    server: String,
    prefix: String,
}

impl Site {
    fn new(test: &str) -> Self {
        let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let prefix = format!("{test}_{}", std::process::id());
        let server = std::env::var("DATABASE_URL").expect("DATABASE_URL names a Postgres for tests");
        let data = std::env::temp_dir().join(format!("tradewind_{prefix}"));
        Self { data, addr: free(), internal_addr: free(), server, prefix }
    }

    fn database(&self, service: &str) -> String {
        self.server.replace("/postgres", &format!("/{}_{service}", self.prefix))
    }

    /// The binary, with nothing set but where it is.
    fn bare(&self, command: &[&str]) -> Command {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let mut tradewind = Command::new(env!("CARGO_BIN_EXE_tradewind"));
        tradewind.args(command).current_dir(root).env_remove("DATABASE_URL").kill_on_drop(true);
        tradewind.env("TRADEWIND_DATA", &self.data).env("TRADEWIND_POOL_SIZE", "4");
        tradewind.env("TRADEWIND_ADDR", &self.addr).env("TRADEWIND_INTERNAL_ADDR", &self.internal_addr);
        tradewind.stdout(Stdio::piped()).stderr(Stdio::piped());
        tradewind
    }

    fn tradewind(&self, command: &[&str]) -> Command {
        let mut tradewind = self.bare(command);
        for service in SERVICES {
            tradewind.env(format!("{}_DATABASE_URL", service.to_uppercase()), self.database(service));
        }
        tradewind
    }

    /// How many are complete, and how many are not.
    async fn products(&self) -> (i64, i64) {
        let db = Database::open("catalog", &self.database("catalog"), 1).await.unwrap();
        let counts = "select count(*) filter (where complete), count(*) filter (where not complete)
            from (select status = 'active' and exists (
                      select from product_media where product_id = products.id) as complete
                  from products) as counted";
        sqlx::query_as(counts).fetch_one(db.pool()).await.unwrap()
    }

    async fn may_log_in(&self, password: &str) -> bool {
        let db = Database::open("identity", &self.database("identity"), 1).await.unwrap();
        let credentials = Credentials { email: "admin@tradewind.test".into(), password: password.into() };
        Identity::new(db).log_in(Realm::Staff, credentials, ClientInfo::default()).await.is_ok()
    }

    async fn remove(self) {
        let mut admin = PgConnection::connect(&self.server).await.unwrap();
        for service in SERVICES {
            let drop = format!("drop database if exists {}_{service} with (force)", self.prefix);
            sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut admin).await.unwrap();
        }
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// A shop that was started, and what it says.
struct Running {
    process: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut process = command.stderr(Stdio::inherit()).spawn().unwrap();
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, said }
    }

    /// What it says up to a line with this text.
    async fn until(&mut self, text: &str) -> Vec<String> {
        let mut heard = Vec::new();
        while let Some(line) = self.said.next_line().await.unwrap() {
            heard.push(line);
            if heard.last().is_some_and(|line| line.contains(text)) {
                break;
            }
        }
        assert!(heard.last().is_some_and(|line| line.contains(text)), "{text} is not in {heard:#?}");
        heard
    }
}

fn password(line: &str) -> String {
    line.split_once(ONE_TIME).unwrap().1.trim().to_owned()
}

#[tokio::test]
async fn a_start_that_is_killed_while_it_fills_the_shelves_loses_neither_password_nor_products() {
    let site = Site::new("killed");
    let mut first = Running::start(site.tradewind(&["serve"]));
    let heard = first.until(ONE_TIME).await;
    assert!(!heard.iter().any(|line| line.contains("open")), "told only at the end: {heard:#?}");
    first.process.kill().await.unwrap();
    assert!(site.may_log_in(&password(heard.last().unwrap())).await);

    let mut second = Running::start(site.tradewind(&["serve"]));
    let welcome = second.until("Test card").await;
    assert!(!welcome.iter().any(|line| line.contains(ONE_TIME)), "{welcome:#?}");
    assert_eq!(site.products().await, (PRODUCTS, 0));

    let reset = site.tradewind(&["admin", "reset-password"]).output().await.unwrap();
    let told = String::from_utf8(reset.stdout).unwrap();
    assert!(site.may_log_in(&password(&told)).await);
    second.process.kill().await.unwrap();
    site.remove().await;
}

#[tokio::test]
async fn seeding_by_name_fills_a_shop_for_customers_too() {
    let site = Site::new("seeded");
    let mut seed = site.tradewind(&["seed"]);
    for (name, value) in [
        ("TRADEWIND_ENV", "production"),
        ("TRADEWIND_BASE_URL", "https://shop.example"),
        ("TRADEWIND_ADMIN_EMAIL", "ada@shop.example"),
        ("TRADEWIND_MAIL_FROM", "Shop <shop@shop.example>"),
        ("SMTP_URL", "smtp://127.0.0.1:1"),
        ("STRIPE_SECRET_KEY", "sk_test_x"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_test_x"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_x"),
        ("STRIPE_API_BASE", "http://127.0.0.1:1"),
    ] {
        seed.env(name, value);
    }
    let seeded = seed.output().await.unwrap();
    assert!(seeded.status.success(), "{}", String::from_utf8_lossy(&seeded.stderr));
    assert!(String::from_utf8(seeded.stdout).unwrap().contains(ONE_TIME));
    assert_eq!(site.products().await, (PRODUCTS, 0));
    site.remove().await;
}

#[tokio::test]
async fn a_second_shop_ends_at_the_door_and_has_changed_nothing() {
    let site = Site::new("second");
    let _first = TcpListener::bind(&site.internal_addr).unwrap();
    let refused = site.tradewind(&["serve"]).output().await.unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && said.contains("is another shop running?"), "{said}");
    assert!(Database::open("identity", &site.database("identity"), 1).await.is_err());
    assert!(!site.data.exists());
    site.remove().await;
}

#[tokio::test]
async fn a_start_that_fails_leaves_no_postgres_running() {
    let site = Site::new("failed");
    let failed = site.bare(&["--smtp-url", "nonsense", "seed"]).output().await.unwrap();
    let said = String::from_utf8(failed.stderr).unwrap();
    assert!(!failed.status.success() && said.contains("SMTP URL"), "{said}");
    let folder = site.data.join("postgres");
    assert!(PrivatePostgres::running(&folder).await.unwrap().is_none());
    PrivatePostgres::delete_at(&folder).await.unwrap();
    site.remove().await;
}
