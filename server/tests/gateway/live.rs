//! What the open pages of the back office are told.

use crate::support::{Shop, client::Client, people::registered};
use axum::{body::Body, response::Response};
use contracts::{
    Actor,
    identity::{ClientInfo, Credentials, Realm, Registration},
};
use http_body_util::BodyExt;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

const PASSWORD: &str = "correct horse battery";

/// The token of somebody with this role.
async fn staff(shop: &Shop, role: &str) -> String {
    let identity = &shop.built.services.identity;
    let email = format!("{role}@example.com");
    let registration = Registration { name: role.into(), email: email.clone(), password: PASSWORD.into() };
    let user = registered(&shop.built.services, registration, ClientInfo::default()).await.session.user;
    identity.assign_roles(Actor::System, user, vec![role.into()]).await.unwrap();
    let credentials = Credentials { email, password: PASSWORD.into() };
    let outcome = identity.log_in(Realm::Staff, credentials, ClientInfo::default()).await.unwrap();
    outcome.signed_in().unwrap().token
}

fn as_staff(client: &Client, token: &str) -> Client {
    client.with("cookie", format!("admin={token}"))
}

async fn stream(client: &Client) -> Body {
    let response: Response = client.open("/admin/live").await;
    assert_eq!(response.status(), 200);
    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-store"),
        ("x-accel-buffering", "no"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(response.headers()[name], value);
    }
    assert!(!response.headers().contains_key("content-encoding"));
    assert!(!response.headers().contains_key("set-cookie"));
    response.into_body()
}

/// What is said until this is, or to the end.
async fn heard(body: &mut Body, until: &str) -> String {
    let mut text = String::new();
    let reading = async {
        while !text.contains(until) {
            let Some(frame) = body.frame().await else { break };
            text.push_str(&String::from_utf8_lossy(&frame.unwrap().into_data().unwrap()));
        }
    };
    tokio::time::timeout(Duration::from_secs(20), reading).await.expect("it is said");
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_order_is_told_to_who_may_see_it_until_they_sign_out() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    shop.settle().await;
    let support = staff(&shop, "support").await;
    // The events are consumed by one process, the stream is another one's.
    let other = shop.another_process();
    let gateway = shop.client_of(&other, |settings| settings.live_beat = Duration::from_millis(50));
    gateway.get("/admin/live").await.must_be(401).problem();
    let desk = as_staff(&gateway, &support);
    let mut open = stream(&desk.with("accept-encoding", "gzip, br")).await;
    let others = vec![stream(&desk).await, stream(&desk).await, stream(&desk).await];
    desk.get("/admin/live").await.must_be(429).problem();
    drop(others);

    let stop = CancellationToken::new();
    let listening = [&shop.built, &other].map(|process| {
        let news = Arc::clone(&process.live_news);
        tokio::spawn(news.listen(stop.clone()))
    });
    let begun = heard(&mut open, "event: missed").await;
    assert!(begun.starts_with("retry: ") && begun.contains("event: start"), "{begun}");
    let wish = shop.ready_to_buy(variant, 1, "4242 4242 4242 4242").await;
    shop.built.services.checkout.submit(wish).await.unwrap();
    shop.settle().await;
    let told = heard(&mut open, "event: order").await;
    assert!(told.contains("\"number\":\"TW-"), "{told}");
    assert!(!told.contains("example.com") && !told.contains("Lovelace"), "{told}");

    let last = told.lines().rev().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned();
    let again = desk.with("last-event-id", last).open("/admin/live").await;
    assert!(!heard(&mut again.into_body(), ":\n\n").await.contains("event: order"), "it is told once");

    shop.built.services.identity.log_out(support).await.unwrap();
    let rest = heard(&mut open, "never said").await;
    assert!(!rest.contains("event: order"), "{rest}");
    desk.get("/admin/live").await.must_be(401);

    let mut last = stream(&as_staff(&gateway, &staff(&shop, "warehouse").await)).await;
    stop.cancel();
    heard(&mut last, "never said").await;
    for listening in listening {
        listening.await.unwrap();
    }
    drop((gateway, desk, other));
    shop.close().await;
}
