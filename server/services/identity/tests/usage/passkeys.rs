//! Passkeys: adding one, the way in without a password, in place of a code, and losing one.

use crate::{
    authenticator::Authenticator,
    common::{PASSWORD, Shop, nowhere, shop},
};
use contracts::{
    Actor, ErrorKind, Result,
    identity::{
        AuditQuery, ClientInfo, Credentials, Identity as _, LogInOutcome, PasskeyAnswer, Realm, SignedIn,
    },
};
use sqlx::PgPool;

const ADA: &str = "ada@example.com";

async fn add(shop: &Shop, who: &SignedIn, device: &mut Authenticator) -> Result<Vec<String>> {
    let (actor, here) = (who.session.actor(), who.session.id);
    let asked = shop.identity.begin_passkey(actor.clone(), here, PASSWORD.into()).await?;
    shop.identity.add_passkey(actor, here, "Phone".into(), device.make(&asked)).await
}

/// Ada with a passkey, the recovery codes, and the session that she added it in.
async fn ada(shop: &Shop) -> (SignedIn, Authenticator, Vec<String>) {
    let (signed_in, mut device) = (shop.register(ADA).await, Authenticator::fresh());
    let codes = add(shop, &signed_in, &mut device).await.unwrap();
    (signed_in, device, codes)
}

async fn open(shop: &Shop, realm: Realm, answer: PasskeyAnswer) -> Result<SignedIn> {
    shop.identity.log_in_with_passkey(realm, answer, ClientInfo::default()).await
}

async fn log_in(shop: &Shop, realm: Realm, device: &mut Authenticator) -> Result<SignedIn> {
    let asked = shop.identity.begin_passkey_log_in().await?;
    open(shop, realm, device.sign(&asked)).await
}

/// The first step of a log-in; `None` when the password alone opened a session.
async fn first_step(shop: &Shop, realm: Realm, email: &str) -> Option<String> {
    let credentials = Credentials { email: email.into(), password: PASSWORD.into() };
    match shop.identity.log_in(realm, credentials, ClientInfo::default()).await.unwrap() {
        LogInOutcome::CodeNeeded(challenge) => Some(challenge.token),
        LogInOutcome::SignedIn(_) => None,
    }
}

/// In place of a code, for whoever has logged in.
async fn proof(shop: &Shop, actor: &Actor, device: &mut Authenticator) -> String {
    let asked = shop.identity.begin_passkey_proof(actor.clone()).await.unwrap();
    device.sign(&asked).into_code()
}

async fn acts(shop: &Shop) -> Vec<String> {
    let page = shop.identity.audit_log(Actor::System, AuditQuery::default()).await.unwrap();
    page.items.into_iter().map(|entry| entry.action).collect()
}

