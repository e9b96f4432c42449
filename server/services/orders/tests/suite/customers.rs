//! A customer's buying as staff see it, carts, and accounts that become one.

use crate::support::{Shop, euros, item, key, key_of, staff, units, user, variant, wanted};
use contracts::{
    Actor, ErrorKind, Page, PageRequest, Permission, UserId, identity,
    orders::{CartKey, CartQuery, CartRow, CheckoutDraft, Orders as _, PaymentState, PlaceOrder},
};
use platform::testing;
use sqlx::PgPool;

async fn carts(shop: &Shop, query: CartQuery) -> Page<CartRow> {
    shop.orders.carts(staff(&[Permission::ViewOrders]), query).await.unwrap()
}

async fn run(shop: &Shop, statement: &'static str) {
    sqlx::raw_sql(statement).execute(shop.db.pool()).await.unwrap();
}

/// Tells twice that an account became a part of another one.
async fn merged(shop: &Shop, kept: UserId, merged: UserId) {
    let told = testing::envelope(&identity::Event::CustomersMerged { kept, merged });
    for _ in 0..2 {
        shop.orders.on_customers_merged(told.clone()).await.unwrap();
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_customer_s_record_adds_up_what_was_paid_and_what_went_back(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let ada = user();
    let paid = shop.place(wanted(Some(ada))).await;
    shop.orders.confirm_order(paid.id).await.unwrap();
    shop.orders.set_payment_state(paid.id, PaymentState::Paid).await.unwrap();
    let refund = platform::ids::mint();
    shop.orders.record_refund(paid.id, refund, vec![], euros(490)).await.unwrap();
    let unpaid = shop.place(wanted(Some(ada))).await;
    shop.orders.cancel_order(Actor::System, unpaid.id, "test".into()).await.unwrap();
    shop.orders.add_to_cart(key_of(ada), variant(), units(2)).await.unwrap();

    let record = shop.orders.customer_record(staff(&[Permission::ViewOrders]), ada).await.unwrap();
    assert_eq!((record.orders, record.cancelled), (2, 1));
    assert_eq!((record.spent, record.refunded), (vec![euros(5400)], vec![euros(490)]));
    assert_eq!(record.credit_notes.len(), 1);
    assert_eq!(record.cart.unwrap().lines.len(), 1);
    assert!(record.first_order <= record.last_order && record.last_order.is_some());
    let nobody = shop.orders.customer_record(staff(&[Permission::ViewOrders]), user()).await.unwrap();
    assert_eq!((nobody.orders, nobody.spent.len(), nobody.last_order), (0, 0, None));
    let refused = shop.orders.customer_record(staff(&[Permission::ViewCustomers]), ada).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn carts_are_listed_until_the_end_without_empty_ones(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut made = Vec::new();
    for _ in 0..5 {
        let cart = shop.orders.add_to_cart(CartKey::default(), variant(), units(1)).await.unwrap();
        made.push(cart.id.unwrap());
    }
    let (bob, cup) = (user(), variant());
    shop.orders.add_to_cart(key_of(bob), cup, units(1)).await.unwrap();
    shop.orders.set_cart_line(key_of(bob), cup, 0).await.unwrap();

    let read = async |page| carts(&shop, CartQuery { page, ..CartQuery::default() }).await;
    assert_eq!(read(PageRequest::new(1, 2)).await.total, 5);
    let (down, up) = testing::walked(2, read).await;
    made.reverse();
    let seen: Vec<_> = down.iter().map(|cart| cart.id).collect();
    assert_eq!(seen, made, "the latest changed first, each once");
    assert_eq!(up, down);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn abandoned_carts_and_those_one_can_write_to_are_told_apart(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let left = shop.orders.add_to_cart(CartKey::default(), variant(), units(1)).await.unwrap();
    let draft = CheckoutDraft { email: "ada@example.com".into(), ..CheckoutDraft::default() };
    shop.orders.save_checkout_draft(key(&left.new_token.unwrap()), draft).await.unwrap();
    run(&shop, "update carts set updated_at = now() - interval '61 minutes'").await;
    let signed_in = shop.orders.add_to_cart(key_of(user()), variant(), units(1)).await.unwrap();
    let guest = shop.orders.add_to_cart(CartKey::default(), variant(), units(1)).await.unwrap();

    let ids = async |query| carts(&shop, query).await.items.iter().map(|cart| cart.id).collect::<Vec<_>>();
    let abandoned = CartQuery { abandoned: Some(true), ..CartQuery::default() };
    assert_eq!(ids(abandoned.clone()).await, [left.id.unwrap()]);
    let cart = carts(&shop, abandoned).await.items.remove(0);
    assert!(cart.is_abandoned && cart.email == "ada@example.com");
    let open = CartQuery { abandoned: Some(false), ..CartQuery::default() };
    assert_eq!(ids(open).await, [guest.id.unwrap(), signed_in.id.unwrap()]);
    let known = CartQuery { with_address: true, ..CartQuery::default() };
    assert_eq!(ids(known).await, [signed_in.id.unwrap(), left.id.unwrap()]);
    run(&shop, "update carts set updated_at = '2024-11-20T23:59:59Z' where token_hash is null").await;
    let day = "2024-11-20".parse().ok();
    let then = CartQuery { from: day, to: day, ..CartQuery::default() };
    assert_eq!(ids(then).await, [signed_in.id.unwrap()]);
    for actor in [Actor::Guest, Actor::Shopper { user: user() }, staff(&[Permission::ViewCustomers])] {
        assert!(shop.orders.carts(actor.clone(), CartQuery::default()).await.is_err());
        assert!(shop.orders.any_cart(actor, left.id.unwrap()).await.is_err());
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_index_serves_every_part_of_the_carts(pool: PgPool) {
    let shop = Shop::open(pool).await;
    run(
        &shop,
        "insert into carts (id, token_hash, updated_at)
         select gen_random_uuid(), n::text, now() - n * interval '1 minute' from generate_series(1, 20000) n;
         insert into cart_items (cart_id, variant_id, quantity) select id, gen_random_uuid(), 1 from carts;",
    )
    .await;
    run(&shop, "vacuum analyze").await;
    let far = "60, true, false, null, null, 26, 0, now() - interval '9 days', gen_random_uuid()";
    let latest = "order by updated_at desc, id desc limit $6";
    for (words, arguments) in [
        (latest, "60, null, false, null, null, 26, 0, null, null"),
        (latest, "60, true, false, null, null, 26, 0, null, null"),
        (latest, "60, false, false, null, null, 26, 0, null, null"),
        (latest, far),
        ("order by updated_at, id limit $6", far),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        assert!(
            plan.contains("carts_by_change") && !plan.contains("Seq Scan on carts"),
            "{words} {arguments}:\n{plan}"
        );
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn orders_and_cart_of_the_account_that_ends_are_the_other_s(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (ada, old) = (user(), user());
    let order = shop.place(wanted(Some(old))).await;
    let (mug, cup) = (variant(), variant());
    shop.orders.add_to_cart(key_of(ada), mug, units(1)).await.unwrap();
    shop.orders.add_to_cart(key_of(old), mug, units(3)).await.unwrap();
    shop.orders.add_to_cart(key_of(old), cup, units(1)).await.unwrap();
    merged(&shop, ada, old).await;

    assert!(
        shop.orders.my_order(Actor::Shopper { user: ada }, order.number.clone()).await.unwrap().is_some()
    );
    assert!(shop.orders.my_order(Actor::Shopper { user: old }, order.number).await.unwrap().is_none());
    let cart = shop.orders.cart(key_of(ada)).await.unwrap();
    let held: Vec<_> = cart.lines.iter().map(|line| (line.variant, line.quantity.get())).collect();
    assert_eq!(held, [(mug, 3), (cup, 1)]);
    assert_eq!(shop.orders.cart(key_of(old)).await.unwrap().id, None);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_purchase_that_is_under_way_places_no_order_for_an_account_that_ended(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (ada, old) = (user(), user());
    let tray = item("TRAY-1", 1, 3000);
    let cart = shop.orders.add_to_cart(key_of(old), tray.variant, tray.quantity).await.unwrap();
    let order = PlaceOrder { cart: cart.id.unwrap(), items: vec![tray], ..wanted(Some(old)) };
    merged(&shop, ada, old).await;
    let refused = shop.orders.place_order(order).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
}
