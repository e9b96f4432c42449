//! Linking to one's own account, and taking it away.

use super::{Corp, Way, ada, ada_with, back, corp, refusal, start};
use crate::common::PASSWORD;
use contracts::{
    ErrorKind, ExternalIdentityId,
    identity::{FederationOutcome, FederationRefusal, Identity as _, Realm, Session},
};
use serde_json::{Value, json};
use sqlx::PgPool;

/// Whoever has this session links what they sign in with.
async fn link(corp: &Corp, session: &Session, person: Value) -> FederationOutcome {
    let browser = platform::ids::token();
    let begun = start(Realm::Shop, &browser);
    let identity = &corp.shop.identity;
    let address = identity.begin_linking(session.actor(), session.id, begun, PASSWORD.into()).await.unwrap();
    let way = Way::of(&address);
    let code = corp.fake.sign_in(&way, person, Value::Null);
    corp.finish(back(Realm::Shop, &browser, corp.answer(&way, code))).await
}

async fn linked(corp: &Corp, session: &Session) -> Vec<ExternalIdentityId> {
    let all = corp.shop.identity.linked_identities(session.actor()).await.unwrap();
    all.linked.into_iter().map(|one| one.id).collect()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_provider_s_word_for_the_same_address_links_and_proves_it(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.shop.register("ada@example.com").await.session;
    assert!(matches!(link(&corp, &session, ada()).await, FederationOutcome::Linked));
    assert!(corp.shop.identity.profile(session.actor()).await.unwrap().email_verified);
    assert_eq!(corp.enter(Realm::Shop, ada()).await.session.user, session.user);
    let all = corp.shop.identity.linked_identities(session.actor()).await.unwrap();
    assert!(all.has_password);
    assert_eq!(all.linked[0].provider, "Corp");
    assert_eq!(all.linked[0].email.as_deref(), Some("ada@example.com"));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_has_not_proved_the_account_s_address_links_nothing_else_to_it(pool: PgPool) {
    let corp = corp(pool).await;
    let mallory = corp.shop.register("ada@example.com").await.session;
    let other = ada_with(&json!({ "sub": "mallory", "email": "mallory@example.com" }));
    let outcome = link(&corp, &mallory, other).await;
    assert_eq!(refusal(&outcome), Some(FederationRefusal::ConfirmFirst));
    assert_eq!(linked(&corp, &mallory).await, []);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_opens_one_account_is_not_linked_to_another(pool: PgPool) {
    let corp = corp(pool).await;
    corp.enter(Realm::Shop, ada()).await;
    let eve = corp.shop.register("eve@example.com").await.session;
    corp.shop.execute("update users set email_verified_at = now()").await.unwrap();
    assert_eq!(refusal(&link(&corp, &eve, ada()).await), Some(FederationRefusal::LinkedElsewhere));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn linking_and_unlinking_take_the_password(pool: PgPool) {
    let corp = corp(pool).await;
    let (session, identity) = (corp.shop.register("ada@example.com").await.session, &corp.shop.identity);
    let begun = start(Realm::Shop, &platform::ids::token());
    let refused = identity
        .begin_linking(session.actor(), session.id, begun, "wrong password".into())
        .await
        .unwrap_err();
    assert!(refused.for_field("password").is_some());
    link(&corp, &session, ada()).await;
    let id = linked(&corp, &session).await[0];
    let unlink = async |password: &str| {
        identity.unlink_identity(session.actor(), session.id, id, password.into()).await
    };
    assert!(unlink("wrong password").await.unwrap_err().for_field("password").is_some());
    unlink(PASSWORD).await.unwrap();
    assert_eq!(linked(&corp, &session).await, []);
    assert_eq!(unlink(PASSWORD).await.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn without_a_password_a_fresh_log_in_is_needed_and_the_last_way_in_stays(pool: PgPool) {
    let corp = corp(pool).await;
    let (session, identity) = (corp.enter(Realm::Shop, ada()).await.session, &corp.shop.identity);
    let second = ada_with(&json!({ "sub": "ada-2" }));
    let unlink = async |id: ExternalIdentityId| {
        identity.unlink_identity(session.actor(), session.id, id, String::new()).await
    };
    let only = linked(&corp, &session).await[0];
    assert_eq!(unlink(only).await.unwrap_err().kind, ErrorKind::Conflict, "nothing else opens it");
    assert!(matches!(link(&corp, &session, second).await, FederationOutcome::Linked));
    corp.shop.let_pass("11 minutes").await;
    assert_eq!(unlink(only).await.unwrap_err().kind, ErrorKind::Conflict, "the log-in is not fresh");
    corp.shop.execute("update sessions set authenticated_at = now()").await.unwrap();
    unlink(only).await.unwrap();
    assert_eq!(linked(&corp, &session).await.len(), 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_passkey_is_a_way_in_that_stays(pool: PgPool) {
    let corp = corp(pool).await;
    let (session, identity) = (corp.enter(Realm::Shop, ada()).await.session, &corp.shop.identity);
    let passkey = format!(
        "insert into passkeys (id, user_id, credential_id, passkey, name)
         values (gen_random_uuid(), '{}', 'x', '{{}}', 'Phone')",
        session.user
    );
    corp.shop.execute(&passkey).await.unwrap();
    let only = linked(&corp, &session).await[0];
    identity.unlink_identity(session.actor(), session.id, only, String::new()).await.unwrap();
    assert_eq!(linked(&corp, &session).await, []);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_takes_away_what_is_another_s(pool: PgPool) {
    let corp = corp(pool).await;
    let ada = corp.enter(Realm::Shop, ada()).await.session;
    let eve = corp.shop.register("eve@example.com").await.session;
    let id = linked(&corp, &ada).await[0];
    let refused = corp.shop.identity.unlink_identity(eve.actor(), eve.id, id, PASSWORD.into()).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::NotFound);
    assert_eq!(linked(&corp, &ada).await, [id]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_owner_is_told_what_opens_the_account_and_what_no_longer_does(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.shop.register("ada@example.com").await.session;
    for _ in 0..2 {
        link(&corp, &session, ada()).await;
    }
    let id = linked(&corp, &session).await[0];
    corp.shop.identity.unlink_identity(session.actor(), session.id, id, PASSWORD.into()).await.unwrap();
    // Its address is proved by now: whoever comes by the provider is let in, and it is linked again.
    corp.enter(Realm::Shop, ada()).await;
    assert_eq!(told(&corp).await, [("Corp", true), ("Corp", false), ("Corp", true)].map(own));
}

fn own((way, added): (&str, bool)) -> (String, bool) {
    (way.to_owned(), added)
}

/// Which ways in were told of, and whether they were added.
async fn told(corp: &Corp) -> Vec<(String, bool)> {
    let events = platform::testing::published(&corp.shop.db).await;
    let events = events.iter().filter(|event| event.name == "way_in_changed");
    let told = events.map(|event| {
        let way = event.payload["way"].as_str().unwrap().to_owned();
        (way, event.payload["added"].as_bool().unwrap())
    });
    told.collect()
}
