//! Coupons: what they take off, how often, and when a use ends.

use crate::support::{Shop, euros, item, staff, user, wanted};
use contracts::{
    Actor, CheckoutId, Currency, ErrorKind, OrderId, Permission, UserId,
    orders::{
        CartKey, CheckoutState, Coupon, CouponCustomer, CouponDraft, CouponOffer, CouponQuery, CouponStatus,
        CouponValue, Discount, Orders as _, PlaceOrder, TakeCoupon,
    },
};
use platform::{ids, testing};
use sqlx::PgPool;

fn five_off(code: &str) -> CouponDraft {
    CouponDraft {
        id: ids::mint().into(),
        version: None,
        code: code.to_owned(),
        value: CouponValue::Amount(500),
        currency: Currency::Eur,
        minimum: 0,
        starts_at: None,
        ends_at: None,
        most_uses: None,
        most_per_customer: None,
        is_active: true,
    }
}

fn wish(email: &str, user: Option<UserId>) -> TakeCoupon {
    let discount = Discount { code: "SPRING".to_owned(), amount: euros(500) };
    TakeCoupon { discount, subtotal: euros(5400), user, email: email.parse().unwrap() }
}

impl Shop {
    async fn coupon(&self, draft: CouponDraft) -> Coupon {
        self.orders.save_coupon(Actor::System, draft).await.unwrap()
    }

    async fn used(&self, coupon: &Coupon) -> u32 {
        self.orders.coupon(Actor::System, coupon.terms.id).await.unwrap().unwrap().used
    }

    async fn begun(&self) -> CheckoutId {
        let id = CheckoutId(ids::mint());
        self.orders.start_checkout(id, ids::mint().into(), ids::token(), "{}".to_owned()).await.unwrap();
        id
    }

    async fn taken(&self, email: &str, user: Option<UserId>) -> Option<CheckoutId> {
        let run = self.begun().await;
        self.orders.take_coupon(run, wish(email, user)).await.ok().map(|()| run)
    }

    async fn give_up(&self, run: CheckoutId) {
        use CheckoutState as S;
        for (from, to) in [(S::Started, S::Undoing), (S::Undoing, S::Abandoned)] {
            self.orders.advance_checkout(run, from, to, "{}".to_owned(), None).await.unwrap();
        }
    }

