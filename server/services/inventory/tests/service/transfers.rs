//! Units that move between warehouses and take their time.

use crate::shop::Shop;
use contracts::{
    Actor, ErrorKind, PageRequest, Result, Sku, TransferId, VariantId, WarehouseId,
    inventory::{
        HeldQuery, Inventory as _, Reserved, StockQuery, TransactionType, Transfer, TransferDraft,
        TransferQuery, TransferReceipt, TransferStatus, TransferUnits, Warehouse,
    },
};
use platform::{ids, testing};
use sqlx::PgPool;

fn sku(text: &str) -> Sku {
    text.parse().unwrap()
}

/// A draft from the main warehouse to Lisbon.
async fn draft(shop: &Shop, to: WarehouseId) -> TransferId {
    let id = TransferId(ids::mint());
    let draft = TransferDraft { id, from: shop.main, to, note: " for the summer ".into() };
    shop.service.begin_transfer(Actor::System, draft).await.unwrap();
    id
}

/// A draft with so many mugs.
async fn of_mugs(shop: &Shop, to: WarehouseId, units: u32) -> TransferId {
    let id = draft(shop, to).await;
    shop.service.set_transfer_line(Actor::System, id, sku("MUG"), units).await.unwrap();
    id
}

async fn send(shop: &Shop, id: TransferId) -> Result<()> {
    shop.service.send_transfer(Actor::System, id).await
}

fn receipt(variant: VariantId, units: u32) -> TransferReceipt {
    TransferReceipt { id: ids::mint(), lines: vec![TransferUnits { variant, units }], rest_is_lost: false }
}

async fn receive(shop: &Shop, id: TransferId, receipt: &TransferReceipt) -> Result<()> {
    shop.service.receive_transfer(Actor::System, id, receipt.clone()).await
}

async fn cancel(shop: &Shop, id: TransferId) -> Result<()> {
    shop.service.cancel_transfer(Actor::System, id, "the lorry broke down".into()).await
}

async fn look(shop: &Shop, id: TransferId) -> Transfer {
    shop.service.transfer(Actor::System, id).await.unwrap().unwrap()
}

/// Available units in the main warehouse and in Lisbon.
async fn shelves(shop: &Shop, variant: VariantId) -> (u32, u32) {
    let query = StockQuery { variants: vec![variant], ..StockQuery::default() };
    let rows = shop.service.stock(Actor::System, query).await.unwrap().items;
    let of = |is_main: bool| {
        let rows = rows.iter().filter(|row| (row.warehouse == shop.main) == is_main);
        rows.map(|row| row.available).sum::<u32>()
    };
    (of(true), of(false))
}

