//! What of an answer is believed.

use super::{BASE_URL, Corp, Way, ada, back, corp, provider::Fake, refusal, signed_in, start};
use crate::common::shop;
use contracts::{
    ErrorKind,
    identity::{
        FederationAnswer, FederationOutcome, FederationRefusal, FederationStart, Identity as _, Realm,
        Session,
    },
};
use serde_json::{Value, json};
use sqlx::PgPool;

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_browser_is_sent_with_everything_that_binds_the_answer_to_it(pool: PgPool) {
    let corp = corp(pool).await;
    let browser = platform::ids::token();
    let way = corp.begin(Realm::Shop, &browser).await;
    assert_eq!(way.get("redirect_uri"), format!("{BASE_URL}/account/sso/corp/callback"));
    assert_eq!([way.get("response_type"), way.get("code_challenge_method")], ["code", "S256"]);
    let (state, kept): (String, String) = sqlx::query_as("select state, browser from federated_sign_ins")
        .fetch_one(corp.shop.db.pool())
        .await
        .unwrap();
    assert_eq!(state, platform::ids::hash_token(&way.get("state")), "a hash is kept");
    assert_eq!(kept, platform::ids::hash_token(&browser));
    let staff = corp.begin(Realm::Staff, &browser).await;
    assert_eq!(staff.get("redirect_uri"), format!("{BASE_URL}/admin/sso/corp/callback"));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_answer_counts_once_in_its_own_browser_at_its_own_door_and_for_ten_minutes(pool: PgPool) {
    let corp = corp(pool).await;
    let browser = platform::ids::token();
    let way = corp.begin(Realm::Shop, &browser).await;
    let code = corp.fake.sign_in(&way, ada(), Value::Null);
    let answer = corp.answer(&way, code);
    let again = || answer.clone();
    let elsewhere = corp.finish(back(Realm::Shop, &platform::ids::token(), again())).await;
    assert_eq!(refusal(&elsewhere), Some(FederationRefusal::Expired), "who was sent a link to it");
    let staff = corp.finish(back(Realm::Staff, &browser, again())).await;
    assert_eq!(refusal(&staff), Some(FederationRefusal::Expired));
    signed_in(corp.finish(back(Realm::Shop, &browser, again())).await);
    let replayed = corp.finish(back(Realm::Shop, &browser, again())).await;
    assert_eq!(refusal(&replayed), Some(FederationRefusal::Expired));

    let way = corp.begin(Realm::Shop, &browser).await;
    let code = corp.fake.sign_in(&way, ada(), Value::Null);
    corp.shop
        .execute("update federated_sign_ins set expires_at = now() - interval '1 second'")
        .await
        .unwrap();
    let late = corp.finish(back(Realm::Shop, &browser, corp.answer(&way, code))).await;
    assert_eq!(refusal(&late), Some(FederationRefusal::Expired));
    corp.shop.identity.purge_expired().await.unwrap();
    let left: i64 = sqlx::query_scalar("select count(*) from federated_sign_ins")
        .fetch_one(corp.shop.db.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_token_for_another_sign_in_client_issuer_or_time_opens_nothing(pool: PgPool) {
    let corp = corp(pool).await;
    for changes in [
        json!({ "nonce": "another" }),
        json!({ "aud": "another-shop" }),
        json!({ "iss": "https://evil.example" }),
        json!({ "exp": 1 }),
        json!({ "sub": "" }),
    ] {
        let outcome = corp.come_with(Realm::Shop, ada(), changes.clone()).await;
        assert_eq!(refusal(&outcome), Some(FederationRefusal::Failed), "{changes}");
    }
    assert_eq!(corp.shop.published().await, Vec::<String>::new(), "nobody was made");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_answer_of_another_provider_is_not_even_asked_about(pool: PgPool) {
    let corp = corp(pool).await;
    for issuer in [Some("https://evil.example".to_owned()), None] {
        let browser = platform::ids::token();
        let way = corp.begin(Realm::Shop, &browser).await;
        let code = corp.fake.sign_in(&way, ada(), Value::Null);
        let answer = FederationAnswer { issuer, ..corp.answer(&way, code) };
        let outcome = corp.finish(back(Realm::Shop, &browser, answer)).await;
        assert_eq!(refusal(&outcome), Some(FederationRefusal::Failed), "RFC 9207");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_code_that_was_made_for_another_browser_is_not_redeemed(pool: PgPool) {
    let corp = corp(pool).await;
    let (mine, evils) = (platform::ids::token(), platform::ids::token());
    let my_way = corp.begin(Realm::Shop, &mine).await;
    let evil_way = corp.begin(Realm::Shop, &evils).await;
    let stolen = corp.fake.sign_in(&my_way, ada(), json!({ "nonce": evil_way.get("nonce") }));
    let outcome = corp.finish(back(Realm::Shop, &evils, corp.answer(&evil_way, stolen))).await;
    assert_eq!(refusal(&outcome), Some(FederationRefusal::Failed), "PKCE");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_says_no_at_the_provider_is_told_so(pool: PgPool) {
    let corp = corp(pool).await;
    for (error, why) in
        [("access_denied", FederationRefusal::Cancelled), ("server_error", FederationRefusal::Failed)]
    {
        let browser = platform::ids::token();
        let way = corp.begin(Realm::Shop, &browser).await;
        let answer =
            FederationAnswer { state: way.get("state"), error: Some(error.into()), ..Default::default() };
        let outcome = corp.finish(back(Realm::Shop, &browser, answer)).await;
        assert_eq!(refusal(&outcome), Some(why));
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn where_to_go_afterwards_is_a_page_of_the_door(pool: PgPool) {
    let corp = corp(pool).await;
    for (wanted, led) in
        [("/checkout", "/checkout"), ("https://evil.example", "/account"), ("//evil", "/account")]
    {
        let browser = platform::ids::token();
        let begun =
            contracts::identity::FederationStart { return_to: wanted.into(), ..start(Realm::Shop, &browser) };
        let address = corp.shop.identity.begin_federation(begun).await.unwrap();
        let way = super::Way::of(&address);
        let code = corp.fake.sign_in(&way, ada(), Value::Null);
        let outcome = corp.finish(back(Realm::Shop, &browser, corp.answer(&way, code))).await;
        assert!(
            matches!(outcome, FederationOutcome::LoggedIn { return_to, .. } if return_to == led),
            "{wanted}"
        );
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_provider_that_is_not_set_up_or_speaks_for_another_is_not_used(pool: PgPool) {
    let shop = shop(pool).await;
    let browser = platform::ids::token();
    let nobody = shop.identity.begin_federation(start(Realm::Shop, &browser)).await.unwrap_err();
    assert_eq!(nobody.kind, ErrorKind::NotFound);
    let fake = Fake::start().await;
    let mut config = fake.config();
    assert!(identity::examine(&config).await.is_ok());
    config.issuer = format!("{}/", fake.issuer);
    assert!(identity::examine(&config).await.unwrap_err().to_string().contains("another issuer"));
    let identity = shop.identity.signing_in_with(vec![config], BASE_URL).unwrap();
    let refused = identity.begin_federation(start(Realm::Shop, &browser)).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unavailable);
}

/// Whether a session of an account without a password shows that its owner is there.
async fn is_proof(corp: &Corp, session: &Session) -> bool {
    let identity = &corp.shop.identity;
    identity.begin_data_export(session.actor(), session.id, String::new(), String::new()).await.is_ok()
}

fn an_hour_ago() -> i64 {
    platform::system_clock().now().timestamp() - 3600
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_log_in_that_is_a_proof_is_asked_for_anew_and_taken_only_if_it_was(pool: PgPool) {
    let corp = corp(pool).await;
    let again = async |changes: Value| {
        let browser = platform::ids::token();
        let begun = FederationStart { again: true, ..start(Realm::Shop, &browser) };
        let way = Way::of(&corp.shop.identity.begin_federation(begun).await.unwrap());
        assert_eq!([way.get("prompt"), way.get("max_age")], ["login", "0"]);
        let code = corp.fake.sign_in(&way, ada(), changes);
        corp.finish(back(Realm::Shop, &browser, corp.answer(&way, code))).await
    };
    for known_from_before in [json!({ "auth_time": an_hour_ago() }), json!({ "auth_time": null })] {
        let outcome = again(known_from_before).await;
        assert_eq!(refusal(&outcome), Some(FederationRefusal::NotAnew));
    }
    let session = signed_in(again(Value::Null).await).session;
    assert!(is_proof(&corp, &session).await);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn whom_the_provider_knew_from_before_is_let_in_and_has_proved_nothing(pool: PgPool) {
    let corp = corp(pool).await;
    let way = corp.begin(Realm::Shop, &platform::ids::token()).await;
    assert!(way.get("max_age").parse::<i64>().unwrap() > 86_400 && !way.0.contains_key("prompt"));
    for auth_time in [json!(an_hour_ago()), Value::Null] {
        let outcome = corp.come_with(Realm::Shop, ada(), json!({ "auth_time": auth_time })).await;
        assert!(!is_proof(&corp, &signed_in(outcome).session).await);
    }
    let now = corp.enter(Realm::Shop, ada()).await.session;
    assert!(is_proof(&corp, &now).await);
}
