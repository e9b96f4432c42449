//! What the emulator does.

use crate::client::{Client, SESSION, intent};
use chaos::stripe::Mischief;

const INTENTS: &str = "/v1/payment_intents";
const SESSIONS: &str = "/v1/checkout/sessions";

#[tokio::test]
async fn the_same_key_is_the_same_answer_and_other_parameters_under_it_are_refused() {
    let client = Client::new().await;
    let first = client.post_as("k1", INTENTS, &intent("pm_card_visa")).await.unwrap();
    let again = client.post_as("k1", INTENTS, &intent("pm_card_visa")).await.unwrap();
    assert_eq!((again.id(), again.is_replayed, first.is_replayed), (first.id(), true, false));
    let other = client.post_as("k1", INTENTS, &intent("pm_card_chargeDeclined")).await.unwrap();
    assert_eq!((other.status, other.body()["error"]["type"].as_str()), (400, Some("idempotency_error")));
    assert_eq!(client.stripe.ledger().intents.len(), 1);
}

#[tokio::test]
async fn a_failure_is_kept_under_its_key_although_the_work_was_done() {
    let client = Client::new().await;
    client.stripe.misbehave(Mischief { fails: 100, ..Mischief::default() });
    assert_eq!(client.post_as("k1", INTENTS, &intent("pm_card_visa")).await.unwrap().status, 500);
    client.stripe.misbehave(Mischief::default());
    let again = client.post_as("k1", INTENTS, &intent("pm_card_visa")).await.unwrap();
    assert_eq!((again.status, again.is_replayed), (500, true));
    assert_eq!(client.stripe.ledger().intents.len(), 1);
}

#[tokio::test]
async fn an_answer_that_was_cut_off_is_given_when_it_is_asked_for_again() {
    let client = Client::new().await;
    client.stripe.misbehave(Mischief { drops: 100, ..Mischief::default() });
    assert!(client.post_as("k1", INTENTS, &intent("pm_card_visa")).await.is_err());
    client.stripe.misbehave(Mischief::default());
    assert_eq!(client.post_as("k1", INTENTS, &intent("pm_card_visa")).await.unwrap().status, 200);
    assert_eq!(client.stripe.ledger().intents.len(), 1);
}

#[tokio::test]
async fn a_page_is_paid_once_and_tells_it_by_its_intent_not_by_the_address_of_return() {
    let client = Client::new().await;
    let made = client.post(SESSIONS, &SESSION).await.body();
    let (id, url) = (made["id"].as_str().unwrap(), made["url"].as_str().unwrap());
    assert_eq!((made["status"].as_str(), made["payment_intent"].is_null()), (Some("open"), true));
    assert!(client.get(url).await.text.contains("84.00 EUR"));

    let declined = client.post(url, &[("card", "4000 0000 0000 0002")]).await;
    assert!(declined.status == 200 && declined.text.contains("declined"), "{}", declined.text);
    let paid = client.post(url, &[("card", "4242 4242 4242 4242")]).await;
    assert_eq!((paid.status, paid.location.as_str()), (303, "http://shop.test/paid"));

    let session = client.get(&format!("{SESSIONS}/{id}?expand[]=payment_intent.payment_method")).await.body();
    assert_eq!(session["status"], "complete");
    assert_eq!(session["payment_intent"]["status"], "requires_capture");
    assert_eq!(session["payment_intent"]["payment_method"]["card"]["last4"], "4242");
    assert_eq!(client.get(url).await.status, 404);
    assert_eq!(client.post(&format!("{SESSIONS}/{id}/expire"), &[]).await.status, 400);
}

#[tokio::test]
async fn a_page_asks_the_payer_s_bank_when_the_card_wants_it() {
    let client = Client::new().await;
    let made = client.post(SESSIONS, &SESSION).await.body();
    let url = made["url"].as_str().unwrap();
    let bank = client.post(url, &[("card", "4000 0025 0000 3155")]).await.location;
    assert_eq!(client.post(&bank, &[("passed", "false")]).await.location, url);
    let bank = client.post(url, &[("card", "4000 0025 0000 3155")]).await.location;
    assert_eq!(client.post(&bank, &[("passed", "true")]).await.location, "http://shop.test/paid");
}

#[tokio::test]
async fn an_intent_of_an_open_page_is_let_go_by_closing_the_page_only() {
    let client = Client::new().await;
    let made = client.post(SESSIONS, &SESSION).await.body();
    let (id, url) = (made["id"].as_str().unwrap(), made["url"].as_str().unwrap());
    client.post(url, &[("card", "4000 0025 0000 3155")]).await;
    let intent = client.stripe.ledger().intents.into_keys().next().unwrap();
    assert_eq!(client.post(&format!("{INTENTS}/{intent}/cancel"), &[]).await.status, 400);
    assert_eq!(client.post(&format!("{SESSIONS}/{id}/expire"), &[]).await.body()["status"], "expired");
    assert_eq!(client.get(&format!("{INTENTS}/{intent}")).await.body()["status"], "canceled");
}

#[tokio::test]
async fn a_confirmation_token_is_good_for_one_intent() {
    let client = Client::new().await;
    let card = [("key", "pk_test_1"), ("card", "4242424242424242")];
    let token = client.post("/v1/confirmation_tokens", &card).await.id();
    let form = [
        ("amount", "8400"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("confirmation_token", token.as_str()),
        ("capture_method", "manual"),
    ];
    assert_eq!(client.post(INTENTS, &form).await.body()["status"], "requires_capture");
    assert_eq!(client.post(INTENTS, &form).await.status, 404);
    let secret = [("key", "sk_test_1"), ("card", "4242424242424242")];
    assert_eq!(client.post("/v1/confirmation_tokens", &secret).await.status, 401);
}

#[tokio::test]
async fn parameters_that_are_gone_since_endive_are_refused() {
    let client = Client::new().await;
    let form = [&intent("pm_card_visa")[..], &[("payment_method_types[]", "card")]].concat();
    let refused = client.post(INTENTS, &form).await;
    assert_eq!(refused.body()["error"]["code"], "payment_method_types_no_longer_supported");
}

#[tokio::test]
async fn events_are_listed_newest_first_in_pages_since_a_time() {
    let client = Client::new().await;
    for _ in 0..3 {
        client.post(INTENTS, &intent("pm_card_visa")).await;
    }
    let page = client.get("/v1/events?limit=2&created[gte]=1").await.body();
    let ids = |page: &serde_json::Value| {
        page["data"].as_array().unwrap().iter().map(|event| event["id"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!((ids(&page).len(), page["has_more"].as_bool()), (2, Some(true)));
    let after = page["data"][1]["id"].as_str().unwrap();
    let rest = client.get(&format!("/v1/events?limit=2&starting_after={after}")).await.body();
    assert_eq!((ids(&rest).len(), rest["has_more"].as_bool()), (1, Some(false)));
    let none = client.get("/v1/events?created[gte]=99999999999").await.body();
    assert!(ids(&none).is_empty());
}
