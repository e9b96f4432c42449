//! Parcels from the packing table to the door.

use crate::shop::{Shop, order, parcel};
use contracts::{
    Actor, ErrorKind, PageRequest, Permission, ShipmentId, UserId,
    shipping::{ShipmentStatus, Shipping as _},
};
use platform::{ids, testing};
use sqlx::PgPool;
use std::{cmp::Reverse, sync::Arc, time::Duration};

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn a_dispatched_parcel_is_under_way_and_the_shopper_can_follow_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let sent = shop.dispatch(order(), " 0034 0434 ").await;
    assert_eq!(sent.status, ShipmentStatus::InTransit);
    assert_eq!(sent.tracking_number.as_deref(), Some("00340434"));
    assert!(sent.tracking_url.unwrap().ends_with("tracking-id=00340434"));
    assert_eq!(sent.estimated_delivery, "2026-11-25".parse().ok());
    assert_eq!(sent.shipped_at, "2026-11-20T10:00:00Z".parse().ok());
    assert_eq!(
        sent.events.iter().map(|event| event.event_type.as_str()).collect::<Vec<_>>(),
        ["created", "picked_up"]
    );
    let told = testing::published(&shop.db).await;
    assert_eq!(
        told.iter().map(|event| event.name.as_str()).collect::<Vec<_>>(),
        ["shipment_dispatched", "audit_recorded"]
    );
    assert_eq!(told[0].payload["email"], "ada@example.com");
    let city: String =
        sqlx::query_scalar("select city from addresses").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(city, "Berlin");
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn dispatching_twice_sends_one_parcel_and_one_mail(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let new = parcel(order(), "");
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let (shop, new) = (Arc::clone(&shop), new.clone());
            tokio::spawn(async move { shop.service.dispatch(Actor::System, new).await.unwrap() })
        })
        .collect();
    let mut numbers = std::collections::HashSet::new();
    for call in calls {
        numbers.insert(call.await.unwrap().tracking_number.unwrap());
    }
    assert_eq!(numbers.len(), 1);
    let told = testing::published(&shop.db).await;
    assert_eq!(told.iter().filter(|event| event.name == "shipment_dispatched").count(), 1);
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn a_parcel_without_a_number_gets_one_of_our_own(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let sent = shop.dispatch(order(), "").await;
    let number = sent.tracking_number.unwrap();
    assert!(number.starts_with("TW") && number.len() == 12, "{number}");
    assert_eq!(sent.tracking_url, None);
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn what_is_wrong_with_a_parcel_is_told(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.dispatch(order(), "123").await;
    let taken = shop.service.dispatch(Actor::System, parcel(order(), "123")).await.unwrap_err();
    assert_eq!(taken.for_field("tracking_number"), Some("Another parcel has this number."));
    let mut empty = parcel(order(), "<script>");
    empty.lines.clear();
    empty.carrier = " ".into();
    let refused = shop.service.dispatch(Actor::System, empty).await.unwrap_err();
    for field in ["carrier", "tracking_number", "lines"] {
        assert!(refused.for_field(field).is_some(), "{field}");
    }
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn a_parcel_is_scanned_on_its_way_and_arrives_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let sent = shop.dispatch(order(), "").await;
    shop.clock.advance(Duration::from_hours(24));
    assert_eq!(shop.record(sent.id, "in_transit").await.unwrap().status, ShipmentStatus::InTransit);
    for _ in 0..2 {
        let arrived = shop.record(sent.id, "delivered").await.unwrap();
        assert_eq!((arrived.status, arrived.events.len()), (ShipmentStatus::Delivered, 4));
    }
    assert_eq!(shop.record(sent.id, "returned").await.unwrap_err().kind, ErrorKind::Conflict);
    let told = testing::published(&shop.db).await;
    let delivered: Vec<_> = told.iter().filter(|event| event.name == "shipment_delivered").collect();
    assert_eq!(delivered.len(), 1);
    assert_eq!(delivered[0].payload["all_delivered"], true);
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn of_parcels_that_arrive_at_once_exactly_one_is_the_last(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let order = order();
    let mut arrivals = Vec::new();
    for _ in 0..5 {
        let sent = shop.dispatch(order, "").await;
        let shop = Arc::clone(&shop);
        arrivals.push((shop, sent.id));
    }
    let arrivals: Vec<_> = arrivals
        .into_iter()
        .map(|(shop, id)| tokio::spawn(async move { shop.record(id, "delivered").await.unwrap() }))
        .collect();
    for arrival in arrivals {
        arrival.await.unwrap();
    }
    let told = testing::published(&shop.db).await;
    let last = told.iter().filter(|event| event.payload["all_delivered"] == true).count();
    assert_eq!(last, 1);
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn only_known_events_of_known_parcels_are_recorded(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let sent = shop.dispatch(order(), "").await;
    assert!(shop.record(sent.id, "exploded").await.unwrap_err().for_field("event_type").is_some());
    let unknown = shop.record(ShipmentId(ids::mint()), "delivered").await.unwrap_err();
    assert_eq!(unknown.kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn parcels_are_found_by_order_number_and_recipient(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = order();
    let first = shop.dispatch(order, "A1").await;
    shop.clock.advance(Duration::from_mins(1));
    let second = shop.dispatch(order, "B2").await;
    let of_order = shop.service.shipments_of(order).await.unwrap();
    assert_eq!(of_order.iter().map(|one| one.id).collect::<Vec<_>>(), [first.id, second.id]);
    for (search, found) in
        [("", vec!["B2", "A1"]), ("lovelace", vec!["B2", "A1"]), ("a1", vec!["A1"]), ("zzz", vec![])]
    {
        let page =
            shop.service.shipments(Actor::System, search.into(), PageRequest::default()).await.unwrap();
        let numbers: Vec<_> = page.items.iter().map(|one| one.tracking_number.as_deref().unwrap()).collect();
        assert_eq!((numbers, page.total), (found.clone(), found.len() as u64), "{search}");
    }
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn a_walk_through_parcels_and_back_meets_each_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for number in 0..25 {
        // Five at a time leave at the same moment.
        shop.clock.advance(Duration::from_mins(u64::from(number % 5 == 0)));
        shop.dispatch(order(), "").await;
    }
    let read = async |page| shop.service.shipments(Actor::System, String::new(), page).await.unwrap();
    let (down, up) = testing::walked(4, read).await;
    assert_eq!((down.len(), &up), (25, &down));
    assert!(down.is_sorted_by_key(|parcel| Reverse((parcel.created_at, parcel.id))));
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn only_staff_with_the_permission_send_parcels(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let viewer = Actor::Staff {
        user: UserId(ids::mint()),
        email: "ada@example.com".into(),
        permissions: vec![Permission::ViewOrders],
    };
    shop.service.shipments(viewer.clone(), String::new(), PageRequest::default()).await.unwrap();
    let refused = shop.service.dispatch(viewer, parcel(order(), "")).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    let guest =
        shop.service.shipments(Actor::Guest, String::new(), PageRequest::default()).await.unwrap_err();
    assert_eq!(guest.kind, ErrorKind::Unauthenticated);
}