    async fn offered(&self, code: &str, cents: i64, email: Option<&str>) -> CouponOffer {
        let email = email.map(|email| email.parse().unwrap());
        let customer = CouponCustomer { email, ..CouponCustomer::default() };
        self.orders.coupon_offer(code.to_owned(), euros(cents), customer).await.unwrap()
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_of_a_hundred_who_race_for_a_coupon_of_one_use_one_gets_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let coupon = shop.coupon(CouponDraft { most_uses: Some(1), ..five_off("spring") }).await;
    let mut tries = Vec::new();
    for number in 0..100 {
        tries.push((shop.begun().await, format!("shopper{number}@example.com")));
    }

    let race = tries.iter().map(|(run, email)| shop.orders.take_coupon(*run, wish(email, None)));
    let answers = futures::future::join_all(race).await;

    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let refused = answers.into_iter().filter_map(Result::err);
    assert!(refused.into_iter().all(|error| error.kind == ErrorKind::Conflict));
    assert_eq!(shop.used(&coupon).await, 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_a_customer_is_the_same_by_account_or_by_address(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let coupon = shop.coupon(CouponDraft { most_per_customer: Some(1), ..five_off("SPRING") }).await;
    let ada = user();
    assert!(shop.taken("ada@example.com", Some(ada)).await.is_some());

    for (email, user) in [
        ("ada@example.com", None),
        (" ADA@Example.COM", None),
        ("ada+again@example.com", Some(user())),
        ("countess@example.org", Some(ada)),
    ] {
        assert_eq!(shop.taken(email, user).await, None, "{email} {user:?}");
    }
    assert!(shop.taken("bob@example.com", None).await.is_some());
    assert_eq!(shop.used(&coupon).await, 2);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_thirty_windows_of_one_customer_use_a_coupon_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.coupon(CouponDraft { most_per_customer: Some(1), ..five_off("SPRING") }).await;
    let mut runs = Vec::new();
    for _ in 0..30 {
        runs.push(shop.begun().await);
    }
    let race = runs.iter().map(|run| shop.orders.take_coupon(*run, wish("ada@example.com", None)));
    let answers = futures::future::join_all(race).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_a_run_takes_a_coupon_once_however_often_it_asks(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let coupon = shop.coupon(CouponDraft { most_uses: Some(1), ..five_off("SPRING") }).await;
    let run = shop.begun().await;
    let take = || shop.orders.take_coupon(run, wish("ada@example.com", None));
    let (one, two, three) = tokio::join!(take(), take(), take());
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(shop.used(&coupon).await, 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_a_run_that_is_given_up_releases_its_coupon_once_and_takes_none_again(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let coupon = shop.coupon(CouponDraft { most_uses: Some(2), ..five_off("SPRING") }).await;
    let run = shop.taken("ada@example.com", None).await.unwrap();
    shop.taken("bob@example.com", None).await.unwrap();
    assert_eq!(shop.taken("eve@example.com", None).await, None);

    shop.give_up(run).await;
    shop.give_up(run).await;

    assert_eq!(shop.used(&coupon).await, 1);
    let late = shop.orders.take_coupon(run, wish("ada@example.com", None)).await.unwrap_err();
    assert_eq!(late.kind, ErrorKind::Conflict);
    assert!(shop.taken("eve@example.com", None).await.is_some());
}

fn ordered(run: CheckoutId) -> PlaceOrder {
    let discount = Discount { code: "SPRING".to_owned(), amount: euros(500) };
    PlaceOrder { checkout: run, discount: Some(discount), ..wanted(None) }
}

async fn cancel(shop: &Shop, order: OrderId) {
    shop.orders.cancel_order(Actor::System, order, "changed my mind".to_owned()).await.unwrap();
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_a_cancelled_order_releases_its_coupon_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let coupon = shop.coupon(CouponDraft { most_uses: Some(1), ..five_off("SPRING") }).await;
    let run = shop.taken("ada@example.com", None).await.unwrap();
    let order = shop.place(ordered(run)).await;
    assert_eq!(shop.used(&coupon).await, 1);

    cancel(&shop, order.id).await;
    cancel(&shop, order.id).await;

    assert_eq!(shop.used(&coupon).await, 0);
    shop.give_up(run).await;
    assert_eq!(shop.used(&coupon).await, 0);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_4_a_discount_is_taken_off_the_total_and_split_over_the_lines(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.coupon(five_off("SPRING")).await;
    let run = shop.taken("ada@example.com", None).await.unwrap();
    let order = shop.place(ordered(run)).await;

    // 2 × 12.00 and 30.00, five off, 4.90 to ship.
    assert_eq!((order.subtotal, order.total, order.tax), (euros(5400), euros(5390), euros(861)));
    assert_eq!(order.discount.as_ref().map(|discount| discount.amount), Some(euros(500)));
    let off: Vec<_> = order.items.iter().map(|item| item.discount.unwrap().minor).collect();
    assert_eq!(off, [222, 278]);
    let mut mugs = order.items[0].clone();
    let first = mugs.paid_for(1);
    mugs.refunded = 1;
    assert_eq!((first, mugs.paid_for(1), mugs.paid()), (euros(1089), euros(1089), euros(2178)));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_no_order_has_a_discount_that_its_run_did_not_take_or_lacks_the_one_it_took(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.coupon(five_off("SPRING")).await;
    let nothing_taken = shop.in_cart(ordered(shop.begun().await)).await;
    let refused = shop.orders.place_order(nothing_taken).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);

    let run = shop.taken("ada@example.com", None).await.unwrap();
    let without = shop.in_cart(PlaceOrder { discount: None, ..ordered(run) }).await;
    assert_eq!(shop.orders.place_order(without).await.unwrap_err().kind, ErrorKind::Conflict);
    // Nor does a release that knows of no coupons place it.
    let placed = sqlx::query(
        "insert into orders (id, number, checkout_id, cart_id, payment_id, email, language, order_status, payment_status,
             currency, subtotal_minor, shipping_minor, tax_minor, tax_rate_bp, total_amount_minor, units,
             shipping_method, address, note)
         values (gen_random_uuid(), 'TW-1', $1, gen_random_uuid(), gen_random_uuid(), 'ada@example.com', 'en', 'pending',
             'authorised', 'EUR', 5400, 490, 0, 0, 5890, 3, 'Standard', '{}', '')",
    );
    let refused = placed.bind(run.0).execute(shop.db.pool()).await.unwrap_err();
    assert_eq!(platform::constraint(&refused), Some("an_order_has_the_discount_that_was_taken"));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn why_a_code_cannot_be_used_is_told_by_the_clock_of_the_database(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let hour = std::time::Duration::from_hours(1);
    let now = platform::system_clock().now();
    shop.coupon(CouponDraft { ends_at: Some(now - hour), ..five_off("OLD") }).await;
    shop.coupon(CouponDraft { starts_at: Some(now + hour), ..five_off("SOON") }).await;
    shop.coupon(CouponDraft { is_active: false, ..five_off("OFF") }).await;
    shop.coupon(CouponDraft { minimum: 2000, ..five_off("BIG") }).await;

    for (code, word) in
        [("OLD", "expired"), ("SOON", "yet"), ("OFF", "know"), ("NONE", "know"), ("BIG", "20.00")]
    {
        let CouponOffer::Refused { reason, .. } = shop.offered(code, 1999, None).await else {
            panic!("{code} applies")
        };
        assert!(reason.contains(word), "{code}: {reason}");
    }
    let five = Discount { code: "BIG".to_owned(), amount: euros(500) };
    assert_eq!(shop.offered(" ｂｉｇ ", 2000, None).await, CouponOffer::Applies(five));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_whoever_left_the_bank_s_page_is_still_offered_what_their_own_run_holds(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let limits = CouponDraft { most_uses: Some(1), most_per_customer: Some(1), ..five_off("SPRING") };
    shop.coupon(limits).await;
    let filled =
        shop.orders.add_to_cart(CartKey::default(), item("MUG-1", 1, 1200).variant, crate::support::units(1));
    let cart = filled.await.unwrap().id.unwrap();
    let run = CheckoutId(ids::mint());
    shop.orders.start_checkout(run, cart, ids::token(), "{}".to_owned()).await.unwrap();
    shop.orders.take_coupon(run, wish("ada@example.com", None)).await.unwrap();

    let ask = |cart| {
        let customer = CouponCustomer { user: None, email: Some("ada@example.com".parse().unwrap()), cart };
        shop.orders.coupon_offer("SPRING".to_owned(), euros(5400), customer)
    };
    assert!(matches!(ask(Some(cart)).await.unwrap(), CouponOffer::Applies(_)));
    assert!(matches!(ask(None).await.unwrap(), CouponOffer::Refused { .. }));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_code_stays_in_the_cart_until_it_is_ordered(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = item("MUG-1", 1, 1200);
    let cart = shop.orders.add_to_cart(CartKey::default(), mug.variant, mug.quantity).await.unwrap();
    let key = CartKey { user: None, token: cart.new_token };
    let cart = shop.orders.set_cart_coupon(key.clone(), Some(" spring ".to_owned())).await.unwrap();
    assert_eq!(cart.coupon.as_deref(), Some("SPRING"));

    let order = PlaceOrder { cart: cart.id.unwrap(), items: vec![mug], ..wanted(None) };
    shop.orders.place_order(order).await.unwrap();
    assert_eq!(shop.orders.cart(key).await.unwrap().coupon, None);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn two_who_change_a_coupon_do_not_overwrite_each_other(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let coupon = shop.coupon(five_off("SPRING")).await;
    let change = CouponDraft { value: CouponValue::Percent(1000), ..coupon.terms.clone() };
    let (one, other) = tokio::join!(
        shop.orders.save_coupon(Actor::System, change.clone()),
        shop.orders.save_coupon(Actor::System, change)
    );
    let refused = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refused.iter().map(|error| error.kind).collect::<Vec<_>>(), [ErrorKind::Conflict]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn no_limit_is_set_below_what_was_used_and_no_code_is_given_twice(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let coupon = shop.coupon(five_off("SPRING")).await;
    shop.taken("ada@example.com", None).await.unwrap();
    shop.taken("ada@example.com", None).await.unwrap();

    let save = |draft| shop.orders.save_coupon(Actor::System, draft);
    let in_all = CouponDraft { most_uses: Some(1), ..coupon.terms.clone() };
    assert!(save(in_all).await.unwrap_err().for_field("most_uses").is_some());
    let each = CouponDraft { most_per_customer: Some(1), ..coupon.terms.clone() };
    assert!(save(each).await.unwrap_err().for_field("most_per_customer").is_some());
    assert!(save(five_off("spring")).await.unwrap_err().for_field("code").is_some());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn c_10_coupons_of_nonsense_are_refused(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for (field, draft) in [
        ("percent", CouponDraft { value: CouponValue::Percent(10_001), ..five_off("A-1") }),
        ("percent", CouponDraft { value: CouponValue::Percent(0), ..five_off("A-1") }),
        ("amount", CouponDraft { value: CouponValue::Amount(-500), ..five_off("A-1") }),
        ("minimum", CouponDraft { minimum: -1, ..five_off("A-1") }),
        ("most_uses", CouponDraft { most_uses: Some(u32::MAX), ..five_off("A-1") }),
        ("code", five_off("' or true --")),
    ] {
        let refused = shop.orders.save_coupon(Actor::System, draft).await.unwrap_err();
        assert!(refused.for_field(field).is_some(), "{field}: {refused:?}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn coupons_are_seen_and_changed_by_whoever_may_see_and_change_prices(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (merchant, viewer) = (staff(&[Permission::EditCatalog]), staff(&[Permission::ViewCatalog]));
    shop.orders.save_coupon(merchant, five_off("SPRING")).await.unwrap();
    let refused = shop.orders.save_coupon(viewer.clone(), five_off("AUTUMN")).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);

    let query = |status| CouponQuery { search: "pri".to_owned(), status, ..CouponQuery::default() };
    let found = shop.orders.coupons(viewer.clone(), query(Some(CouponStatus::Active))).await.unwrap();
    assert_eq!((found.total, found.items[0].terms.code.as_str()), (1, "SPRING"));
    assert_eq!(shop.orders.coupons(viewer, query(Some(CouponStatus::Expired))).await.unwrap().total, 0);
    let refused = shop.orders.coupons(staff(&[]), query(None)).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    assert_eq!(shop.told().await, ["audit_recorded"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_index_serves_every_page_of_coupons(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for fill in [
        "insert into coupons (id, code, percent_bp, currency, starts_at, ends_at, most_uses, used, is_active, created_at)
         select gen_random_uuid(), 'CODE-' || n, 1000, 'EUR',
             case when n % 1000 = 1 then now() + interval '1 day' end,
             case when n % 1000 = 2 then now() - interval '1 day' end, 1,
             case when n % 1000 = 3 then 1 else 0 end, n % 1000 <> 4, now() - n * interval '1 minute'
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    for (arguments, index) in [
        ("null, null, 25, 0, null, null", "coupons_newest"),
        ("null, null, 25, 0, now() - interval '9 days', gen_random_uuid()", "coupons_newest"),
        ("null, 'active', 25, 0, null, null", "coupons_newest"),
        ("'%ODE-777%', null, 25, 0, null, null", "coupons_by_code_part"),
        ("null, 'inactive', 25, 0, null, null", "coupons_out_of_use"),
        ("null, 'used_up', 25, 0, null, null", "coupons_out_of_use"),
        ("null, 'expired', 25, 0, null, null", "coupons_by_end"),
        ("null, 'scheduled', 25, 0, null, null", "coupons_by_start"),
    ] {
        let newest = "order by created_at desc, id desc limit $3 offset $4";
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), newest, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{arguments}:\n{plan}");
    }
    for (status, count) in [
        (CouponStatus::Inactive, 20),
        (CouponStatus::UsedUp, 20),
        (CouponStatus::Expired, 20),
        (CouponStatus::Scheduled, 20),
        (CouponStatus::Active, 10_001),
    ] {
        let query = CouponQuery { status: Some(status), ..CouponQuery::default() };
        assert_eq!(shop.orders.coupons(Actor::System, query).await.unwrap().total, count, "{status:?}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_9_two_accounts_that_used_a_coupon_once_each_are_no_customer_who_used_it_twice(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let coupon = shop.coupon(CouponDraft { most_per_customer: Some(1), ..five_off("SPRING") }).await;
    let (ada, old) = (user(), user());
    for (buyer, email) in [(ada, "ada@example.com"), (old, "lovelace@example.com")] {
        let run = shop.taken(email, Some(buyer)).await.unwrap();
        shop.place(PlaceOrder { user: Some(buyer), ..ordered(run) }).await;
    }
    let event = contracts::identity::Event::CustomersMerged { kept: ada, merged: old };
    let told = platform::testing::envelope(&event);
    for _ in 0..2 {
        shop.orders.on_customers_merged(told.clone()).await.unwrap();
    }
    let uses = sqlx::query_scalar("select user_id from coupon_uses order by user_id nulls last");
    let uses: Vec<Option<uuid::Uuid>> = uses.fetch_all(shop.db.pool()).await.unwrap();
    assert_eq!(uses, [Some(ada.0), None]);
    assert_eq!(shop.used(&coupon).await, 2);
    assert_eq!(shop.taken("countess@example.com", Some(ada)).await, None);
    for rule in orders::verify::RULES.iter().filter(|rule| rule.name == "I-9") {
        let breaches: Vec<String> =
            sqlx::query_scalar(rule.breaches).fetch_all(shop.db.pool()).await.unwrap();
        assert_eq!(breaches, [""; 0], "{}", rule.what);
    }
}
