//! Buying with Stripe as the payment gateway, against the emulator: at Stripe's page, with the Payment Element's
//! token, with events that nobody heard.

use crate::support::{Shop, client::Client};
use chaos::stripe::{Stripe, serve};
use contracts::{
    Actor, CheckoutId, VariantId,
    checkout::{Outcome, Submit},
    payments::{HOSTED_PAGE, PaymentStatus},
};
use serde_json::Value;

const VISA: &str = "pm_card_visa";
const DECLINED: &str = "pm_card_chargeDeclined";
const CHALLENGE: &str = "pm_card_authenticationRequired";

/// A shop whose payments Stripe takes.
struct World {
    shop: Shop,
    stripe: Stripe,
    variant: VariantId,
}

impl World {
    async fn open() -> Self {
        let stripe = Stripe::new(11);
        let base = format!("http://{}", serve(stripe.clone()).await.unwrap());
        let script = format!("{base}/stripe.js");
        let settings = [
            ["--stripe-secret-key", "sk_test_x"],
            ["--stripe-publishable-key", "pk_test_x"],
            ["--stripe-webhook-secret", "whsec_x"],
            ["--stripe-api-base", base.as_str()],
            ["--stripe-js-url", script.as_str()],
        ];
        let shop = Shop::open(settings.as_flattened()).await;
        let variant = shop.stocked(9).await;
        Self { shop, stripe, variant }
    }

    async fn wish(&self, method: &str) -> Submit {
        self.shop.ready_to_buy(self.variant, 1, method).await
    }

    async fn submit(&self, wish: Submit) -> Outcome {
        self.shop.built.services.checkout.submit(wish).await.unwrap()
    }

    async fn resume(&self, run: CheckoutId) -> Outcome {
        self.shop.built.services.checkout.resume(run).await.unwrap()
    }

    /// The run, and the session of the page that its payer is led to.
    async fn at_a_page(&self, wish: Submit) -> (CheckoutId, String) {
        match self.submit(wish).await {
            Outcome::ActionRequired { checkout, url } => {
                let (_, session) = url.rsplit_once("/pay/").unwrap();
                (checkout, session.to_owned())
            }
            other => panic!("{other:?}"),
        }
    }

    /// Reads the gateway's list of events, as the job does.
    async fn replay(&self) {
        let jobs = payments::jobs(&self.shop.built.payments);
        let replay = jobs.iter().find(|job| job.kind() == "replay_events").unwrap();
        replay.run_now(Value::Null).await.unwrap();
    }

    /// The events that were applied, and when.
    async fn remembered(&self) -> Vec<(String, String)> {
        let db = self.shop.databases.of("payments").unwrap();
        let rows = sqlx::query_as("select event_id, received_at::text from webhook_events order by event_id");
        rows.fetch_all(db.pool()).await.unwrap()
    }

    /// The only intent that is not given up.
    fn intent(&self) -> chaos::stripe::Intent {
        let live = self.stripe.ledger().intents.into_values().filter(|intent| intent.status != "canceled");
        let live: Vec<_> = live.collect();
        assert_eq!(live.len(), 1, "{live:?}");
        live.into_iter().next().unwrap()
    }

    async fn payments(&self) -> Vec<contracts::payments::Payment> {
        let payments = &self.shop.built.services.payments;
        payments
            .payments(Actor::System, String::new(), contracts::PageRequest::default())
            .await
            .unwrap()
            .items
    }
}

