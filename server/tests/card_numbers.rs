//! Attack C-41: a card's number that is typed where none belongs is in no database.

use crate::support::{Shop, draft, people::registered};
use contracts::{
    Actor, SERVICES,
    checkout::{Outcome, Submit},
    identity::{ClientInfo, Registration},
    notifications::ContactMessage,
    orders::{CheckoutDraft, OrderQuery},
};
use sqlx::AssertSqlSafe;

const TYPED: &str = "5555 5555 5555 4444";

fn with_it(text: &str) -> String {
    format!("{text} {TYPED}")
}

/// An account, its profile and its address book.
async fn fill_the_account(shop: &Shop) {
    let identity = &shop.built.services.identity;
    let registration = Registration {
        name: with_it("Ada"),
        email: "ada@example.com".into(),
        password: "nine-herrings-and-a-kettle".into(),
    };
    let ada = registered(&shop.built.services, registration, ClientInfo::default()).await.session.actor();
    let told = identity.update_profile(ada.clone(), with_it("Ada"), "en".into()).await.unwrap();
    assert_eq!(told.name, "Ada **** **** **** 4444");
    let (user, note) = (ada.user().unwrap(), platform::ids::mint().into());
    identity.add_customer_note(Actor::System, user, note, with_it("Pays by")).await.unwrap();
    identity.set_customer_tags(Actor::System, user, vec![TYPED.into()]).await.unwrap();
    let address = serde_json::json!({ "name": with_it("Ada"), "company": TYPED, "street": with_it("Lane"), "city": "Berlin", "country": "DE" });
    identity.save_address(ada, None, serde_json::from_value(address).unwrap(), true).await.unwrap();
}

/// A purchase with a note, which staff cancel with a reason.
async fn buy_and_cancel(shop: &Shop) {
    let services = &shop.built.services;
    let variant = shop.stocked(5).await;
    let submit = shop.ready_to_buy(variant, 1, "4242 4242 4242 4242").await;
    let typed = CheckoutDraft { name: with_it("Ada"), note: with_it("Ring twice."), ..draft() };
    services.checkout.save_draft(submit.key.clone(), typed.clone()).await.unwrap();
    let outcome = services.checkout.submit(Submit { draft: typed, ..submit }).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    shop.settle().await;
    let orders = services.orders.orders(Actor::System, OrderQuery::default()).await.unwrap();
    let order = services.orders.order(Actor::System, orders.items[0].id).await.unwrap().unwrap();
    assert_eq!(order.note, "Ring twice. **** **** **** 4444");
    services.orders.set_order_tag(Actor::System, order.id, TYPED.into(), true).await.unwrap();
    let message =
        ContactMessage { name: with_it("Ada"), email: "ada@example.com".into(), text: with_it("My card is") };
    services.notifications.contact(message).await.unwrap();
    services.after_sales.cancel(Actor::System, order.id, with_it("Paid by")).await.unwrap();
    shop.settle().await;
}

/// The tables of a service in which it is.
async fn places(shop: &Shop, service: &str) -> Vec<String> {
    let mut owner = shop.owner(service).await;
    let tables = "select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut owner).await.unwrap();
    let mut places = Vec::new();
    for table in tables {
        let count =
            format!("select count(*) from {table} t where t::text ~ '5555[ -]?5555[ -]?5555[ -]?4444'");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut owner).await.unwrap();
        if rows > 0 {
            places.push(format!("{service}: {rows} rows of {table}"));
        }
    }
    places
}

#[tokio::test(flavor = "multi_thread")]
async fn c_41_a_card_number_in_names_notes_and_searches_is_kept_nowhere() {
    let shop = Shop::open(&[]).await;
    fill_the_account(&shop).await;
    buy_and_cancel(&shop).await;
    let search = format!("/api/v1/products?q={}", TYPED.replace(' ', "%20"));
    shop.client().get(&search).await.must_be(200);
    shop.settle().await;
    let mut found = Vec::new();
    for service in SERVICES {
        found.extend(places(&shop, service).await);
    }
    assert!(found.is_empty(), "{found:#?}");
    shop.close().await;
}
