//! Which account opens to a shopper.

use super::{ada, ada_with, corp, refusal, signed_in};
use crate::common::{PASSWORD, nowhere, shopper};
use contracts::{
    Actor, ErrorKind, UserId,
    identity::{
        FederationCallback, FederationOutcome, FederationRefusal, Identity as _, LogInOutcome, Realm,
    },
};
use serde_json::json;
use sqlx::PgPool;

async fn verify(corp: &super::Corp, user: UserId) {
    let identity = &corp.shop.identity;
    let link = identity.begin_email_verification(shopper(user)).await.unwrap().unwrap();
    identity.verify_email(link.token).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_is_new_gets_an_account_with_a_proved_address_and_without_a_password(pool: PgPool) {
    let corp = corp(pool).await;
    let first = corp.enter(Realm::Shop, ada()).await.session;
    assert_eq!([first.name.as_str(), first.email.as_str()], ["Ada Lovelace", "ada@example.com"]);
    assert!(corp.shop.identity.profile(first.actor()).await.unwrap().email_verified);
    assert_eq!(corp.shop.published().await, ["user_registered", "logged_in"]);
    for guess in ["", "$argon2id$", PASSWORD] {
        let refused = corp.shop.log_in(Realm::Shop, "ada@example.com", guess).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Unauthenticated);
    }
    let again = corp.enter(Realm::Shop, ada_with(&json!({ "email": "new@example.com" }))).await.session;
    assert_eq!((again.user, again.email.as_str()), (first.user, "ada@example.com"), "known by its subject");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_address_that_the_provider_has_not_proved_makes_and_opens_nothing(pool: PgPool) {
    let corp = corp(pool).await;
    let user = corp.shop.register("ada@example.com").await.session.user;
    verify(&corp, user).await;
    for claims in
        [json!({ "email_verified": false }), json!({ "email_verified": "false" }), json!({ "email": "" })]
    {
        let outcome = corp.come(Realm::Shop, ada_with(&claims)).await;
        assert_eq!(refusal(&outcome), Some(FederationRefusal::Unverified), "{claims}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_account_with_the_address_opens_once_it_has_proved_it_itself(pool: PgPool) {
    let corp = corp(pool).await;
    let mallory = corp.shop.register("ada@example.com").await.session.user;
    let trap = corp.come(Realm::Shop, ada()).await;
    assert_eq!(refusal(&trap), Some(FederationRefusal::LinkFirst), "somebody may wait in it for her");
    verify(&corp, mallory).await;
    assert_eq!(corp.enter(Realm::Shop, ada()).await.session.user, mallory);
    assert!(corp.shop.log_in(Realm::Shop, "ada@example.com", PASSWORD).await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_blocked_account_stays_closed(pool: PgPool) {
    let corp = corp(pool).await;
    let user = corp.enter(Realm::Shop, ada()).await.session.user;
    corp.shop.identity.set_blocked(Actor::System, user, true).await.unwrap();
    let known = corp.come(Realm::Shop, ada()).await;
    assert_eq!(refusal(&known), Some(FederationRefusal::Closed));
    let unknown = corp.come(Realm::Shop, ada_with(&json!({ "sub": "ada-2" }))).await;
    assert_eq!(refusal(&unknown), Some(FederationRefusal::Closed));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_second_factor_is_asked_for_all_the_same(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.enter(Realm::Shop, ada()).await.session;
    let statement = format!(
        "insert into second_factors (user_id, secret, confirmed_at) values ('{}', '12345678901234567890', now())",
        session.user
    );
    corp.shop.execute(&statement).await.unwrap();
    let outcome = corp.come(Realm::Shop, ada()).await;
    assert!(matches!(
        outcome,
        FederationOutcome::LoggedIn { outcome: LogInOutcome::CodeNeeded(_), return_to } if return_to == "/checkout"
    ));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn two_that_come_at_once_are_one_account(pool: PgPool) {
    let corp = corp(pool).await;
    let browsers = [platform::ids::token(), platform::ids::token()];
    let mut callbacks = Vec::new();
    for browser in &browsers {
        let way = corp.begin(Realm::Shop, browser).await;
        let code = corp.fake.sign_in(&way, ada(), serde_json::Value::Null);
        callbacks.push(super::back(Realm::Shop, browser, corp.answer(&way, code)));
    }
    let client = contracts::identity::ClientInfo::default;
    let [one, other]: [FederationCallback; 2] = callbacks.try_into().unwrap();
    let identity = &corp.shop.identity;
    let (one, other) =
        tokio::join!(identity.finish_federation(one, client()), identity.finish_federation(other, client()));
    assert!(one.is_ok() || other.is_ok());
    let people: i64 =
        sqlx::query_scalar("select count(*) from users").fetch_one(corp.shop.db.pool()).await.unwrap();
    assert_eq!(people, 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_erased_account_is_not_found_again(pool: PgPool) {
    let corp = corp(pool).await;
    let user = corp.shop.register("ada@example.com").await.session.user;
    verify(&corp, user).await;
    corp.enter(Realm::Shop, ada()).await;
    corp.shop
        .identity
        .delete_account(shopper(user), nowhere(), PASSWORD.into(), String::new())
        .await
        .unwrap();
    let anew = signed_in(corp.come(Realm::Shop, ada()).await).session.user;
    assert_ne!(anew, user);
}
