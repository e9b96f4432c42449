//! Postgres is killed under a running shop and comes back.

use crate::support::Shop;
use contracts::{ErrorKind, checkout::Outcome};
use platform::private_postgres::{PrivatePostgres, Settings};
use std::{
    path::PathBuf,
    process::Command,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};

const GOOD_CARD: &str = "4242 4242 4242 4242";
const SUCCEEDS_WITHIN: Duration = Duration::from_secs(10);

/// An address that stays the same, whatever port Postgres starts on.
struct Door {
    addr: String,
    leads_to: Arc<Mutex<String>>,
}

impl Door {
    async fn open(to: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap().to_string();
        let leads_to = Arc::new(Mutex::new(to.to_owned()));
        let target = Arc::clone(&leads_to);
        tokio::spawn(async move {
            while let Ok((mut from, _)) = listener.accept().await {
                let to = target.lock().unwrap().clone();
                tokio::spawn(async move {
                    let Ok(mut to) = TcpStream::connect(to).await else { return };
                    let _ = copy_bidirectional(&mut from, &mut to).await;
                });
            }
        });
        Self { addr, leads_to }
    }
}

/// `host:port` of a URL.
fn addr(url: &str) -> String {
    url.split_once('@').unwrap().1.split('/').next().unwrap().to_owned()
}

/// The folder of a private Postgres that can be killed.
struct Home(PathBuf);

impl Home {
    async fn start(&self) -> PrivatePostgres {
        PrivatePostgres::start(Settings::new(&self.0)).await.unwrap()
    }

    fn kill_postgres(&self) {
        let file = std::fs::read_to_string(self.0.join("server/cluster/postmaster.pid")).unwrap();
        let killed = Command::new("kill").args(["-9", file.lines().next().unwrap()]).status().unwrap();
        assert!(killed.success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn checkouts_succeed_within_ten_seconds_of_postgres_being_back_and_without_a_restart() {
    let home = Home(std::env::temp_dir().join(format!("tradewind-gone-{}", std::process::id())));
    let postgres = home.start().await;
    let door = Door::open(&addr(&postgres.admin_url())).await;
    let url = postgres.admin_url().replace(&addr(&postgres.admin_url()), &door.addr);
    let shop = Shop::open_on(&url, &[]).await;
    let variant = shop.stocked(5).await;
    let wish = shop.ready_to_buy(variant, 1, GOOD_CARD).await;
    let checkout = Arc::clone(&shop.built.services.checkout);

    home.kill_postgres();
    let away = checkout.submit(wish.clone()).await.unwrap_err();
    assert_eq!(away.kind, ErrorKind::Unavailable, "{away}");
    let postgres = {
        drop(postgres);
        home.start().await
    };
    *door.leads_to.lock().unwrap() = addr(&postgres.admin_url());
    let back = Instant::now();
    loop {
        match checkout.submit(wish.clone()).await {
            Ok(Outcome::Placed { .. }) => break,
            other => assert!(back.elapsed() <= SUCCEEDS_WITHIN, "no checkout succeeds: {other:?}"),
        }
    }
    assert!(back.elapsed() <= SUCCEEDS_WITHIN, "{:?}", back.elapsed());
    assert_eq!(shop.stock_of(variant).await.available, 4);
    drop(checkout);
    shop.close().await;
    drop(postgres);
    PrivatePostgres::delete_at(&home.0).await.unwrap();
}
