//! What people do, and what is recommended for it.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use contracts::{
    Address, CartId, CheckoutId, Currency, Money, OrderId, ProductId, Timestamp, UserId, VariantId,
    catalog::{Event as CatalogEvent, ProductStatus, VariantRef},
    orders::{Event, Order, OrderStatus, OrderedItem, PaymentState},
    recommendations::{NewRule, Recommendations as _, RuleKind},
};
use platform::{Database, ids, testing};
use recommendations::Recommendations;
use sqlx::PgPool;

struct Shop {
    recommendations: Recommendations,
    db: Database,
}

async fn shop(pool: PgPool) -> Shop {
    let db = testing::database(pool, "recommendations").await;
    Shop { recommendations: Recommendations::new(db.clone(), platform::system_clock()), db }
}

fn products<const N: usize>() -> [ProductId; N] {
    std::array::from_fn(|_| ProductId(ids::mint()))
}

fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::Eur)
}

fn item(product: ProductId) -> OrderedItem {
    let variant = VariantId(ids::mint());
    OrderedItem { product, variant, name: "Mug".into(), quantity: 1, subtotal: euros(1000) }
}

fn placed(user: Option<UserId>, products: &[ProductId]) -> Event {
    let items = products.iter().copied().map(item).collect();
    Event::OrderPlaced { order: OrderId(ids::mint()), number: "TW-1".into(), user, total: euros(1000), items }
}

fn cancelled(order: OrderId, at: Timestamp) -> Event {
    let address = Address {
        name: "Ada".into(),
        company: None,
        street: "Street 1".into(),
        street2: None,
        city: "Berlin".into(),
        state: None,
        postal_code: None,
        country: "DE".parse().unwrap(),
        phone: None,
    };
    let snapshot = Order {
        id: order,
        number: "TW-1".into(),
        checkout: CheckoutId(ids::mint()),
        user: None,
        email: "ada@example.com".parse().unwrap(),
        language: "en".into(),
        status: OrderStatus::Cancelled,
        payment_status: PaymentState::Voided,
        items: vec![],
        subtotal: euros(1000),
        discount: None,
        shipping: euros(0),
        tax: euros(0),
        tax_rate_bp: 1900,
        total: euros(1000),
        refunded: euros(0),
        shipping_method: "Standard".into(),
        address,
        note: String::new(),
        placed_at: at,
        history: vec![],
    };
    Event::OrderCancelled { order, snapshot: Box::new(snapshot), reason: "test".into(), was_confirmed: false }
}

impl Shop {
    async fn buy(&self, user: Option<UserId>, products: &[ProductId]) -> OrderId {
        let event = placed(user, products);
        self.recommendations.on_order_event(testing::envelope(&event)).await.unwrap();
        let Event::OrderPlaced { order, .. } = event else { unreachable!() };
        order
    }

    /// Somebody lets it be remembered what they do, or takes that back.
    async fn agrees(&self, user: UserId, granted: bool) {
        let purpose = contracts::identity::Purpose::Personalisation;
        let event = contracts::identity::Event::ConsentChanged { user, purpose, granted };
        self.recommendations.on_consent_changed(testing::envelope(&event)).await.unwrap();
    }

    /// A customer who lets it be remembered what they do.
    async fn customer(&self) -> UserId {
        let user = UserId(ids::mint());
        self.agrees(user, true).await;
        user
    }

    async fn save(&self, product: ProductId, variant: VariantId, status: ProductStatus) {
        let variant = VariantRef { id: variant, sku: "MUG-1".parse().unwrap(), choices: "Chalk".into() };
        let (slug, name) = ("mug".parse().unwrap(), "Mug".to_owned());
        let event = CatalogEvent::ProductSaved { product, slug, name, status, variants: vec![variant] };
        self.recommendations.on_product_saved(testing::envelope(&event)).await.unwrap();
    }

    async fn together(&self, products: &[ProductId]) -> Vec<ProductId> {
        self.recommendations.compute().await.unwrap();
        self.recommendations.bought_together(products.to_vec(), 10).await.unwrap()
    }

