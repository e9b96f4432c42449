//! What a gateway tells by itself.

use crate::support::{Shop, wish};
use contracts::{
    ErrorKind,
    payments::{PaymentStatus, Payments as _},
};
use payments::{
    config::StripeConfig,
    gateway::{Failure, PaymentGateway as _, StripeGateway, Subject},
};
use sqlx::PgPool;
use stripe_webhook::Webhook;

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_webhook_applied_twice_changes_state_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.payments.authorise(wish("4000002500003155")).await.unwrap();
    let charge = payment.gateway_reference.unwrap();
    sqlx::query("update test_gateway.charges set standing = 'authorised'")
        .execute(shop.db.pool())
        .await
        .unwrap();
    let body = format!("evt_1:{charge}").into_bytes();

    for _ in 0..3 {
        let concerned = shop.payments.receive_webhook(body.clone(), "good".to_owned()).await.unwrap();
        assert_eq!(concerned, Some(payment.checkout));
    }

    assert_eq!(shop.status(payment.id).await, PaymentStatus::Authorised);
    assert_eq!(shop.told().await, ["payment_authorised"]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn an_event_that_could_not_be_applied_works_when_it_is_sent_again(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.payments.authorise(wish("4000002500003155")).await.unwrap();
    let body = format!("evt_1:{}", payment.gateway_reference.unwrap()).into_bytes();
    sqlx::query("update test_gateway.charges set standing = 'authorised'")
        .execute(shop.db.pool())
        .await
        .unwrap();

    shop.line.lose_answers(true);
    let failed = shop.payments.receive_webhook(body.clone(), "good".to_owned()).await.unwrap_err();
    assert_eq!(failed.kind, ErrorKind::Unavailable);
    shop.line.lose_answers(false);
    shop.payments.receive_webhook(body, "good".to_owned()).await.unwrap();
    assert_eq!(shop.status(payment.id).await, PaymentStatus::Authorised);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_burst_of_webhooks_holds_no_connection_while_the_gateway_is_asked(pool: PgPool) {
    let one = sqlx::postgres::PgPoolOptions::new().max_connections(1);
    let one = one.acquire_timeout(std::time::Duration::from_secs(5));
    let narrow = one.connect_with((*pool.connect_options()).clone()).await.unwrap();
    let shop = Shop::open(narrow).await;
    let payment = shop.payments.authorise(wish("4000002500003155")).await.unwrap();
    let charge = payment.gateway_reference.unwrap();
    let mut burst = tokio::task::JoinSet::new();
    for event in 0..10 {
        let (payments, body) = (shop.payments.clone(), format!("evt_{event}:{charge}").into_bytes());
        burst.spawn(async move { payments.receive_webhook(body, "good".to_owned()).await });
    }
    for answer in burst.join_all().await {
        assert_eq!(answer.unwrap(), Some(payment.checkout));
    }
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_wrong_signature_is_refused(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let refused = shop.payments.receive_webhook(b"evt_1:ch_1".to_vec(), "bad".to_owned()).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Invalid);
}

#[tokio::test]
async fn stripe_s_signature_is_over_the_raw_body_and_any_current_secret_counts() {
    let stripe = StripeGateway::new(&stripe_config("whsec_old, whsec_new")).unwrap();
    let body =
        r#"{"id":"evt_1","type":"payment_intent.amount_capturable_updated","data":{"object":{"id":"pi_1"}}}"#;
    for secret in ["whsec_old", "whsec_new"] {
        let signature = Webhook::generate_test_header(body, secret, None);
        let notice = stripe.verify_webhook(body.as_bytes(), &signature).unwrap();
        assert_eq!((notice.event.as_str(), notice.subject), ("evt_1", Subject::Charge("pi_1".to_owned())));
        let changed = body.replace("pi_1", "pi_2");
        assert_eq!(stripe.verify_webhook(changed.as_bytes(), &signature), Err(Failure::Forged));
    }
    let yesterday = Webhook::generate_test_header(body, "whsec_new", Some(1_700_000_000));
    for forged in [&Webhook::generate_test_header(body, "", None), &yesterday, "", "t=1,v1=00"] {
        assert_eq!(stripe.verify_webhook(body.as_bytes(), forged), Err(Failure::Forged), "{forged}");
    }
}

#[tokio::test]
async fn stripe_tells_of_disputes_warnings_and_refunds() {
    let stripe = StripeGateway::new(&stripe_config("whsec_1")).unwrap();
    let refunded = Subject::RefundsOf("pi_1".to_owned());
    for (kind, subject) in [
        ("charge.dispute.created", Subject::Dispute("x_1".to_owned())),
        ("charge.dispute.closed", Subject::Dispute("x_1".to_owned())),
        ("radar.early_fraud_warning.created", Subject::FraudWarning("x_1".to_owned())),
        ("refund.updated", Subject::Refund("x_1".to_owned())),
        ("charge.refunded", refunded),
        ("charge.updated", Subject::Other),
    ] {
        let object = r#"{"id":"x_1","payment_intent":"pi_1"}"#;
        let body = format!(r#"{{"id":"evt_1","type":"{kind}","data":{{"object":{object}}}}}"#);
        let signature = Webhook::generate_test_header(&body, "whsec_1", None);
        let notice = stripe.verify_webhook(body.as_bytes(), &signature).unwrap();
        assert_eq!(notice.subject, subject, "{kind}");
    }
}

#[tokio::test]
async fn stripe_without_a_secret_is_refused() {
    for secrets in ["", " ", ",", " , "] {
        assert!(StripeGateway::new(&stripe_config(secrets)).is_err(), "{secrets:?}");
    }
    let no_key = StripeConfig { secret_key: " ".to_owned(), ..stripe_config("whsec_1") };
    assert!(StripeGateway::new(&no_key).is_err());
}

fn stripe_config(webhook_secrets: &str) -> StripeConfig {
    StripeConfig {
        secret_key: "sk_test_1".to_owned(),
        publishable_key: "pk_test_1".to_owned(),
        webhook_secrets: webhook_secrets.to_owned(),
        api_base: None,
        script_url: None,
        given_up_url: "http://shop.test/checkout".to_owned(),
    }
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn events_that_no_gateway_sends_again_are_forgotten(pool: PgPool) {
    let shop = Shop::open(pool).await;
    sqlx::query(
        "insert into webhook_events (event_id, received_at)
         select 'evt_' || n, now() - n * interval '1 day' from unnest(array[1, 29, 31, 400]) n",
    )
    .execute(shop.db.pool())
    .await
    .unwrap();
    shop.a_minute_later().await;
    let left: Vec<String> =
        sqlx::query_scalar("select event_id from webhook_events order by received_at desc")
            .fetch_all(shop.db.pool())
            .await
            .unwrap();
    assert_eq!(left, ["evt_1", "evt_29"]);
}
