//! Events whose relay dies again and again.

use super::GOOD_CARD;
use crate::support::Shop;
use contracts::{SERVICES, checkout::Outcome};
use server::subscriptions::subscriptions;
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use uuid::Uuid;

const DEATHS: u64 = 150;

/// Every event that was committed.
async fn told(shop: &Shop) -> BTreeSet<Uuid> {
    let mut ids = BTreeSet::new();
    for service in SERVICES {
        let db = shop.databases.of(service).unwrap();
        let of_service: Vec<Uuid> =
            sqlx::query_scalar("select id from messaging.outbox").fetch_all(db.pool()).await.unwrap();
        ids.extend(of_service);
    }
    ids
}

/// Every event that analytics, which hears all of them, wrote down: once for each time it did.
async fn heard(shop: &Shop) -> Vec<Uuid> {
    let db = shop.databases.of("analytics").unwrap();
    sqlx::query_scalar("select event_id from event_logs").fetch_all(db.pool()).await.unwrap()
}

/// A relay that dies after so long, of every service at once.
async fn die_after(shop: &Shop, span: Duration) {
    let consumers: Arc<[_]> = subscriptions(&shop.built).into();
    let relays: Vec<_> = shop
        .databases
        .all()
        .into_iter()
        .map(|db| {
            let consumers = consumers.clone();
            tokio::spawn(async move { platform::relay::deliver_batch(&db, &consumers).await })
        })
        .collect();
    tokio::time::sleep(span).await;
    for relay in relays {
        relay.abort();
    }
    free(shop).await;
}

/// What the dead had claimed is free again, as it is once its lease has ended.
async fn free(shop: &Shop) {
    for service in SERVICES {
        let db = shop.databases.of(service).unwrap();
        sqlx::query("update messaging.outbox set available_at = now() where status = 'new'")
            .execute(db.pool())
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i_12_events_are_heard_once_however_often_the_relay_dies() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(100).await;
    for _ in 0..10 {
        let wish = shop.ready_to_buy(variant, 1, GOOD_CARD).await;
        let outcome = shop.built.services.checkout.submit(wish).await.unwrap();
        assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    }
    for death in 0..DEATHS {
        die_after(&shop, Duration::from_micros(death * 211 % 9000)).await;
    }
    free(&shop).await;
    shop.settle().await;

    let (told, heard) = (told(&shop).await, heard(&shop).await);
    assert!(told.len() > 50, "ten purchases are told of: {}", told.len());
    assert_eq!(heard.len(), told.len(), "none was heard twice");
    assert_eq!(heard.into_iter().collect::<BTreeSet<_>>(), told, "none was lost");
    shop.assert_quiet("after so many deaths").await;
    shop.close().await;
}
