//! Holding, selling and giving back units, one after another and all at once.

use crate::shop::{Shop, lines};
use contracts::{
    Actor, ErrorKind, OrderId, PageRequest, ReservationId,
    inventory::{Inventory as _, Reserved, StockQuery, TransactionType},
};
use platform::ids;
use sqlx::PgPool;
use std::sync::Arc;

async fn expired(shop: &Shop) -> Vec<uuid::Uuid> {
    let ids = sqlx::query_scalar("select reservation_id from reservations where status = 'expired'");
    ids.fetch_all(shop.db.pool()).await.unwrap()
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn reserved_units_are_off_sale_until_they_are_released(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 5).await;
    let (id, reserved) = shop.reserve(&[(mug, 2), (mug, 1)]).await;
    assert!(matches!(reserved, Reserved::Held { .. }));
    assert_eq!(shop.available(mug).await, 2);
    for _ in 0..2 {
        shop.service.release(id).await.unwrap();
        assert_eq!(shop.available(mug).await, 5);
    }
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn all_lines_are_held_or_none(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, bowl) = (shop.variant("MUG", 5).await, shop.variant("BOWL", 1).await);
    let (id, reserved) = shop.reserve(&[(mug, 2), (bowl, 2)]).await;
    let Reserved::Short(short) = reserved else { panic!("{reserved:?}") };
    assert_eq!((short.len(), short[0].variant, short[0].available), (1, bowl, 1));
    assert_eq!(shop.available(mug).await, 5);
    let again = shop.service.reserve(id, lines(&[(mug, 2), (bowl, 2)]), 900).await.unwrap();
    assert_eq!(again, Reserved::Short(short));
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn a_checkout_that_was_refused_its_units_is_not_given_any_later(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 2).await;
    let (refused, reserved) = shop.reserve(&[(mug, 3)]).await;
    assert!(matches!(reserved, Reserved::Short(_)), "{reserved:?}");
    let later = shop.service.reserve(refused, lines(&[(mug, 2)]), 900).await;
    assert_eq!(later.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(shop.available(mug).await, 2);
    let (_, another) = shop.reserve(&[(mug, 2)]).await;
    assert!(matches!(another, Reserved::Held { .. }), "{another:?}");
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn reserving_twice_under_one_id_holds_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 5).await;
    let (id, first) = shop.reserve(&[(mug, 3)]).await;
    let second = shop.service.reserve(id, lines(&[(mug, 3)]), 900).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(shop.available(mug).await, 2);
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn confirming_sells_the_units_for_good(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 5).await;
    let (id, _) = shop.reserve(&[(mug, 3)]).await;
    shop.service.confirm(id).await.unwrap();
    shop.service.confirm(id).await.unwrap();
    shop.service.release(id).await.unwrap();
    assert_eq!(shop.available(mug).await, 2);
    let ledger = shop.service.ledger(Actor::System, Some(mug), PageRequest::default()).await.unwrap();
    let moves: Vec<_> = ledger.items.iter().map(|entry| (entry.transaction_type, entry.change)).collect();
    assert_eq!(
        moves,
        [
            (TransactionType::Sale, -3),
            (TransactionType::Release, 3),
            (TransactionType::Reservation, -3),
            (TransactionType::Restock, 5),
        ]
    );
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn expired_units_return_to_sale_and_it_is_told(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 5).await;
    let due = shop.reserve_for_no_time(&[(mug, 3)]).await;
    let (kept, _) = shop.reserve(&[(mug, 1)]).await;
    let jobs = inventory::jobs::jobs(&shop.service);
    jobs[0].run_now(serde_json::Value::Null).await.unwrap();
    jobs[0].run_now(serde_json::Value::Null).await.unwrap();
    assert_eq!(shop.available(mug).await, 4);
    assert_eq!(expired(&shop).await, [due.0]);
    shop.service.confirm(kept).await.unwrap();
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn many_processes_may_expire_reservations_at_once(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let mug = shop.variant("MUG", 30).await;
    for _ in 0..20 {
        shop.reserve_for_no_time(&[(mug, 1)]).await;
    }
    let runs: Vec<_> = (0..4)
        .map(|_| {
            let shop = Arc::clone(&shop);
            tokio::spawn(async move { shop.service.expire_reservations().await })
        })
        .collect();
    for run in runs {
        run.await.unwrap().unwrap();
    }
    assert_eq!(expired(&shop).await.len(), 20);
    assert_eq!(shop.available(mug).await, 30);
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn an_expired_reservation_is_confirmed_if_its_units_are_still_there(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 3).await;
    let (early, late) =
        (shop.reserve_for_no_time(&[(mug, 2)]).await, shop.reserve_for_no_time(&[(mug, 1)]).await);
    shop.service.expire_reservations().await.unwrap();
    shop.service.confirm(early).await.unwrap();
    assert_eq!(shop.available(mug).await, 1);
    shop.reserve(&[(mug, 1)]).await;
    let refused = shop.service.confirm(late).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn a_reservation_that_was_given_up_cannot_be_sold_or_held_again(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 3).await;
    let (id, _) = shop.reserve(&[(mug, 2)]).await;
    shop.service.release(id).await.unwrap();
    assert_eq!(shop.service.confirm(id).await.unwrap_err().kind, ErrorKind::Conflict);
    let again = shop.service.reserve(id, lines(&[(mug, 2)]), 900).await;
    assert_eq!(again.unwrap_err().kind, ErrorKind::Conflict);
    let unknown = ReservationId(ids::mint());
    shop.service.release(unknown).await.unwrap();
    assert_eq!(shop.service.confirm(unknown).await.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn units_are_taken_from_the_first_warehouse_first(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 2).await;
    let lisbon = shop.second_warehouse().await;
    shop.restock(mug, lisbon, 4).await;
    let (id, _) = shop.reserve(&[(mug, 5)]).await;
    shop.service.confirm(id).await.unwrap();
    let rows = shop.service.stock(Actor::System, StockQuery::default()).await.unwrap().items;
    let left: Vec<_> =
        rows.iter().map(|row| (row.warehouse_name.as_str(), row.available, row.reserved)).collect();
    assert_eq!(left, [("Main warehouse", 0, 0), ("Lisbon", 1, 0)]);
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn returned_units_come_back_once_per_refund(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 3).await;
    let (id, _) = shop.reserve(&[(mug, 2)]).await;
    shop.service.confirm(id).await.unwrap();
    let (refund, order) = (ids::mint(), OrderId(ids::mint()));
    for _ in 0..2 {
        shop.service.restock_returned(refund, order, id, lines(&[(mug, 1)])).await.unwrap();
    }
    assert_eq!(shop.available(mug).await, 2);
    shop.service.restock_returned(ids::mint(), order, id, lines(&[(mug, 1)])).await.unwrap();
    assert_eq!(shop.available(mug).await, 3);
    shop.service.restock_returned(ids::mint(), order, id, Vec::new()).await.unwrap();
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn returned_units_go_back_to_the_warehouses_that_sold_them(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 2).await;
    let lisbon = shop.second_warehouse().await;
    shop.restock(mug, lisbon, 3).await;
    let (sold, _) = shop.reserve(&[(mug, 4)]).await;
    shop.service.confirm(sold).await.unwrap();
    let order = OrderId(ids::mint());
    for units in [1, 3] {
        shop.service.restock_returned(ids::mint(), order, sold, lines(&[(mug, units)])).await.unwrap();
    }
    let query = StockQuery { variants: vec![mug], ..StockQuery::default() };
    let rows = shop.service.stock(Actor::System, query).await.unwrap().items;
    let units = |warehouse| rows.iter().find(|row| row.warehouse == warehouse).unwrap().available;
    assert_eq!((units(shop.main), units(lisbon)), (2, 3));
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn of_two_hundred_who_race_for_ten_units_exactly_ten_get_one(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let mug = shop.variant("MUG", 10).await;
    let racers: Vec<_> = (0..200)
        .map(|_| {
            let shop = Arc::clone(&shop);
            tokio::spawn(async move { shop.reserve(&[(mug, 1)]).await })
        })
        .collect();
    let mut held = Vec::new();
    for racer in racers {
        let (id, reserved) = racer.await.unwrap();
        if matches!(reserved, Reserved::Held { .. }) {
            held.push(id);
        }
    }
    assert_eq!((held.len(), shop.available(mug).await), (10, 0));
    shop.assert_ledger_adds_up().await;
    for id in held {
        shop.service.confirm(id).await.unwrap();
    }
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn orders_for_many_variants_in_any_order_do_not_block_each_other_for_good(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let lisbon = shop.second_warehouse().await;
    let mut variants = Vec::new();
    for number in 0..4 {
        let variant = shop.variant(&format!("V{number}"), 12).await;
        shop.restock(variant, lisbon, 2).await;
        variants.push(variant);
    }
    let orders: Vec<_> = (0..80_usize)
        .map(|number| {
            let shop = Arc::clone(&shop);
            let mut wanted: Vec<_> = variants.iter().map(|variant| (*variant, 1)).collect();
            wanted.rotate_left(number % 4);
            wanted.truncate(1 + number % 3);
            tokio::spawn(async move {
                let (id, reserved) = shop.reserve(&wanted).await;
                match (reserved, number % 3) {
                    (Reserved::Held { .. }, 0) => shop.service.confirm(id).await.unwrap(),
                    (Reserved::Held { .. }, 1) => shop.service.release(id).await.unwrap(),
                    _ => {}
                }
            })
        })
        .collect();
    for order in orders {
        order.await.unwrap();
    }
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn one_checkout_that_reserves_and_releases_at_once_leaks_nothing(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let mug = shop.variant("MUG", 5).await;
    let id = ReservationId(ids::mint());
    let calls: Vec<_> = (0..20)
        .map(|number| {
            let shop = Arc::clone(&shop);
            tokio::spawn(async move {
                if number % 2 == 0 {
                    let _refused_after_release = shop.service.reserve(id, lines(&[(mug, 2)]), 900).await;
                } else {
                    shop.service.release(id).await.unwrap();
                }
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    shop.service.release(id).await.unwrap();
    assert_eq!(shop.available(mug).await, 5);
    shop.assert_ledger_adds_up().await;
}
