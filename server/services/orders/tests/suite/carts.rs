//! Carts.

use crate::support::{Shop, key, key_of, units, user, variant, wanted};
use contracts::{
    ErrorKind,
    orders::{CartKey, CheckoutDraft, Orders as _, PlaceOrder},
};
use sqlx::PgPool;

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn adding_the_same_article_twice_sums_up(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = variant();

    let cart = shop.orders.add_to_cart(CartKey::default(), mug, units(2)).await.unwrap();
    let mine = key(&cart.new_token.unwrap());
    let cart = shop.orders.add_to_cart(mine.clone(), mug, units(3)).await.unwrap();

    assert_eq!(cart.new_token, None, "the first token still opens it");
    assert_eq!(cart.lines.len(), 1);
    assert_eq!(cart.lines[0].quantity.get(), 5);
    assert_eq!(shop.orders.cart(mine).await.unwrap(), cart);
    assert_eq!(shop.told().await, ["cart_started", "added_to_cart", "added_to_cart"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_line_can_be_changed_and_removed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, tray, mine) = (variant(), variant(), key_of(user()));
    shop.orders.add_to_cart(mine.clone(), mug, units(1)).await.unwrap();
    shop.orders.add_to_cart(mine.clone(), tray, units(1)).await.unwrap();

    let cart = shop.orders.set_cart_line(mine.clone(), mug, 7).await.unwrap();
    assert_eq!(
        cart.lines.iter().map(|line| line.quantity.get()).collect::<Vec<_>>(),
        [7, 1],
        "the order stays"
    );

    let cart = shop.orders.set_cart_line(mine, mug, 0).await.unwrap();
    assert_eq!(cart.lines.iter().map(|line| line.variant).collect::<Vec<_>>(), [tray]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_thousand_of_one_article_or_a_hundred_and_one_articles_are_refused(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, mine) = (variant(), key_of(user()));
    shop.orders.add_to_cart(mine.clone(), mug, units(999)).await.unwrap();
    let refused = shop.orders.add_to_cart(mine.clone(), mug, units(1)).await.unwrap_err();
    assert!(refused.for_field("quantity").is_some());
    assert!(shop.orders.set_cart_line(mine.clone(), mug, 1000).await.is_err());

    for _ in 1..100 {
        shop.orders.add_to_cart(mine.clone(), variant(), units(1)).await.unwrap();
    }
    let refused = shop.orders.add_to_cart(mine.clone(), variant(), units(1)).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Invalid);
    assert_eq!(shop.orders.cart(mine).await.unwrap().lines.len(), 100);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_guest_s_cart_survives_log_in_and_the_larger_quantity_wins(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, tray, ada) = (variant(), variant(), user());
    shop.orders.add_to_cart(key_of(ada), mug, units(2)).await.unwrap();
    let guest = shop.orders.add_to_cart(CartKey::default(), mug, units(5)).await.unwrap();
    let token = guest.new_token.unwrap();
    shop.orders.add_to_cart(key(&token), tray, units(1)).await.unwrap();

    shop.orders.merge_carts(ada, token.clone()).await.unwrap();
    shop.orders.merge_carts(ada, token.clone()).await.unwrap();

    let cart = shop.orders.cart(key_of(ada)).await.unwrap();
    let lines: Vec<_> = cart.lines.iter().map(|line| (line.variant, line.quantity.get())).collect();
    assert_eq!(lines, [(mug, 5), (tray, 1)]);
    assert_eq!(shop.orders.cart(key(&token)).await.unwrap().id, None, "the guest's token is void");
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_first_log_in_keeps_the_guest_s_cart_itself(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let ada = user();
    let guest = shop.orders.add_to_cart(CartKey::default(), variant(), units(1)).await.unwrap();
    let token = guest.new_token.unwrap();
    shop.orders.merge_carts(ada, token.clone()).await.unwrap();

    assert_eq!(shop.orders.cart(key_of(ada)).await.unwrap().id, guest.id);
    let again = shop.orders.add_to_cart(key(&token), variant(), units(1)).await.unwrap();
    assert_ne!(again.id, guest.id);
    assert!(again.new_token.is_some(), "an old cookie gets a new cart");
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn what_was_typed_is_kept_and_the_token_is_not_stored(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let draft = CheckoutDraft {
        email: "not an address".to_owned(),
        note: "Ring".to_owned(),
        ..CheckoutDraft::default()
    };
    let cart = shop.orders.save_checkout_draft(CartKey::default(), draft.clone()).await.unwrap();
    let token = cart.new_token.unwrap();

    assert_eq!(shop.orders.cart(key(&token)).await.unwrap().draft, draft);
    let stored: String =
        sqlx::query_scalar("select token_hash from carts").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(stored, platform::ids::hash_token(&token));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_order_takes_its_lines_out_of_the_cart_and_leaves_what_came_later(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mine = key_of(user());
    let order = wanted(None);
    for line in &order.items {
        shop.orders.add_to_cart(mine.clone(), line.variant, line.quantity).await.unwrap();
    }
    let draft =
        CheckoutDraft { city: "Berlin".to_owned(), note: "Ring".to_owned(), ..CheckoutDraft::default() };
    let cart = shop.orders.save_checkout_draft(mine.clone(), draft).await.unwrap();
    let late = variant();
    shop.orders.add_to_cart(mine.clone(), late, units(1)).await.unwrap();

    shop.orders.place_order(PlaceOrder { cart: cart.id.unwrap(), ..order }).await.unwrap();

    let left = shop.orders.cart(mine).await.unwrap();
    assert_eq!(left.lines.iter().map(|line| line.variant).collect::<Vec<_>>(), [late]);
    assert_eq!((left.draft.city.as_str(), left.draft.note.as_str()), ("Berlin", ""));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn forgotten_carts_of_guests_are_removed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let old = shop.orders.add_to_cart(CartKey::default(), variant(), units(1)).await.unwrap();
    let ada = user();
    shop.orders.add_to_cart(key_of(ada), variant(), units(1)).await.unwrap();
    sqlx::query("update carts set updated_at = now() - interval '91 days'")
        .execute(shop.db.pool())
        .await
        .unwrap();

    let service = std::sync::Arc::new(shop.orders);
    for job in orders::jobs(&service) {
        job.run_now(serde_json::Value::Null).await.unwrap();
    }
    assert_eq!(service.cart(key(&old.new_token.unwrap())).await.unwrap().id, None);
    assert_eq!(service.cart(key_of(ada)).await.unwrap().lines.len(), 1, "an account's cart stays");
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn logging_in_in_many_windows_at_once_brings_all_carts_together(pool: PgPool) {
    let shop = std::sync::Arc::new(Shop::open(pool).await);
    let ada = user();
    let mut windows = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let cart = shop.orders.add_to_cart(CartKey::default(), variant(), units(1)).await.unwrap();
        let (shop, token) = (std::sync::Arc::clone(&shop), cart.new_token.unwrap());
        windows.spawn(async move { shop.orders.merge_carts(ada, token).await });
    }
    for answer in windows.join_all().await {
        answer.unwrap();
    }
    assert_eq!(shop.orders.cart(key_of(ada)).await.unwrap().lines.len(), 8);
}
