//! The address book.

use crate::common::{Shop, shop, shopper};
use contracts::{
    Actor, Address, ErrorKind, SavedAddressId,
    identity::{Identity as _, SavedAddress},
};
use sqlx::PgPool;

pub fn at(street: &str) -> Address {
    Address {
        name: " Ada Lovelace ".into(),
        company: Some(" ".into()),
        street: street.into(),
        street2: None,
        city: "Berlin".into(),
        state: None,
        postal_code: Some("10115".into()),
        country: "DE".parse().unwrap(),
        phone: None,
    }
}

async fn save(shop: &Shop, actor: &Actor, street: &str, is_default: bool) -> SavedAddress {
    shop.identity.save_address(actor.clone(), None, at(street), is_default).await.unwrap()
}

async fn streets(shop: &Shop, actor: &Actor) -> Vec<(String, bool)> {
    let entries = shop.identity.addresses(actor.clone()).await.unwrap();
    entries.into_iter().map(|entry| (entry.address.street, entry.is_default)).collect()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn there_is_one_default_and_it_comes_first(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    let first = save(&shop, &ada, "First 1", false).await;
    assert!(first.is_default, "the only one is the default");
    assert_eq!((first.address.name.as_str(), first.address.company), ("Ada Lovelace", None));
    save(&shop, &ada, "Second 2", false).await;
    save(&shop, &ada, "Third 3", true).await;
    let expected = [("Third 3", true), ("First 1", false), ("Second 2", false)];
    assert_eq!(streets(&shop, &ada).await, expected.map(|(street, default)| (street.to_owned(), default)));
    shop.identity.save_address(ada.clone(), Some(first.id), at("Changed 1"), true).await.unwrap();
    assert_eq!(streets(&shop, &ada).await[0], ("Changed 1".to_owned(), true));
    shop.identity.delete_address(ada.clone(), first.id).await.unwrap();
    assert_eq!(streets(&shop, &ada).await.len(), 2);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_reaches_into_another_address_book(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    let bob = shopper(shop.register("bob@example.com").await.session.user);
    let entry = save(&shop, &ada, "First 1", true).await;
    for id in [entry.id, SavedAddressId(platform::ids::mint())] {
        let changed = shop.identity.save_address(bob.clone(), Some(id), at("Mine 1"), true).await;
        assert_eq!(changed.unwrap_err().kind, ErrorKind::NotFound);
        let deleted = shop.identity.delete_address(bob.clone(), id).await;
        assert_eq!(deleted.unwrap_err().kind, ErrorKind::NotFound);
    }
    assert_eq!(streets(&shop, &ada).await, [("First 1".to_owned(), true)]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_address_book_has_at_most_50_entries_and_no_empty_ones(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    let empty = shop.identity.save_address(ada.clone(), None, at(" "), false).await.unwrap_err();
    assert!(empty.for_field("street").is_some());
    for number in 0..50 {
        save(&shop, &ada, &format!("Street {number}"), false).await;
    }
    let full = shop.identity.save_address(ada.clone(), None, at("Street 51"), false).await.unwrap_err();
    assert_eq!(full.kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn two_defaults_saved_at_once_leave_one(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    tokio::join!(save(&shop, &ada, "First 1", true), save(&shop, &ada, "Second 2", true));
    let defaults = streets(&shop, &ada).await.into_iter().filter(|(_, default)| *default).count();
    assert_eq!(defaults, 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn support_sees_a_customer_s_address_book(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    save(&shop, &shopper(ada), "First 1", true).await;
    let support = shop.staff("support").await.session.actor();
    let seen = shop.identity.customer_addresses(support, ada).await.unwrap();
    assert_eq!(seen[0].address.street, "First 1");
}