fn is_closed(outcome: Result<SignedIn>) -> bool {
    outcome.is_err_and(|error| error.kind == ErrorKind::Unauthenticated)
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_passkey_opens_the_account_without_a_password(pool: PgPool) {
    let shop = shop(pool).await;
    let elsewhere = shop.register("bob@example.com").await;
    let (here, mut device, codes) = ada(&shop).await;
    assert_eq!(codes.len(), 10);
    assert!(shop.published().await.contains(&"second_factor_changed".to_owned()));
    let entered = log_in(&shop, Realm::Shop, &mut device).await.unwrap();
    assert_eq!(entered.session.user, here.session.user);
    let standing = shop.shop_session(&entered.token).await.unwrap().second_factor;
    assert!(standing.confirmed && standing.fresh && entered.session.second_factor.fresh);
    let kept = shop.identity.passkeys(here.session.actor()).await.unwrap();
    assert!(kept.len() == 1 && kept[0].name == "Phone" && kept[0].last_used_at.is_some());
    assert!(shop.identity.passkeys(elsewhere.session.actor()).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn with_a_passkey_the_password_takes_a_second_step(pool: PgPool) {
    let shop = shop(pool).await;
    let signed_in = shop.register(ADA).await;
    let elsewhere = shop.log_in(Realm::Shop, ADA, PASSWORD).await.unwrap();
    let mut device = Authenticator::fresh();
    let codes = add(&shop, &signed_in, &mut device).await.unwrap();
    assert!(shop.shop_session(&elsewhere.token).await.is_none(), "it was opened without the passkey");
    let challenge = first_step(&shop, Realm::Shop, ADA).await.unwrap();
    let asked = shop.identity.begin_passkey_step(Realm::Shop, challenge.clone()).await.unwrap();
    let by = async |code: String| {
        let challenge = first_step(&shop, Realm::Shop, ADA).await.unwrap();
        shop.identity.prove_log_in(Realm::Shop, challenge, code, ClientInfo::default()).await
    };
    let answer = device.sign(&asked).into_code();
    assert!(by(answer.clone()).await.unwrap().session.second_factor.fresh);
    assert!(by(answer).await.unwrap_err().for_field("one_time_code").is_some(), "it counts once");
    assert!(by(codes[0].clone()).await.is_ok(), "a recovery code is for who has lost the passkey");
    assert!(by("000000".into()).await.is_err(), "there is no app");
    let over = shop.identity.begin_passkey_step(Realm::Staff, challenge).await.unwrap_err();
    assert_eq!(over.kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_answer_counts_once_and_for_what_was_asked(pool: PgPool) {
    let shop = shop(pool).await;
    let (_, mut device, _) = ada(&shop).await;
    let asked = shop.identity.begin_passkey_log_in().await.unwrap();
    let answer = device.sign(&asked);
    let other = shop.identity.begin_passkey_log_in().await.unwrap();
    let foreign = PasskeyAnswer { ceremony: other.ceremony.clone(), ..answer.clone() };
    assert!(is_closed(open(&shop, Realm::Shop, foreign).await), "another challenge was signed");
    assert!(open(&shop, Realm::Shop, answer.clone()).await.is_ok());
    assert!(is_closed(open(&shop, Realm::Shop, answer).await), "replayed");
    let again = device.sign(&other);
    assert!(is_closed(open(&shop, Realm::Shop, again).await), "a wrong answer uses the challenge up, too");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_answer_is_waited_for_five_minutes(pool: PgPool) {
    let shop = shop(pool).await;
    let (_, mut device, _) = ada(&shop).await;
    let asked = shop.identity.begin_passkey_log_in().await.unwrap();
    shop.execute("update passkey_ceremonies set expires_at = expires_at - interval '5 minutes'")
        .await
        .unwrap();
    assert!(is_closed(open(&shop, Realm::Shop, device.sign(&asked)).await));
    shop.identity.purge_expired().await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn another_site_gets_nothing_from_a_passkey(pool: PgPool) {
    let shop = shop(pool).await;
    let (signed_in, mut device, _) = ada(&shop).await;
    for origin in ["https://shop.example.evil.test", "https://evil.shop.example", "http://shop.example"] {
        device.origin = origin;
        assert!(is_closed(log_in(&shop, Realm::Shop, &mut device).await), "{origin}");
    }
    let mut phished = Authenticator::fresh();
    phished.origin = "https://evil.test";
    let refused = add(&shop, &signed_in, &mut phished).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Invalid);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_device_that_does_not_know_its_owner_opens_nothing(pool: PgPool) {
    let shop = shop(pool).await;
    let (_, mut device, _) = ada(&shop).await;
    device.verifies = false;
    assert!(is_closed(log_in(&shop, Realm::Shop, &mut device).await));
    let bob = shop.register("bob@example.com").await;
    let mut found = Authenticator::fresh();
    found.verifies = false;
    assert!(add(&shop, &bob, &mut found).await.is_err());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_copy_is_found_out_by_its_counter(pool: PgPool) {
    let shop = shop(pool).await;
    let (_, mut device, _) = ada(&shop).await;
    device.counter = 6;
    log_in(&shop, Realm::Shop, &mut device).await.unwrap();
    device.counter = 3;
    assert!(is_closed(log_in(&shop, Realm::Shop, &mut device).await));
    assert!(acts(&shop).await.contains(&"passkey.copy_refused".to_owned()));
    device.counter = 7;
    assert!(log_in(&shop, Realm::Shop, &mut device).await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_removed_passkey_opens_nothing_and_takes_the_recovery_codes_along(pool: PgPool) {
    let shop = shop(pool).await;
    let (signed_in, mut device, _) = ada(&shop).await;
    let actor = signed_in.session.actor();
    let id = shop.identity.passkeys(actor.clone()).await.unwrap()[0].id;
    let remove = async |password: &str, code: String| {
        shop.identity.remove_passkey(actor.clone(), nowhere(), id, password.into(), code).await
    };
    assert!(remove("wrong password", String::new()).await.unwrap_err().for_field("password").is_some());
    assert!(remove(PASSWORD, "000000".into()).await.unwrap_err().for_field("one_time_code").is_some());
    let code = proof(&shop, &actor, &mut device).await;
    remove(PASSWORD, code).await.unwrap();
    assert!(is_closed(log_in(&shop, Realm::Shop, &mut device).await));
    assert!(
        first_step(&shop, Realm::Shop, ADA).await.is_none(),
        "the password alone opens the account again"
    );
    assert_eq!(shop.identity.second_factor(actor).await.unwrap().recovery_codes_left, 0);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_blocked_account_stays_closed(pool: PgPool) {
    let shop = shop(pool).await;
    let (signed_in, mut device, _) = ada(&shop).await;
    shop.identity.set_blocked(Actor::System, signed_in.session.user, true).await.unwrap();
    assert!(is_closed(log_in(&shop, Realm::Shop, &mut device).await));
    shop.identity.set_blocked(Actor::System, signed_in.session.user, false).await.unwrap();
    assert!(log_in(&shop, Realm::Shop, &mut device).await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_shopper_s_passkey_does_not_open_the_office(pool: PgPool) {
    let shop = shop(pool).await;
    let (_, mut device, _) = ada(&shop).await;
    assert!(is_closed(log_in(&shop, Realm::Staff, &mut device).await));
    let (manager, mut own) = (shop.staff("manager").await, Authenticator::fresh());
    add(&shop, &manager, &mut own).await.unwrap();
    let entered = log_in(&shop, Realm::Staff, &mut own).await.unwrap();
    assert!(shop.staff_session(&entered.token).await.is_some());
    let acts = acts(&shop).await;
    assert!(acts.contains(&"passkey.added".to_owned()) && acts.contains(&"staff.logged_in".to_owned()));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn adding_one_needs_the_password_or_a_fresh_proof(pool: PgPool) {
    let shop = shop(pool).await;
    let (signed_in, _, _) = ada(&shop).await;
    let begin = async || {
        let (actor, here) = (signed_in.session.actor(), signed_in.session.id);
        shop.identity.begin_passkey(actor, here, String::new()).await
    };
    let asked = begin().await.unwrap();
    let tablet = Authenticator::fresh().make(&asked);
    let (actor, here) = (signed_in.session.actor(), signed_in.session.id);
    let codes = shop.identity.add_passkey(actor, here, "Tablet".into(), tablet).await.unwrap();
    assert!(codes.is_empty(), "the recovery codes of the first one stay");
    shop.execute("update sessions set second_factor_at = now() - interval '10 minutes'").await.unwrap();
    assert!(begin().await.unwrap_err().for_field("password").is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_passkey_that_was_just_proved_lets_an_app_be_set_up(pool: PgPool) {
    let shop = shop(pool).await;
    let (_, mut device, _) = ada(&shop).await;
    let here = log_in(&shop, Realm::Shop, &mut device).await.unwrap().session;
    let begin =
        async || shop.identity.begin_second_factor(here.actor(), here.id, String::new(), String::new()).await;
    begin().await.unwrap();
    shop.execute("update sessions set second_factor_at = now() - interval '10 minutes'").await.unwrap();
    assert!(begin().await.unwrap_err().for_field("password").is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_passkey_is_one_account_s(pool: PgPool) {
    let shop = shop(pool).await;
    let (ada, mut device, _) = ada(&shop).await;
    let bob = shop.register("bob@example.com").await;
    assert_eq!(add(&shop, &bob, &mut device).await.unwrap_err().kind, ErrorKind::Conflict);
    let mut bobs = Authenticator::fresh();
    add(&shop, &bob, &mut bobs).await.unwrap();
    let asked = shop.identity.begin_passkey_proof(ada.session.actor()).await.unwrap();
    let code = bobs.sign(&asked).into_code();
    let refused = shop.identity.prove_again(ada.session.actor(), ada.session.id, code).await.unwrap_err();
    assert!(refused.for_field("one_time_code").is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_passkey_is_the_second_factor_that_a_role_needs(pool: PgPool) {
    let shop = shop(pool).await;
    let (manager, mut device) = (shop.staff("manager").await, Authenticator::fresh());
    shop.identity.set_second_factor_required(Actor::System, "manager".into(), true).await.unwrap();
    assert!(shop.staff_session(&manager.token).await.unwrap().second_factor.missing);
    add(&shop, &manager, &mut device).await.unwrap();
    assert!(!shop.staff_session(&manager.token).await.unwrap().second_factor.missing);
    let policies = shop.identity.role_policies(Actor::System).await.unwrap();
    assert!(policies.iter().all(|policy| policy.role != "manager" || policy.members_without == 0));

    shop.execute("update sessions set second_factor_at = now() - interval '10 minutes'").await.unwrap();
    assert!(shop.staff_session(&manager.token).await.unwrap().second_factor.needs_proof());
    let actor = manager.session.actor();
    let code = proof(&shop, &actor, &mut device).await;
    shop.identity.prove_again(actor, manager.session.id, code).await.unwrap();
    assert!(!shop.staff_session(&manager.token).await.unwrap().second_factor.needs_proof());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_erased_account_leaves_no_passkey(pool: PgPool) {
    let shop = shop(pool).await;
    let (signed_in, mut device, _) = ada(&shop).await;
    let actor = signed_in.session.actor();
    let refused =
        shop.identity.delete_account(actor.clone(), nowhere(), PASSWORD.into(), String::new()).await;
    assert!(refused.unwrap_err().for_field("one_time_code").is_some());
    let code = proof(&shop, &actor, &mut device).await;
    shop.identity.delete_account(actor, nowhere(), PASSWORD.into(), code).await.unwrap();
    assert!(is_closed(log_in(&shop, Realm::Shop, &mut device).await));
    let left = sqlx::query_scalar::<_, i64>("select count(*) from passkeys")
        .fetch_one(shop.db.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_owner_is_told_of_every_passkey_and_of_the_second_factor_when_it_comes_or_goes(pool: PgPool) {
    let shop = shop(pool).await;
    let (signed_in, mut device, _) = ada(&shop).await;
    add(&shop, &signed_in, &mut Authenticator::fresh()).await.unwrap();
    let actor = signed_in.session.actor();
    for passkey in shop.identity.passkeys(actor.clone()).await.unwrap() {
        let code = proof(&shop, &actor, &mut device).await;
        let removed =
            shop.identity.remove_passkey(actor.clone(), nowhere(), passkey.id, PASSWORD.into(), code);
        removed.await.unwrap();
    }
    let told = shop.published().await;
    let told: Vec<_> = told.iter().filter(|name| name.ends_with("_changed")).map(String::as_str).collect();
    let (way, factor) = ("way_in_changed", "second_factor_changed");
    assert_eq!(told, [way, factor, way, way, way, factor]);
}