fn is_placed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Placed { .. })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_without_scripts_pays_at_stripe_s_page() {
    let world = World::open().await;
    let (run, session) = world.at_a_page(world.wish(HOSTED_PAGE).await).await;
    // Whoever comes back has not paid by that.
    assert!(matches!(world.resume(run).await, Outcome::ActionRequired { .. }));
    world.stripe.pay_session(&session, VISA).unwrap();
    assert!(is_placed(&world.resume(run).await));
    let (intent, payment) = (world.intent(), world.payments().await.remove(0));
    assert_eq!((intent.status.as_str(), intent.amount_received), ("succeeded", payment.amount.minor));
    assert_eq!(intent.metadata["payment"], payment.id.to_string());
    assert_eq!(payment.gateway_reference.as_deref(), Some(intent.id.as_str()));
    assert_eq!(
        (payment.status, payment.method_label.as_str()),
        (PaymentStatus::Captured, "Visa ending 4242")
    );
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_declined_at_stripe_s_page_may_be_followed_by_another_there() {
    let world = World::open().await;
    let (run, session) = world.at_a_page(world.wish(HOSTED_PAGE).await).await;
    assert!(world.stripe.pay_session(&session, DECLINED).unwrap().last_error.is_some());
    world.replay().await;
    assert!(matches!(world.resume(run).await, Outcome::ActionRequired { .. }));
    let asked = world.stripe.pay_session(&session, CHALLENGE).unwrap();
    world.replay().await;
    assert!(matches!(world.resume(run).await, Outcome::ActionRequired { .. }));
    world.stripe.answer_challenge(&asked.id, true);
    assert!(is_placed(&world.resume(run).await));
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_left_for_another_attempt_cannot_be_paid_any_more() {
    let world = World::open().await;
    let wish = world.wish(HOSTED_PAGE).await;
    let again = Submit { idempotency_key: platform::ids::token(), ..wish.clone() };
    let (_, left) = world.at_a_page(wish).await;
    let (run, session) = world.at_a_page(again).await;
    assert!(world.stripe.pay_session(&left, VISA).is_err(), "the first page is closed");
    world.stripe.pay_session(&session, VISA).unwrap();
    assert!(is_placed(&world.resume(run).await));
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_at_a_page_while_it_was_given_up_is_let_go() {
    let world = World::open().await;
    let (_, session) = world.at_a_page(world.wish(HOSTED_PAGE).await).await;
    let payment = world.payments().await.remove(0);
    world.stripe.pay_session(&session, VISA).unwrap();
    let given_up = world.shop.built.services.payments.void(payment.id).await.unwrap();
    assert_eq!(given_up.status, PaymentStatus::Voided);
    let intents = world.stripe.ledger().intents;
    assert!(intents.values().all(|intent| intent.status == "canceled"), "{intents:?}");
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_the_payment_element_pays_once() {
    let world = World::open().await;
    let token = world.stripe.tokenise(VISA);
    assert!(is_placed(&world.submit(world.wish(&token).await).await));
    let again = world.submit(world.wish(&token).await).await;
    assert!(matches!(again, Outcome::Declined { .. } | Outcome::Failed { .. }), "{again:?}");
    let declined = world.submit(world.wish(&world.stripe.tokenise(DECLINED)).await).await;
    assert!(matches!(declined, Outcome::Declined { .. }), "{declined:?}");
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_whose_bank_asks_is_paid_after_the_challenge() {
    let world = World::open().await;
    let asked = world.submit(world.wish(&world.stripe.tokenise(CHALLENGE)).await).await;
    let Outcome::ActionRequired { checkout, url } = asked else { panic!("{asked:?}") };
    let intent = world.intent();
    assert_eq!(url, intent.challenge_url);
    assert!(intent.return_url.unwrap().ends_with(&format!("/checkout/return/{checkout}")));
    world.stripe.answer_challenge(&intent.id, true);
    assert!(is_placed(&world.resume(checkout).await));
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_nobody_heard_is_applied_when_the_list_of_events_is_read() {
    let world = World::open().await;
    world.submit(world.wish(&world.stripe.tokenise(CHALLENGE)).await).await;
    world.replay().await;
    world.stripe.answer_challenge(&world.intent().id, true);
    assert_eq!(world.payments().await[0].status, PaymentStatus::RequiresAction);
    world.replay().await;
    assert_eq!(world.payments().await[0].status, PaymentStatus::Authorised);
    let before = world.remembered().await;
    assert_eq!(before.len(), world.stripe.ledger().events.len());
    world.replay().await;
    assert_eq!(world.remembered().await, before, "nothing is applied twice");
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_s_number_is_refused_where_stripe_takes_the_money() {
    let world = World::open().await;
    let wish = world.wish("4242 4242 4242 4242").await;
    let refused = world.shop.built.services.checkout.submit(wish).await.unwrap_err();
    assert!(refused.for_field("payment_method").is_some(), "{refused:?}");
    assert!(world.payments().await.is_empty() && world.shop.runs().await.is_empty());
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checkout_loads_stripe_s_script_alone_and_only_where_one_pays() {
    let world = World::open().await;
    let client = with_a_full_cart(&world).await;
    let origin = world.stripe.ledger().address;
    let page = client.get("/checkout").await.must_be(200);
    let html = page.text();
    for wanted in ["data-key=\"pk_test_x\"", &format!("data-script=\"{origin}/stripe.js\""), "hosted_page"] {
        assert!(html.contains(wanted), "{wanted}: {html}");
    }
    assert!(
        !html.contains("Card number") && !html.contains("cc-number") && !html.contains("sk_test"),
        "{html}"
    );
    let policy = page.header("content-security-policy");
    for directive in ["script-src", "frame-src", "connect-src", "form-action"] {
        let sources = policy.split(';').find(|part| part.trim().starts_with(directive)).unwrap();
        assert!(sources.contains(&origin), "{sources}");
    }
    for elsewhere in ["/", "/cart", "/checkout/return/x"] {
        let policy = client.get(elsewhere).await;
        assert!(!policy.header("content-security-policy").contains(&origin), "{elsewhere}");
    }
    world.shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_without_scripts_leads_to_stripe_s_page() {
    let world = World::open().await;
    let client = with_a_full_cart(&world).await;
    let html = client.get("/checkout").await.must_be(200).text();
    let after = |mark: &str| html.split_once(mark).unwrap_or_else(|| panic!("{mark}: {html}")).1;
    let value = |text: &str| text.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let hidden = ["payment_method", "idempotency_key", "expected_total"]
        .map(|name| format!("&{name}={}", value(after(&format!("name=\"{name}\"")))));
    let action = format!("/api/pay{}", after("action=\"/api/pay").split('"').next().unwrap());
    let fields = [
        ("email", "ada%40example.com"),
        ("name", "Ada+Lovelace"),
        ("street", "Unter+den+Linden+1"),
        ("city", "Berlin"),
        ("postal_code", "10117"),
        ("country", "DE"),
        ("company", ""),
        ("street2", ""),
        ("state", ""),
        ("phone", ""),
        ("note", ""),
    ];
    let draft = fields.map(|(name, value)| format!("draft[{name}]={value}")).join("&");
    let body = format!("{draft}{}", hidden.concat());
    let led = client.form(&action, &body).await;
    assert!(led.status.is_redirection(), "{} {}", led.status, led.text());
    let page = format!("{}/pay/cs_test_", world.stripe.ledger().address);
    assert!(led.header("location").starts_with(&page), "{}", led.header("location"));
    world.shop.close().await;
}

/// A browser with something in its cart, whose owner has said where it goes.
async fn with_a_full_cart(world: &World) -> Client {
    let cart = world.wish(HOSTED_PAGE).await.key.token.unwrap();
    world.shop.client().with("origin", "http://shop.test").with("cookie", format!("cart={cart}"))
}
