//! Passwords that are easy to guess are refused wherever one is set.

use crate::common::{PASSWORD, shop, shopper};
use contracts::{
    Actor, Error,
    identity::{Identity as _, Registration},
};
use sqlx::PgPool;

fn why(error: &Error, field: &str) -> String {
    error.for_field(field).unwrap_or_default().to_owned()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_password_that_is_guessed_soon_is_refused_at_the_field_in_words(pool: PgPool) {
    let shop = shop(pool).await;
    let register = async |password: &str| {
        let (name, email) = ("Rosalind Wintergreen".to_owned(), "rose@example.com".to_owned());
        let registration = Registration { name, email, password: password.to_owned() };
        shop.identity.register(registration, String::new()).await
    };
    for weak in ["abcdefgh1", "qwertyuiop[]", "monkey1995", "wintergreen1", "rose@example.com"] {
        let error = register(weak).await.unwrap_err();
        assert!(why(&error, "password").contains("easy to guess"), "{weak}: {error:?}");
    }
    assert!(register("nine herrings and a kettle").await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn ones_own_name_is_no_new_password_either(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session;
    let issued = shop.identity.begin_password_reset("ada@example.com".into()).await.unwrap().unwrap();
    let own = "ada lovelace";
    let changed = shop.identity.change_password(shopper(ada.user), PASSWORD.into(), own.into(), None).await;
    let reset = shop.identity.reset_password(issued.token.clone(), own.into()).await;
    for error in [changed.unwrap_err(), reset.unwrap_err()] {
        assert!(why(&error, "new").contains("easy to guess"), "{error:?}");
    }
    shop.identity.reset_password(issued.token, "another horse".into()).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_administrator_begins_with_no_weak_password(pool: PgPool) {
    let shop = shop(pool).await;
    let email = "admin@example.com".parse().unwrap();
    let made = shop.identity.ensure_administrator(Actor::System, email, "administrator1".into()).await;
    assert!(why(&made.unwrap_err(), "password").contains("easy to guess"));
}