    async fn interactions(&self) -> Vec<(Option<UserId>, ProductId, String)> {
        let rows =
            sqlx::query!("select user_id, product_id, interaction_type from user_interactions order by id");
        let rows = rows.fetch_all(self.db.pool()).await.unwrap();
        rows.into_iter()
            .map(|row| (row.user_id.map(UserId), ProductId(row.product_id), row.interaction_type))
            .collect()
    }

    async fn let_pass(&self, days: i32) {
        let moved = sqlx::query!(
            r#"update user_interactions set "timestamp" = "timestamp" - make_interval(days => $1)"#,
            days
        );
        moved.execute(self.db.pool()).await.unwrap();
    }
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn what_is_bought_together_is_recommended_strongest_first(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, saucer, kettle, once] = products();
    for _ in 0..3 {
        shop.buy(None, &[mug, saucer]).await;
    }
    for _ in 0..2 {
        shop.buy(None, &[mug, kettle]).await;
    }
    shop.buy(None, &[mug, once]).await;
    assert_eq!(shop.together(&[mug]).await, [saucer, kettle], "bought together once may be chance");
    assert_eq!(shop.together(&[saucer]).await, [mug]);
    assert!(shop.together(&[once]).await.is_empty());
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn what_everybody_buys_does_not_win_everywhere(pool: PgPool) {
    let shop = shop(pool).await;
    let [bag, pot, lid] = products();
    for _ in 0..3 {
        shop.buy(None, &[pot, lid]).await;
        shop.buy(None, &[pot, bag]).await;
    }
    for _ in 0..20 {
        shop.buy(None, &[bag]).await;
    }
    assert_eq!(shop.together(&[pot]).await, [lid, bag]);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn for_a_whole_cart_nothing_of_the_cart_is_recommended(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, saucer, spoon, tray] = products();
    for _ in 0..2 {
        shop.buy(None, &[mug, saucer, spoon]).await;
        shop.buy(None, &[mug, tray]).await;
    }
    let found = shop.together(&[mug, saucer]).await;
    assert_eq!(found, [spoon, tray], "it stands in both lists");
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn a_cancelled_order_an_old_one_and_a_withdrawn_product_do_not_count(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, saucer] = products();
    shop.buy(None, &[mug, saucer]).await;
    let order = shop.buy(None, &[mug, saucer]).await;
    assert_eq!(shop.together(&[mug]).await, [saucer]);
    shop.save(saucer, VariantId(ids::mint()), ProductStatus::Archived).await;
    assert!(shop.together(&[mug]).await.is_empty());
    shop.save(saucer, VariantId(ids::mint()), ProductStatus::Active).await;
    assert_eq!(shop.together(&[mug]).await, [saucer]);
    let event = cancelled(order, platform::system_clock().now());
    shop.recommendations.on_order_event(testing::envelope(&event)).await.unwrap();
    assert!(shop.together(&[mug]).await.is_empty());
    shop.buy(None, &[mug, saucer]).await;
    assert_eq!(shop.together(&[mug]).await, [saucer]);
    shop.let_pass(366).await;
    assert!(shop.together(&[mug]).await.is_empty());
    shop.recommendations.forget_old().await.unwrap();
    assert!(shop.interactions().await.is_empty());
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn an_event_delivered_twice_counts_once_and_so_do_two_variants_of_a_product(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug] = products();
    let user = Some(shop.customer().await);
    let envelope = testing::envelope(&placed(user, &[mug, mug]));
    shop.recommendations.on_order_event(envelope.clone()).await.unwrap();
    shop.recommendations.on_order_event(envelope).await.unwrap();
    assert_eq!(shop.interactions().await, [(user, mug, "purchase".to_owned())]);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn a_variant_in_a_cart_counts_for_its_product(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug] = products();
    let (variant, unknown) = (VariantId(ids::mint()), VariantId(ids::mint()));
    shop.save(mug, variant, ProductStatus::Active).await;
    for variant in [variant, unknown] {
        let event = Event::AddedToCart { cart: CartId(ids::mint()), user: None, variant, quantity: 2 };
        shop.recommendations.on_added_to_cart(testing::envelope(&event)).await.unwrap();
    }
    assert_eq!(shop.interactions().await, [(None, mug, "add_to_cart".to_owned())]);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn an_older_word_of_the_catalogue_that_comes_late_changes_nothing(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug] = products();
    let variant = VariantId(ids::mint());
    shop.save(mug, variant, ProductStatus::Archived).await;
    let reference = VariantRef { id: variant, sku: "MUG-1".parse().unwrap(), choices: String::new() };
    let (slug, status) = ("mug".parse().unwrap(), ProductStatus::Active);
    let event = CatalogEvent::ProductSaved {
        product: mug,
        slug,
        name: "Mug".into(),
        status,
        variants: vec![reference],
    };
    let mut late = testing::envelope(&event);
    late.occurred_at -= chrono::TimeDelta::hours(1);
    shop.recommendations.on_product_saved(late).await.unwrap();
    shop.buy(None, &[mug]).await;
    shop.recommendations.compute().await.unwrap();
    assert!(shop.recommendations.popular(5).await.unwrap().is_empty(), "it is still withdrawn");
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn views_are_written_in_batches(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, saucer] = products();
    let user = Some(shop.customer().await);
    shop.recommendations.record_view(user, mug).await.unwrap();
    shop.recommendations.record_view(None, saucer).await.unwrap();
    assert!(shop.interactions().await.is_empty());
    shop.recommendations.flush().await.unwrap();
    shop.recommendations.flush().await.unwrap();
    assert_eq!(
        shop.interactions().await,
        [(user, mug, "view".to_owned()), (None, saucer, "view".to_owned())]
    );
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn views_that_could_not_be_written_wait_for_the_next_time(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug] = products();
    shop.recommendations.record_view(None, mug).await.unwrap();
    let rename = async |sql: &'static str| sqlx::raw_sql(sql).execute(shop.db.pool()).await.unwrap();
    rename("alter table user_interactions rename to away").await;
    assert!(shop.recommendations.flush().await.is_err());
    rename("alter table away rename to user_interactions").await;
    shop.recommendations.flush().await.unwrap();
    assert_eq!(shop.interactions().await.len(), 1);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn buying_weighs_more_than_looking_and_yesterday_more_than_last_week(pool: PgPool) {
    let shop = shop(pool).await;
    let [bought, seen, faded] = products();
    shop.buy(None, &[faded]).await;
    shop.let_pass(13).await;
    for _ in 0..9 {
        shop.recommendations.record_view(None, seen).await.unwrap();
    }
    shop.recommendations.flush().await.unwrap();
    shop.buy(None, &[bought]).await;
    shop.recommendations.compute().await.unwrap();
    assert_eq!(shop.recommendations.popular(10).await.unwrap(), [bought, seen, faded]);
    assert_eq!(shop.recommendations.popular(1).await.unwrap(), [bought]);
    shop.let_pass(2).await;
    shop.recommendations.compute().await.unwrap();
    assert_eq!(shop.recommendations.popular(10).await.unwrap(), [bought, seen]);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn a_customer_sees_what_goes_with_what_they_like_then_what_is_popular(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, saucer, hit] = products();
    let (ada, stranger) = (shop.customer().await, UserId(ids::mint()));
    for _ in 0..2 {
        shop.buy(None, &[mug, saucer]).await;
    }
    for _ in 0..5 {
        shop.buy(None, &[hit]).await;
    }
    shop.buy(Some(ada), &[mug]).await;
    shop.recommendations.compute().await.unwrap();
    let for_ada = shop.recommendations.for_customer(ada, 2).await.unwrap();
    assert_eq!(for_ada, [saucer, hit], "what was bought already comes only among what is popular");
    let for_stranger = shop.recommendations.for_customer(stranger, 1).await.unwrap();
    assert_eq!(for_stranger, [hit]);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn who_is_erased_is_forgotten_and_what_they_did_still_counts(pool: PgPool) {
    let shop = shop(pool).await;
    let (ada, grace) = (shop.customer().await, shop.customer().await);
    let [mug, bowl] = products();
    shop.buy(Some(ada), &[mug, bowl]).await;
    shop.buy(Some(grace), &[mug, bowl]).await;
    shop.recommendations.record_view(Some(ada), mug).await.unwrap();
    shop.recommendations.compute().await.unwrap();
    let gone = testing::envelope(&contracts::identity::Event::UserDeleted { user: ada, address_hash: None });
    for _ in 0..2 {
        shop.recommendations.on_user_deleted(gone.clone()).await.unwrap();
    }
    let users: Vec<_> = shop.interactions().await.into_iter().map(|(user, ..)| user).collect();
    let count = |wanted: Option<UserId>| users.iter().filter(|user| **user == wanted).count();
    assert_eq!((count(Some(ada)), count(Some(grace)), count(None)), (0, 2, 3));
    let lists: Vec<Option<uuid::Uuid>> =
        sqlx::query_scalar("select user_id from recommendations where kind = 'customer'")
            .fetch_all(shop.db.pool())
            .await
            .unwrap();
    assert!(!lists.contains(&Some(ada.0)), "{lists:?}");
    assert_eq!(shop.together(&[mug]).await, [bowl]);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn what_an_account_bought_and_looked_at_is_the_one_s_that_goes_on(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, bowl] = products();
    let (ada, old) = (shop.customer().await, shop.customer().await);
    shop.buy(Some(old), &[mug, bowl]).await;
    shop.recommendations.record_view(Some(old), mug).await.unwrap();
    let merge =
        |kept, merged| testing::envelope(&contracts::identity::Event::CustomersMerged { kept, merged });
    let merged = merge(ada, old);
    for _ in 0..2 {
        shop.recommendations.on_customers_merged(merged.clone()).await.unwrap();
    }
    let users = async || shop.interactions().await.into_iter().map(|(user, ..)| user).collect::<Vec<_>>();
    assert_eq!(users().await, [Some(ada); 3]);

    let shy = UserId(ids::mint());
    shop.recommendations.on_customers_merged(merge(shy, ada)).await.unwrap();
    assert_eq!(users().await, [None; 3], "whoever did not agree is not remembered");
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn a_computation_is_told_of(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, saucer] = products();
    shop.recommendations.compute().await.unwrap();
    shop.buy(None, &[mug, saucer]).await;
    shop.buy(None, &[mug, saucer]).await;
    shop.recommendations.compute().await.unwrap();
    let told: Vec<_> = testing::published(&shop.db)
        .await
        .into_iter()
        .map(|event| event.payload["products"].clone())
        .collect();
    assert_eq!(told, [0, 2]);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn following_a_recommendation_counts_for_more_than_looking(pool: PgPool) {
    let shop = shop(pool).await;
    let [seen, followed] = products();
    let ada = shop.customer().await;
    shop.recommendations.record_view(Some(ada), seen).await.unwrap();
    shop.recommendations.record_click(Some(ada), followed).await.unwrap();
    shop.recommendations.flush().await.unwrap();
    assert_eq!(shop.interactions().await[1], (Some(ada), followed, "click".to_owned()));
    shop.recommendations.compute().await.unwrap();
    assert_eq!(shop.recommendations.popular(2).await.unwrap(), [followed, seen]);
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn with_an_account_is_remembered_only_what_its_owner_agreed_to(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = UserId(ids::mint());
    let [before, agreed, after] = products();
    shop.recommendations.record_view(Some(ada), before).await.unwrap();
    shop.recommendations.flush().await.unwrap();
    shop.agrees(ada, true).await;
    shop.recommendations.record_view(Some(ada), agreed).await.unwrap();
    shop.recommendations.flush().await.unwrap();
    let seen = |user| [(None, before, "view".to_owned()), (user, agreed, "view".to_owned())];
    assert_eq!(shop.interactions().await, seen(Some(ada)));

    shop.agrees(ada, false).await;
    assert_eq!(shop.interactions().await, seen(None), "that somebody looked still counts");
    shop.buy(Some(ada), &[after]).await;
    assert_eq!(shop.interactions().await[2], (None, after, "purchase".to_owned()));
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn a_person_is_told_what_is_remembered_and_nobody_else_asks(pool: PgPool) {
    let shop = shop(pool).await;
    let (ada, grace) = (shop.customer().await, shop.customer().await);
    let [mug, bowl] = products();
    shop.buy(Some(ada), &[mug]).await;
    shop.buy(Some(grace), &[bowl]).await;
    let subject = contracts::privacy::Subject { user: ada, email: None, orders: Vec::new() };
    let told = shop.recommendations.personal_data(contracts::Actor::System, subject.clone()).await.unwrap();
    let told: String = told.into_iter().map(|section| section.rows).collect();
    assert!(told.contains(&mug.to_string()) && !told.contains(&bowl.to_string()), "{told}");
    let refused = shop.recommendations.personal_data(contracts::Actor::Shopper { user: ada }, subject).await;
    assert_eq!(refused.unwrap_err().kind, contracts::ErrorKind::Forbidden);
}

impl Shop {
    async fn rule(&self, product: ProductId, other: ProductId, kind: RuleKind) {
        let rule = NewRule { product, other, kind };
        self.recommendations.set_rule(contracts::Actor::System, rule).await.unwrap();
    }
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn what_is_pinned_comes_first_and_what_is_excluded_never(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, saucer, kettle, tea, gone] = products();
    for _ in 0..2 {
        shop.buy(None, &[mug, saucer, kettle]).await;
    }
    shop.rule(mug, tea, RuleKind::Pin).await;
    shop.rule(mug, gone, RuleKind::Pin).await;
    shop.save(gone, VariantId(ids::mint()), ProductStatus::Archived).await;
    shop.rule(mug, saucer, RuleKind::Exclude).await;
    assert_eq!(shop.together(&[mug]).await, [tea, kettle], "what is not on sale is not shown, pinned or not");
    assert_eq!(shop.together(&[kettle, mug]).await, [tea], "nor in a cart with others");
    assert_eq!(shop.recommendations.not_beside(vec![mug, kettle]).await.unwrap(), [saucer]);
    shop.rule(mug, saucer, RuleKind::Pin).await;
    assert_eq!(
        shop.together(&[mug]).await,
        [tea, saucer, kettle],
        "a later decision replaces an earlier one"
    );
    for _ in 0..2 {
        shop.recommendations.lift_rule(contracts::Actor::System, mug, tea).await.unwrap();
    }
    assert_eq!(shop.together(&[mug]).await, [saucer, kettle]);
    let told = testing::published(&shop.db).await;
    assert_eq!(told.iter().filter(|event| event.name == "rule_changed").count(), 5, "each change once");
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn it_is_explained_what_stands_beside_a_product_and_why(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, saucer, tea, lone] = products();
    for _ in 0..3 {
        shop.buy(None, &[mug, saucer]).await;
    }
    shop.buy(None, &[mug]).await;
    shop.rule(mug, tea, RuleKind::Pin).await;
    shop.recommendations.compute().await.unwrap();
    let system = || contracts::Actor::System;
    let told = shop.recommendations.explain(system(), mug).await.unwrap();
    let shown: Vec<_> =
        told.shown.iter().map(|it| (it.product, it.is_pinned, it.orders, it.score_bp)).collect();
    // Three orders with both, over the square root of four times three.
    assert_eq!(shown, [(tea, true, 0, 0), (saucer, false, 3, 8660)]);
    assert!(told.computed_at.is_some() && told.rules.len() == 1);
    let short = shop.recommendations.summaries(system(), vec![mug, lone]).await.unwrap();
    assert_eq!((&*short[0].shown, short[0].pinned, short[0].excluded), (&[tea, saucer][..], 1, 0));
    assert!(short[1].shown.is_empty() && short[1].computed_at.is_none());
    let ruled =
        shop.recommendations.ruled_products(system(), contracts::PageRequest::default()).await.unwrap();
    assert_eq!((ruled.items, ruled.total), (vec![mug], 1));
}

#[sqlx::test(migrator = "recommendations::MIGRATOR")]
async fn a_product_is_not_put_beside_itself_and_a_shopper_decides_nothing(pool: PgPool) {
    let shop = shop(pool).await;
    let [mug, tea] = products();
    let rule = |other| NewRule { product: mug, other, kind: RuleKind::Pin };
    let itself = shop.recommendations.set_rule(contracts::Actor::System, rule(mug)).await.unwrap_err();
    assert!(itself.for_field("other").is_some());
    let ada = contracts::Actor::Shopper { user: UserId(ids::mint()) };
    let refused = shop.recommendations.set_rule(ada, rule(tea)).await.unwrap_err();
    assert_eq!(refused.kind, contracts::ErrorKind::Forbidden);
}
