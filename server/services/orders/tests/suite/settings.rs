//! What the shop says of itself, and how long it waits.

use crate::support::{Shop, seller, staff};
use contracts::{
    ErrorKind, Permission,
    orders::{
        CartQuery, CheckoutRules, InvoiceQuery, OrderQuery, Orders as _, Seller, ShopLocale, ShopSettings,
    },
};
use sqlx::PgPool;

fn harbour(version: u32) -> ShopSettings {
    let seller = Seller { name: " Harbour\nGoods GmbH ".into(), ..seller() };
    ShopSettings {
        version,
        name: " Harbour & Co ".into(),
        sender_name: "Mia".into(),
        support_email: "help@harbour.example".into(),
        support_phone: "+49 40 123456".into(),
        ..ShopSettings::unchanged(seller)
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn what_the_environment_says_counts_until_it_is_changed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let before = shop.orders.shop().await.unwrap();
    assert_eq!((before.version, before.name.as_str(), before.seller), (0, "Tradewind", seller()));

    let actor = staff(&[Permission::ManageSettings]);
    let saved = shop.orders.save_shop(actor, harbour(0)).await.unwrap();
    assert_eq!((saved.version, saved.name.as_str()), (1, "Harbour & Co"));
    assert_eq!(saved.seller.name, "Harbour Goods GmbH", "on one line");
    assert_eq!(shop.orders.shop().await.unwrap(), saved, "at once where it was changed");
    assert_eq!(shop.told().await, ["audit_recorded", "shop_saved"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_invoice_names_whoever_sells_when_it_is_issued(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let issued = shop.paid().await;
    let actor = staff(&[Permission::ManageSettings]);
    shop.orders.save_shop(actor, harbour(0)).await.unwrap();
    let later = shop.paid().await;
    for (order, name) in [(issued, "Tradewind Goods GmbH"), (later, "Harbour Goods GmbH")] {
        let invoices = shop.orders.find_invoices(order.number, order.email.to_string()).await.unwrap();
        assert_eq!(invoices[0].seller.name, name);
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn of_two_who_change_the_settings_the_second_is_told(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let save = |version| shop.orders.save_shop(staff(&[Permission::ManageSettings]), harbour(version));
    let (one, other) = tokio::join!(save(0), save(0));
    let refused = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refused.iter().map(|error| error.kind).collect::<Vec<_>>(), [ErrorKind::Conflict]);
    assert_eq!(save(0).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(save(1).await.unwrap().version, 2);
    let rules = |version| CheckoutRules { version, ..CheckoutRules::default() };
    let save =
        |version| shop.orders.save_checkout_rules(staff(&[Permission::ManageSettings]), rules(version));
    assert_eq!(save(0).await.unwrap().version, 1);
    assert_eq!(save(0).await.unwrap_err().kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn everything_that_cannot_be_set_is_told_at_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let wrong = ShopSettings {
        name: " ".into(),
        sender_name: "x".repeat(61),
        support_email: "nowhere".into(),
        support_phone: "call me".into(),
        ..harbour(0)
    };
    let actor = || staff(&[Permission::ManageSettings]);
    let refused = shop.orders.save_shop(actor(), wrong).await.unwrap_err();
    let fields: Vec<_> = refused.fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "sender_name", "support_email", "support_phone"]);

    let wrong = CheckoutRules { version: 0, hold_minutes: 11, abandoned_minutes: 14, guest_cart_days: 366 };
    let refused = shop.orders.save_checkout_rules(actor(), wrong).await.unwrap_err();
    assert_eq!(refused.fields.len(), 3);
    let nobody = shop.orders.save_shop(staff(&[]), harbour(0)).await.unwrap_err();
    assert_eq!(nobody.kind, ErrorKind::Forbidden);
    assert!(shop.told().await.is_empty());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_cart_is_abandoned_when_the_rules_say_so(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.in_cart(crate::support::wanted(None)).await;
    sqlx::query("update carts set updated_at = now() - interval '20 minutes'")
        .execute(shop.db.pool())
        .await
        .unwrap();
    let desk = || staff(&[Permission::ViewOrders, Permission::ManageSettings]);
    let query = || CartQuery { abandoned: Some(true), ..CartQuery::default() };
    assert!(shop.orders.carts(desk(), query()).await.unwrap().items.is_empty());
    let rules = CheckoutRules { abandoned_minutes: 15, ..CheckoutRules::default() };
    shop.orders.save_checkout_rules(desk(), rules).await.unwrap();
    assert!(!shop.orders.carts(desk(), query()).await.unwrap().items.is_empty());
}

async fn move_to(shop: &Shop, zone: &str) {
    let now = shop.orders.shop().await.unwrap();
    let locale = ShopLocale { time_zone: zone.into(), ..now.locale.clone() };
    let wanted = ShopSettings { locale, ..now };
    shop.orders.save_shop(staff(&[Permission::ManageSettings]), wanted).await.unwrap();
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_day_of_a_list_begins_at_midnight_where_the_shop_is(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.paid().await;
    // 23:30 UTC on the evening before the clocks go forward: half past midnight in Berlin, afternoon in New York.
    for moved in [
        "update orders set order_date = '2026-03-28T23:30:00Z'",
        "alter table invoices disable trigger user",
        "update invoices set issued_at = '2026-03-28T23:30:00Z'",
    ] {
        sqlx::query(moved).execute(shop.db.pool()).await.unwrap();
    }
    let day = |text: &str| text.parse().ok();
    let desk = || staff(&[Permission::ViewOrders]);
    for (zone, of_the_28th, of_the_29th) in
        [("UTC", 1, 0), ("Europe/Berlin", 0, 1), ("America/New_York", 1, 0), ("Asia/Kathmandu", 0, 1)]
    {
        if zone != "UTC" {
            move_to(&shop, zone).await;
        }
        for (text, wanted) in [("2026-03-28", of_the_28th), ("2026-03-29", of_the_29th)] {
            let query = OrderQuery { from: day(text), to: day(text), ..OrderQuery::default() };
            let orders = shop.orders.orders(desk(), query).await.unwrap().total;
            let query = InvoiceQuery { from: day(text), to: day(text), ..InvoiceQuery::default() };
            let invoices = shop.orders.invoices(desk(), query).await.unwrap().total;
            assert_eq!((orders, invoices), (wanted, wanted), "{zone}, {text}");
        }
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_day_of_another_age_narrows_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.paid().await;
    let query = OrderQuery { to: "+262142-12-31".parse().ok(), ..OrderQuery::default() };
    assert_eq!(shop.orders.orders(staff(&[Permission::ViewOrders]), query).await.unwrap().total, 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_shop_is_in_a_time_zone_of_the_list_and_writes_in_languages_there_are(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let actor = || staff(&[Permission::ManageSettings]);
    let zones = shop.orders.time_zones(actor()).await.unwrap();
    for zone in ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"] {
        assert!(zones.iter().any(|one| one == zone), "{zone}");
    }
    assert!(!zones.iter().any(|zone| zone.starts_with("posix/")));

    let with = |zone: &str, language: &str, languages: &[&str]| {
        let languages = languages.iter().map(|code| (*code).to_owned()).collect();
        let locale = ShopLocale { time_zone: zone.into(), language: language.into(), languages };
        ShopSettings { locale, ..harbour(0) }
    };
    for (wrong, field) in [
        (with("Europe/Atlantis", "en", &["en"]), "time_zone"),
        (with("posix/Europe/Berlin", "en", &["en"]), "time_zone"),
        (with("UTC", "de", &["en"]), "language"),
        (with("UTC", "en", &["en", "xx"]), "languages"),
        (with("UTC", "en", &[]), "languages"),
    ] {
        let refused = shop.orders.save_shop(actor(), wrong).await.unwrap_err();
        assert!(refused.for_field(field).is_some(), "{refused:?}");
    }
    let saved = shop.orders.save_shop(actor(), with("Asia/Tokyo", "de", &["de", "de"])).await.unwrap();
    assert_eq!(saved.locale.languages, ["de"]);
    assert_eq!(shop.orders.shop().await.unwrap().locale, saved.locale);
    let nobody = shop.orders.time_zones(staff(&[])).await.unwrap_err();
    assert_eq!(nobody.kind, ErrorKind::Forbidden);
}