/// Every rule of the service holds.
async fn assert_rules_hold(shop: &Shop) {
    for rule in inventory::verify::RULES.iter().filter(|rule| rule.name == "I-1") {
        let rows: Vec<String> = sqlx::query_scalar(rule.breaches).fetch_all(shop.db.pool()).await.unwrap();
        assert!(rows.is_empty(), "{}: {rows:?}", rule.what);
    }
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn i_1_units_under_way_are_for_sale_nowhere_and_come_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let id = of_mugs(&shop, lisbon, 5).await;
    assert_eq!(shop.available(mug).await, 8, "a draft takes nothing");
    send(&shop, id).await.unwrap();
    send(&shop, id).await.unwrap();
    assert_eq!((shelves(&shop, mug).await, shop.available(mug).await), ((3, 0), 3));
    assert!(matches!(shop.reserve(&[(mug, 4)]).await.1, Reserved::Short(_)));
    assert_rules_hold(&shop).await;

    let first = receipt(mug, 2);
    receive(&shop, id, &first).await.unwrap();
    receive(&shop, id, &first).await.unwrap();
    assert_eq!(shelves(&shop, mug).await, (3, 2), "an arrival that is told again brings nothing twice");
    assert_eq!(look(&shop, id).await.row.status, TransferStatus::PartlyReceived);
    let more = receive(&shop, id, &receipt(mug, 4)).await.unwrap_err();
    assert!(more.for_field("lines[0]").is_some(), "{more:?}");
    assert_rules_hold(&shop).await;

    receive(&shop, id, &receipt(mug, 3)).await.unwrap();
    let done = look(&shop, id).await;
    assert_eq!((done.row.status, done.row.received, done.arrivals.len()), (TransferStatus::Received, 5, 2));
    assert_eq!(shelves(&shop, mug).await, (3, 5));
    assert_eq!(receive(&shop, id, &receipt(mug, 1)).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(cancel(&shop, id).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_rules_hold(&shop).await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn i_1_what_is_lost_on_the_way_is_written_off_once_and_on_no_shelf(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let id = of_mugs(&shop, lisbon, 5).await;
    send(&shop, id).await.unwrap();
    let short = TransferReceipt { rest_is_lost: true, ..receipt(mug, 2) };
    receive(&shop, id, &short).await.unwrap();
    receive(&shop, id, &short).await.unwrap();
    assert_eq!(shelves(&shop, mug).await, (3, 2));
    let found = look(&shop, id).await;
    assert_eq!((found.row.status, found.row.received, found.row.lost), (TransferStatus::Received, 2, 3));
    assert_eq!((found.lines[0].lost, found.lines[0].outstanding()), (3, 0));
    let told: Vec<_> = found.arrivals.iter().map(|arrival| (arrival.units, arrival.lost)).collect();
    assert_eq!(told, [(2, 3)]);
    let ledger = shop.service.ledger(Actor::System, Some(mug), PageRequest::default()).await.unwrap();
    let losses: Vec<_> =
        ledger.items.iter().filter(|entry| entry.transaction_type == TransactionType::Loss).collect();
    assert_eq!((losses.len(), losses[0].change, losses[0].balance), (1, -3, 3));
    assert_eq!(losses[0].reference, format!("transfer {id}"));
    assert_rules_hold(&shop).await;

    let all = of_mugs(&shop, lisbon, 1).await;
    send(&shop, all).await.unwrap();
    let nothing = TransferReceipt { id: ids::mint(), lines: Vec::new(), rest_is_lost: true };
    receive(&shop, all, &nothing).await.unwrap();
    assert_eq!(shelves(&shop, mug).await, (2, 2), "all of it is lost");
    assert_eq!(look(&shop, all).await.row.lost, 1);
    assert_eq!(cancel(&shop, all).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_rules_hold(&shop).await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn what_is_under_way_goes_back_when_a_transfer_is_cancelled(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let id = of_mugs(&shop, lisbon, 5).await;
    send(&shop, id).await.unwrap();
    receive(&shop, id, &receipt(mug, 2)).await.unwrap();
    cancel(&shop, id).await.unwrap();
    cancel(&shop, id).await.unwrap();
    assert_eq!(shelves(&shop, mug).await, (6, 2));
    let found = look(&shop, id).await;
    assert_eq!((found.row.status, found.lines[0].returned), (TransferStatus::Cancelled, 3));
    assert_eq!(found.cancelled_because, "the lorry broke down");
    assert_eq!(send(&shop, id).await.unwrap_err().kind, ErrorKind::Conflict);
    let unsent = of_mugs(&shop, lisbon, 1).await;
    cancel(&shop, unsent).await.unwrap();
    assert_eq!(shelves(&shop, mug).await, (6, 2), "a draft gives nothing back");
    assert_rules_hold(&shop).await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn a_transfer_leaves_whole_or_not_at_all(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let bowl = shop.variant("BOWL", 2).await;
    let id = of_mugs(&shop, lisbon, 3).await;
    let told = send(&shop, draft(&shop, lisbon).await).await.unwrap_err();
    assert_eq!(told.kind, ErrorKind::Invalid, "nothing is on it");
    shop.service.set_transfer_line(Actor::System, id, sku("BOWL"), 3).await.unwrap();
    let short = send(&shop, id).await.unwrap_err();
    assert!(short.kind == ErrorKind::Conflict && short.message.contains("BOWL"), "{short:?}");
    assert_eq!((shop.available(mug).await, shop.available(bowl).await), (8, 2));
    shop.service.set_transfer_line(Actor::System, id, sku("BOWL"), 0).await.unwrap();
    shop.service.set_transfer_line(Actor::System, id, sku("MUG"), 11).await.unwrap();
    shop.restock(mug, shop.main, 5).await;
    let full = send(&shop, id).await.unwrap_err();
    assert!(full.kind == ErrorKind::Conflict && full.message.contains("room for 10"), "{full:?}");
    shop.service.set_transfer_line(Actor::System, id, sku("MUG"), 2).await.unwrap();
    send(&shop, id).await.unwrap();
    let late = shop.service.set_transfer_line(Actor::System, id, sku("MUG"), 1).await.unwrap_err();
    assert_eq!(late.kind, ErrorKind::Conflict, "what was sent cannot be changed");
    assert_rules_hold(&shop).await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn i_1_a_transfer_that_is_sent_twice_at_once_leaves_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let id = of_mugs(&shop, lisbon, 4).await;
    let sent = tokio::join!(send(&shop, id), send(&shop, id), send(&shop, id));
    sent.0.and(sent.1).and(sent.2).unwrap();
    assert_eq!(shelves(&shop, mug).await, (4, 0));
    assert_rules_hold(&shop).await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn i_1_shoppers_and_a_transfer_race_for_the_same_units_and_none_is_lost(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let id = of_mugs(&shop, lisbon, 5).await;
    let lines = [(mug, 5)];
    let (sent, (_, reserved)) = tokio::join!(send(&shop, id), shop.reserve(&lines));
    let is_held = matches!(reserved, Reserved::Held { .. });
    assert!(sent.is_ok() != is_held, "one of them gets the units: {sent:?} {reserved:?}");
    assert_eq!(shop.available(mug).await, 3);
    assert_rules_hold(&shop).await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn i_1_what_is_received_and_cancelled_at_once_is_on_one_shelf(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let id = of_mugs(&shop, lisbon, 5).await;
    send(&shop, id).await.unwrap();
    let all = receipt(mug, 5);
    let both = tokio::join!(receive(&shop, id, &all), cancel(&shop, id));
    assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
    assert_eq!(shop.available(mug).await, 8);
    assert_rules_hold(&shop).await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn a_warehouse_is_not_given_up_while_units_are_on_their_way_to_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let id = of_mugs(&shop, lisbon, 5).await;
    send(&shop, id).await.unwrap();
    let place = shop.service.warehouses(Actor::System).await.unwrap().into_iter().find(|it| it.id == lisbon);
    let gone = Warehouse { active: false, ..place.unwrap() };
    let refused = shop.service.save_warehouse(Actor::System, gone.clone()).await.unwrap_err();
    assert!(refused.message.contains("on their way"), "{refused:?}");
    cancel(&shop, id).await.unwrap();
    shop.service.save_warehouse(Actor::System, gone).await.unwrap();
    let draft =
        TransferDraft { id: TransferId(ids::mint()), from: shop.main, to: lisbon, note: String::new() };
    let late = shop.service.begin_transfer(Actor::System, draft).await.unwrap_err();
    assert!(late.for_field("to").is_some());
    assert_eq!(shop.available(mug).await, 8);
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn transfers_are_found_by_number_article_status_and_warehouse_and_told_of(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let (first, second) = (of_mugs(&shop, lisbon, 1).await, draft(&shop, lisbon).await);
    shop.service
        .begin_transfer(
            Actor::System,
            TransferDraft { id: first, from: lisbon, to: shop.main, note: String::new() },
        )
        .await
        .unwrap();
    send(&shop, first).await.unwrap();
    let found = async |query: TransferQuery| -> Vec<TransferId> {
        let page = shop.service.transfers(Actor::System, query).await.unwrap();
        assert_eq!(page.total, page.items.len() as u64);
        page.items.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(found(TransferQuery::default()).await, [second, first], "one each, the newest first");
    let words = |search: &str| TransferQuery { search: search.into(), ..TransferQuery::default() };
    assert_eq!(found(words("mug")).await, [first]);
    let label = look(&shop, second).await.row.label();
    assert_eq!(found(words(&label)).await, [second]);
    let status = Some(TransferStatus::InTransit);
    assert_eq!(found(TransferQuery { status, ..TransferQuery::default() }).await, [first]);
    let warehouse = Some(WarehouseId(ids::mint()));
    assert!(found(TransferQuery { warehouse, ..TransferQuery::default() }).await.is_empty());
    let variant = Some(mug);
    assert_eq!(found(TransferQuery { variant, ..TransferQuery::default() }).await, [first]);
    assert_eq!(look(&shop, first).await.note, "for the summer");
    let told = testing::published(&shop.db).await;
    let sent = told.iter().find(|event| event.name == "transfer_sent").unwrap();
    assert_eq!((sent.aggregate, &sent.payload["units"]), (first.0, &1.into()));
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn what_is_held_is_listed_with_the_checkout_that_holds_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, bowl) = (shop.variant("MUG", 8).await, shop.variant("BOWL", 8).await);
    let (first, _) = shop.reserve(&[(mug, 2), (bowl, 1)]).await;
    let (second, _) = shop.reserve(&[(mug, 3)]).await;
    let held = async |query: HeldQuery| {
        let page = shop.service.held_units(Actor::System, query).await.unwrap();
        assert_eq!(page.total, page.items.len() as u64);
        page.items
            .into_iter()
            .map(|line| (line.reservation, line.sku.to_string(), line.units))
            .collect::<Vec<_>>()
    };
    let of_mug = HeldQuery { variant: Some(mug), ..HeldQuery::default() };
    assert_eq!(held(of_mug).await, [(first, "MUG".to_owned(), 2), (second, "MUG".to_owned(), 3)]);
    let bowls = HeldQuery { search: "bowl".into(), ..HeldQuery::default() };
    assert_eq!(held(bowls).await, [(first, "BOWL".to_owned(), 1)]);
    shop.service.release(first).await.unwrap();
    shop.service.confirm(second).await.unwrap();
    assert!(held(HeldQuery::default()).await.is_empty(), "released and sold units are held no more");
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn new_stock_counts_as_low_where_the_shop_says_and_old_stock_on_demand(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, bowl) = (shop.variant("MUG", 8).await, shop.variant("BOWL", 8).await);
    assert_eq!(shop.service.default_threshold(Actor::System).await.unwrap(), 5);
    let thresholds = async |variant: VariantId| {
        let query = StockQuery { variants: vec![variant], ..StockQuery::default() };
        let rows = shop.service.stock(Actor::System, query).await.unwrap().items;
        rows.into_iter().map(|row| (row.id, row.low_stock_threshold)).collect::<Vec<_>>()
    };
    let own = thresholds(bowl).await[0].0;
    shop.service.set_threshold(Actor::System, own, 2).await.unwrap();
    shop.service.set_default_threshold(Actor::System, 9, None).await.unwrap();
    let cup = shop.variant("CUP", 0).await;
    assert_eq!((thresholds(mug).await[0].1, thresholds(cup).await[0].1), (5, 9));
    shop.service.set_default_threshold(Actor::System, 7, Some(5)).await.unwrap();
    assert_eq!((thresholds(mug).await[0].1, thresholds(bowl).await[0].1), (7, 2));
    let lisbon = shop.second_warehouse().await;
    shop.restock(bowl, lisbon, 1).await;
    assert!(thresholds(bowl).await.iter().all(|row| row.1 == 2), "it is low in Lisbon where it is at home");
    let ledger = shop.service.ledger(Actor::System, Some(mug), PageRequest::default()).await.unwrap();
    assert_eq!(ledger.total, 1, "a threshold moves nothing");
}
