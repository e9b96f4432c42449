//! What is told of parcels to who got them, and what is left when they are gone.

use crate::shop::{Shop, order};
use contracts::{Actor, ErrorKind, PageRequest, UserId, privacy::Subject, shipping::Shipping as _};
use platform::ids;
use sqlx::PgPool;

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn an_erased_parcel_was_sent_and_arrived_and_tells_not_where(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (gone, kept) = (order(), order());
    let parcel = shop.dispatch(gone, "A1").await;
    shop.record(parcel.id, "delivered").await.unwrap();
    shop.dispatch(kept, "B2").await;
    let refused = shop.service.erase_order(Actor::Guest, gone).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    for _ in 0..2 {
        shop.service.erase_order(Actor::System, gone).await.unwrap();
    }
    let left = shop.service.shipments_of(gone).await.unwrap().remove(0);
    assert_eq!((left.status.as_str(), left.tracking_number.as_deref()), ("delivered", Some("A1")));
    for table in ["shipments", "addresses", "fulfillment_events", "messaging.outbox"] {
        let rows = format!(
            "select coalesce(string_agg(t::text, ' '), '') from {table} t where t::text like '%{gone}%'"
        );
        let rows: String =
            sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_one(shop.db.pool()).await.unwrap();
        for trace in ["Lovelace", "lovelace", "Invalidenstr", "ada@example.com", "Hub Leipzig"] {
            assert!(!rows.contains(trace), "{trace} in {table}: {rows}");
        }
    }
    let found =
        shop.service.shipments(Actor::System, "lovelace".into(), PageRequest::default()).await.unwrap();
    assert_eq!(found.items.iter().map(|one| one.order).collect::<Vec<_>>(), [kept]);
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn a_person_is_told_of_their_parcels(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (own, other) = (order(), order());
    shop.dispatch(own, "A1").await;
    shop.dispatch(other, "B2").await;
    let subject = Subject { user: UserId(ids::mint()), email: None, orders: vec![own] };
    let told = shop.service.personal_data(Actor::System, subject).await.unwrap().remove(0).rows;
    assert!(told.contains("Invalidenstr. 43") && told.contains("A1") && !told.contains("B2"), "{told}");
}
