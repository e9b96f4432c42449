//! Invariants of `docs/invariants.md` that only the whole shop can show. Each test begins with the number of its
//! rule; the rules that one service can show are held by that service's tests.

mod abandoned;
mod delivery;
mod documented;

use crate::support::{
    Shop,
    books::{BOUGHT, STOCK},
};
use contracts::{
    Actor, CheckoutId, VariantId, WarehouseId,
    checkout::{Outcome, Submit},
    inventory::{Move, StockQuery, Warehouse},
};
use futures::{FutureExt, future::BoxFuture, future::join_all};

const GOOD_CARD: &str = "4242 4242 4242 4242";
const CHALLENGE: &str = "4000 0025 0000 3155";

/// Puts so many units of a variant into a second warehouse.
async fn spread(shop: &Shop, variant: VariantId, units: u32) {
    let inventory = &shop.built.services.inventory;
    let second = Warehouse {
        id: WarehouseId(platform::ids::mint()),
        name: "Lisbon".into(),
        location: "Lisbon".into(),
        capacity: None,
        contact_info: String::new(),
        priority: 2,
        active: true,
    };
    let to = second.id;
    inventory.save_warehouse(Actor::System, second).await.unwrap();
    let from = shop.stock_of(variant).await.warehouse;
    let quantity = units.try_into().unwrap();
    let units = Move { variant, from, to, quantity, reason: "for the test".into() };
    inventory.move_stock(Actor::System, units).await.unwrap();
}

/// Units of a variant in all warehouses: for sale, and held for somebody.
async fn on_the_shelves(shop: &Shop, variant: VariantId) -> (u32, u32) {
    let query = StockQuery { variants: vec![variant], ..StockQuery::default() };
    let rows = shop.built.services.inventory.stock(Actor::System, query).await.unwrap().items;
    (rows.iter().map(|row| row.available).sum(), rows.iter().map(|row| row.reserved).sum())
}

/// Charges that the gateway took money for.
async fn charged(shop: &Shop) -> i64 {
    let db = shop.databases.of("payments").unwrap();
    sqlx::query_scalar("select count(*) from test_gateway.captures").fetch_one(db.pool()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn i_1_forty_shoppers_get_the_ten_units_of_two_warehouses() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    spread(&shop, variant, 4).await;
    let mut wishes = Vec::new();
    for _ in 0..40 {
        wishes.push(shop.ready_to_buy(variant, 1, GOOD_CARD).await);
    }
    let checkout = &shop.built.services.checkout;
    let outcomes = join_all(wishes.into_iter().map(|wish| checkout.submit(wish))).await;
    let placed = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Placed { .. }))).count();
    let told = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::OutOfStock { .. }))).count();
    assert_eq!((placed, told), (10, 30), "{outcomes:?}");
    assert_eq!(on_the_shelves(&shop, variant).await, (0, 0));
    assert_eq!(charged(&shop).await, 10);
    shop.close().await;
}

/// Everything that may finish a purchase: the return page, the shopper's own retry, the job, the webhook's way.
fn finishers(shop: &Shop, run: CheckoutId, wish: &Submit, n: usize) -> BoxFuture<'static, ()> {
    let (checkout, wish) = (shop.built.services.checkout.clone(), wish.clone());
    match n % 4 {
        0 => async move { checkout.resume_own(wish.key, run).await.map(drop).unwrap_or_default() }.boxed(),
        1 => async move { checkout.submit(wish).await.map(drop).unwrap_or_default() }.boxed(),
        2 => async move { checkout.resume(run).await.map(drop).unwrap_or_default() }.boxed(),
        _ => async move { checkout.recover().await.map(drop).unwrap_or_default() }.boxed(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i_2_return_page_retry_webhook_and_job_together_make_one_paid_order() {
    let shop = Shop::open(&[]).await;
    for round in 1..=5 {
        let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
        let wish = shop.ready_to_buy(variant, BOUGHT, CHALLENGE).await;
        let outcome = shop.built.services.checkout.submit(wish.clone()).await.unwrap();
        let Outcome::ActionRequired { checkout, url } = outcome else { panic!("{outcome:?}") };
        let payment = url.rsplit('/').next().unwrap().parse().unwrap();
        shop.built.services.payments.answer_test_challenge(payment, true).await.unwrap();

        join_all((0..50).map(|n| tokio::spawn(finishers(&shop, checkout, &wish, n)))).await;

        shop.settle().await;
        let ended = shop.built.services.checkout.submit(wish).await.unwrap();
        assert!(matches!(ended, Outcome::Placed { .. }), "{ended:?}");
        assert!(shop.assert_agreement(variant, STOCK, "fifty finishers").await);
        assert_eq!(charged(&shop).await, round, "each purchase is charged once");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_3_a_double_click_and_the_back_button_charge_once() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
    let wish = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    let checkout = &shop.built.services.checkout;
    let back = || Submit { idempotency_key: platform::ids::token(), ..wish.clone() };
    let clicks = (0..10).map(|n| if n % 2 == 0 { wish.clone() } else { back() });

    join_all(clicks.map(|click| checkout.submit(click))).await;

    for _ in 0..3 {
        shop.wait_long().await;
        checkout.recover().await.unwrap();
        shop.settle().await;
    }
    let late = checkout.submit(back()).await;
    assert!(!matches!(late, Ok(Outcome::Placed { .. })), "the cart was bought already: {late:?}");
    assert!(shop.assert_agreement(variant, STOCK, "clicks").await);
    assert_eq!(charged(&shop).await, 1);
    shop.assert_no_loose_money().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_17_a_price_that_rises_while_the_form_is_open_is_shown_before_it_is_paid() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
    let wish = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    let db = shop.databases.of("catalog").unwrap();
    sqlx::query("update product_variants set price_minor = price_minor + 100 where id = $1")
        .bind(variant.0)
        .execute(db.pool())
        .await
        .unwrap();
    let checkout = &shop.built.services.checkout;
    let Outcome::TotalChanged { total } = checkout.submit(wish.clone()).await.unwrap() else {
        panic!("the shopper is asked again")
    };
    assert_eq!(total.minor, wish.expected_total + 100 * i64::from(BOUGHT));
    assert_eq!((on_the_shelves(&shop, variant).await, charged(&shop).await), ((STOCK, 0), 0));

    let agreed = Submit { expected_total: total.minor, idempotency_key: platform::ids::token(), ..wish };
    assert!(matches!(checkout.submit(agreed).await.unwrap(), Outcome::Placed { .. }));
    let order = shop.orders_of(variant).await.pop().unwrap();
    assert_eq!((order.total, shop.kept_of(order.id).await), (total, total.minor));
    shop.close().await;
}
