//! How often people and machines may ask.

use crate::support::{Shop, people::registered};
use contracts::{
    Actor,
    identity::{ClientInfo, Credentials, Realm, Registration},
};

fn credentials() -> Credentials {
    Credentials { email: "ada@example.com".into(), password: "correct horse".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_one_account_whatever_session_and_network_they_use() {
    let shop = Shop::open(&["--rate-limit", "6", "--trusted-hops", "1"]).await;
    let identity = &shop.built.services.identity;
    let Credentials { email, password } = credentials();
    let new = Registration { name: "Ada".into(), email, password };
    let first = registered(&shop.built.services, new, ClientInfo::default()).await;
    let second = identity.log_in(Realm::Shop, credentials(), ClientInfo::default()).await.unwrap();
    let second = second.signed_in().unwrap();
    let gateway = shop.client();
    let from = |network: &str, token: &str| {
        gateway.with("x-forwarded-for", network).with("authorization", format!("Bearer {token}"))
    };
    let (home, office) = (from("198.51.100.1", &first.token), from("203.0.113.1", &second.token));
    for left in [5, 3, 1] {
        let answer = home.get("/api/v1/account").await.must_be(200);
        assert!(answer.header("ratelimit").contains(&format!("\"account\";r={left}")), "{left}");
        office.get("/api/v1/account").await.must_be(200);
    }
    let refused = home.get("/api/v1/account").await.must_be(429);
    assert!(refused.header("ratelimit").contains("\"account\";r=0;t="), "{}", refused.header("ratelimit"));
    assert_eq!(refused.header("ratelimit-policy"), "\"client\";q=6;w=60, \"account\";q=6;w=60");
    gateway.with("x-forwarded-for", "198.51.100.1").get("/api/v1/categories").await.must_be(200);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_staff_are_counted_by_their_account_too() {
    let shop = Shop::open(&["--rate-limit", "3", "--trusted-hops", "1"]).await;
    let identity = &shop.built.services.identity;
    let Credentials { email, password } = credentials();
    identity.ensure_administrator(Actor::System, email.parse().unwrap(), password).await.unwrap();
    let session = identity.log_in(Realm::Staff, credentials(), ClientInfo::default()).await.unwrap();
    let session = session.signed_in().unwrap();
    let gateway = shop.client().with("cookie", format!("admin={}", session.token));
    let from = |network: &str| gateway.with("x-forwarded-for", network);
    for network in ["198.51.100.1", "198.51.100.2", "198.51.100.3"] {
        let page = from(network).get("/admin/orders").await.must_be(200);
        assert!(page.header("ratelimit").contains("\"account\""), "{}", page.header("ratelimit"));
    }
    from("198.51.100.4").get("/admin/orders").await.must_be(429);
    shop.close().await;
}
