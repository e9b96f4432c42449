//! Who logs in from elsewhere is told of it.

use crate::common::{PASSWORD, Shop, shop};
use contracts::identity::{ClientInfo, Credentials, Event, Identity as _, Realm};
use sqlx::PgPool;

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
const NEWER_FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; rv:141.0) Gecko/20100101 Firefox/141.0";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1";

fn client(user_agent: &str, address: &str) -> ClientInfo {
    ClientInfo { user_agent: Some(user_agent.to_owned()), address: Some(address.to_owned()) }
}

async fn register(shop: &Shop, client: ClientInfo) {
    shop.join_with("ada@example.com", client).await.unwrap();
}

async fn log_in(shop: &Shop, client: ClientInfo) {
    let credentials = Credentials { email: "ada@example.com".to_owned(), password: PASSWORD.to_owned() };
    shop.identity.log_in(Realm::Shop, credentials, client).await.unwrap();
}

/// Browser and network of each that was told.
async fn told(shop: &Shop) -> Vec<(String, String)> {
    let published = platform::testing::published(&shop.db).await;
    let events = published.iter().map(|envelope| platform::decode(envelope).unwrap());
    let told = events.filter_map(|event| match event {
        Event::NewDevice { device, address, .. } => Some((device, address)),
        _ => None,
    });
    told.collect()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_new_browser_or_network_is_told_of_once(pool: PgPool) {
    let shop = shop(pool).await;
    register(&shop, client(FIREFOX, "192.0.2.7")).await;
    log_in(&shop, client(NEWER_FIREFOX, "192.0.2.99")).await;
    assert_eq!(told(&shop).await, [], "the same browser in the same network, a version later");
    for _ in 0..2 {
        log_in(&shop, client(PHONE, "192.0.2.7")).await;
        log_in(&shop, client(FIREFOX, "198.51.100.1")).await;
    }
    let expected = [("Safari on iPhone", "192.0.2.0/24"), ("Firefox on Windows", "198.51.100.0/24")];
    assert_eq!(told(&shop).await, expected.map(|(device, network)| (device.to_owned(), network.to_owned())));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_device_is_known_after_its_session_has_ended_and_forgotten_after_half_a_year(pool: PgPool) {
    let shop = shop(pool).await;
    register(&shop, client(FIREFOX, "192.0.2.7")).await;
    shop.execute("delete from sessions").await.unwrap();
    log_in(&shop, client(FIREFOX, "192.0.2.7")).await;
    assert_eq!(told(&shop).await, []);
    log_in(&shop, client(PHONE, "192.0.2.7")).await;
    let half_a_year =
        "update known_devices set seen_at = now() - interval '181 days' where device like 'Safari%'";
    shop.execute(half_a_year).await.unwrap();
    shop.identity.purge_expired().await.unwrap();
    log_in(&shop, client(PHONE, "192.0.2.7")).await;
    assert_eq!(told(&shop).await.len(), 2);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_account_that_was_never_opened_tells_nobody_of_the_first_time(pool: PgPool) {
    let shop = shop(pool).await;
    register(&shop, client(FIREFOX, "192.0.2.7")).await;
    shop.execute("delete from known_devices").await.unwrap();
    log_in(&shop, client(PHONE, "198.51.100.1")).await;
    assert_eq!(told(&shop).await, []);
}
