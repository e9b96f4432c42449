//! What is entered for an account, logging in, passwords.

use crate::common::{PASSWORD, shop, shopper};
use contracts::{
    ErrorKind,
    identity::{Identity as _, Realm, Registration},
};
use sqlx::PgPool;

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn all_wrong_fields_are_told_at_once(pool: PgPool) {
    let shop = shop(pool).await;
    let wrong = Registration { name: " ".into(), email: "ada".into(), password: "password".into() };
    let error = shop.identity.register(wrong, String::new()).await.unwrap_err();
    let fields: Vec<&str> = error.fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "email", "password"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_wrong_password_an_unknown_address_and_a_blocked_account_give_the_same_answer(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register("ada@example.com").await;
    shop.register("blocked@example.com").await;
    shop.execute("update users set status = 'blocked' where email = 'blocked@example.com'").await.unwrap();
    let wrong = shop.log_in(Realm::Shop, "ada@example.com", "wrong password").await.unwrap_err();
    let unknown = shop.log_in(Realm::Shop, "nobody@example.com", PASSWORD).await.unwrap_err();
    let blocked = shop.log_in(Realm::Shop, "blocked@example.com", PASSWORD).await.unwrap_err();
    let shopper = shop.log_in(Realm::Staff, "ada@example.com", PASSWORD).await.unwrap_err();
    assert_eq!(wrong.kind, ErrorKind::Unauthenticated);
    assert_eq!([&unknown, &blocked, &shopper], [&wrong, &wrong, &wrong]);
    assert!(shop.log_in(Realm::Shop, "ada@example.com", PASSWORD).await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn changing_the_password_ends_the_other_sessions(pool: PgPool) {
    let shop = shop(pool).await;
    let here = shop.register("ada@example.com").await;
    let elsewhere = shop.log_in(Realm::Shop, "ada@example.com", PASSWORD).await.unwrap();
    let actor = shopper(here.session.user);
    let change = async |current: &str, new: &str| {
        let keep = Some(here.session.id);
        shop.identity.change_password(actor.clone(), current.into(), new.into(), keep).await
    };
    assert!(change("wrong password", "another horse").await.unwrap_err().for_field("current").is_some());
    assert!(change(PASSWORD, "short").await.unwrap_err().for_field("new").is_some());
    change(PASSWORD, "another horse").await.unwrap();
    assert!(shop.shop_session(&here.token).await.is_some());
    assert!(shop.shop_session(&elsewhere.token).await.is_none());
    assert!(shop.log_in(Realm::Shop, "ada@example.com", PASSWORD).await.is_err());
    assert!(shop.log_in(Realm::Shop, "ada@example.com", "another horse").await.is_ok());
    assert!(shop.published().await.contains(&"password_changed".to_owned()));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_password_that_is_proved_many_times_at_once_is_changed_once(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    let change = async |new: &str| {
        shop.identity.change_password(ada.clone(), PASSWORD.into(), new.into(), None).await.is_ok()
    };
    let changed: [bool; 4] = tokio::join!(
        change("the first horse"),
        change("the second horse"),
        change("the third horse"),
        change("the fourth horse"),
    )
    .into();
    assert_eq!(changed.iter().filter(|changed| **changed).count(), 1, "{changed:?}");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn resetting_a_password_ends_every_session_and_the_link_works_once(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await;
    let issued = shop.identity.begin_password_reset("ADA@example.com".into()).await.unwrap().unwrap();
    let reset = async |new: &str| shop.identity.reset_password(issued.token.clone(), new.into()).await;
    assert!(reset("short").await.unwrap_err().for_field("new").is_some(), "and the link is not used up");
    reset("another horse").await.unwrap();
    assert!(shop.shop_session(&ada.token).await.is_none());
    assert_eq!(reset("a third horse").await.unwrap_err().kind, ErrorKind::Invalid);
    assert!(shop.log_in(Realm::Shop, "ada@example.com", "another horse").await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_newer_reset_link_and_half_an_hour_end_the_older_one(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register("ada@example.com").await;
    let issue = async || shop.identity.begin_password_reset("ada@example.com".into()).await.unwrap().unwrap();
    let (older, newer) = (issue().await, issue().await);
    assert!(shop.identity.reset_password(older.token, "another horse".into()).await.is_err());
    shop.execute("update password_resets set expires_at = expires_at - interval '30 minutes'").await.unwrap();
    assert!(shop.identity.reset_password(newer.token, "another horse".into()).await.is_err());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_gets_a_reset_link_for_an_address_without_an_account(pool: PgPool) {
    let shop = shop(pool).await;
    for email in ["nobody@example.com", "no address"] {
        assert!(shop.identity.begin_password_reset(email.into()).await.unwrap().is_none());
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn name_and_language_can_be_changed(pool: PgPool) {
    let shop = shop(pool).await;
    let actor = shopper(shop.register("ada@example.com").await.session.user);
    let update = async |name: &str, language: &str| {
        shop.identity.update_profile(actor.clone(), name.into(), language.into()).await
    };
    assert!(update("Ada", "klingon").await.unwrap_err().for_field("language").is_some());
    update(" Ada King ", "de-CH").await.unwrap();
    let profile = shop.identity.profile(actor.clone()).await.unwrap();
    assert_eq!((profile.name.as_str(), profile.language.as_str()), ("Ada King", "de-CH"));
}
