//! Shoppers who hang up in the middle of a request.

use super::GOOD_CARD;
use crate::{
    api::{guest, machine},
    support::{Shop, client::Client},
};
use contracts::{SERVICES, VariantId, checkout::Outcome};
use serde_json::json;
use std::time::Duration;

const REQUESTS: u64 = 400;

/// Puts something into a cart, or opens a page, and hangs up after a moment.
async fn hang_up(client: Client, variant: VariantId, n: u64) {
    let request = async {
        if n.is_multiple_of(2) {
            let line = json!({ "variant": variant, "quantity": 1 });
            client.post("/carts/current/lines", line).await;
        } else {
            client.get("/products").await;
        }
    };
    let _ = tokio::time::timeout(Duration::from_micros(n * 37 % 6000), request).await;
}

/// Connections to the shop's databases that stand in a transaction in which nothing happens.
async fn left_open(shop: &Shop) -> i64 {
    let query = "select count(*) from pg_stat_activity
        where datname like (select replace(current_database(), '_orders', '') || '\\_%')
          and state like 'idle in transaction%' and state_change < now() - interval '1 second'";
    sqlx::query_scalar(query).fetch_one(&mut shop.owner("orders").await).await.unwrap()
}

/// Every connection of every pool is free.
async fn all_are_free(shop: &Shop) -> bool {
    SERVICES.iter().all(|service| {
        let db = shop.databases.of(service).unwrap();
        usize::try_from(db.pool().size()).unwrap() == db.pool().num_idle()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn i_19_requests_that_are_given_up_leave_no_transaction_and_no_connection_behind() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(50).await;
    let client = guest(&machine(&shop).await).await;
    for batch in 0..REQUESTS / 40 {
        let requests = (0..40).map(|n| tokio::spawn(hang_up(client.clone(), variant, batch * 40 + n)));
        futures::future::join_all(requests).await;
    }
    for _ in 0..100 {
        if all_are_free(&shop).await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(all_are_free(&shop).await, "ten seconds later every connection is back");
    assert_eq!(left_open(&shop).await, 0);
    let wish = shop.ready_to_buy(variant, 1, GOOD_CARD).await;
    let outcome = shop.built.services.checkout.submit(wish).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    shop.close().await;
}
