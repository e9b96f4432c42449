//! The Stripe gateway against an independent emulator of Stripe's API, `localstripe`.
//!
//! `scripts/setup test` installs it; `LOCALSTRIPE_URL` names one that runs already. It is an external process
//! under its own licence and no part of this repository.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use contracts::{
    Actor, CheckoutId, Currency, Money, PaymentId, RefundId,
    payments::{Authorise, Payment, PaymentStatus, Payments as _, RefundStatus},
};
use payments::{
    Config, Payments,
    config::{Gateway, StripeConfig},
};
use platform::ids;
use serde_json::Value;
use sqlx::PgPool;
use std::{net::TcpListener as Free, path::Path, process::Stdio, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

const SECRET: &str = "whsec_of_the_test";

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn stripe_holds_takes_and_sends_back(pool: PgPool) {
    let stripe = Emulator::start().await;
    let (payments, _) = stripe.payments(pool).await;

    let held = payments.authorise(stripe.wish("4242424242424242").await).await.unwrap();
    assert_eq!((held.status, held.method_label.as_str()), (PaymentStatus::Authorised, "Visa ending 4242"));
    let reference = held.gateway_reference.clone().unwrap();
    let intent = stripe.get(&format!("/v1/payment_intents/{reference}")).await;
    assert_eq!(intent["metadata"]["payment"], held.id.to_string());

    let taken = payments.capture(Actor::System, held.id).await.unwrap();
    assert_eq!((taken.status, taken.captured), (PaymentStatus::Captured, euros(8400)));
    assert_eq!(payments.capture(Actor::System, held.id).await.unwrap(), taken);

    let after = send_back(&payments, &taken, 400).await.unwrap();
    assert_eq!((after.refunds[0].status, after.refunded), (RefundStatus::Processed, euros(400)));
    assert!(send_back(&payments, &taken, 8001).await.is_err());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn stripe_declines_and_lets_go(pool: PgPool) {
    let stripe = Emulator::start().await;
    let (payments, _) = stripe.payments(pool).await;

    // The emulator declines this number when it is charged; the usual one only when it is saved.
    let declined = payments.authorise(stripe.wish("4000000000000341").await).await.unwrap();
    assert_eq!(declined.status, PaymentStatus::Failed);
    assert!(declined.decline_message.is_some());

    let held = payments.authorise(stripe.wish("4242424242424242").await).await.unwrap();
    let given_up = payments.void(held.id).await.unwrap();
    assert_eq!(given_up.status, PaymentStatus::Voided);
    let intent = stripe.get(&format!("/v1/payment_intents/{}", held.gateway_reference.unwrap())).await;
    assert_eq!(intent["status"], "canceled");
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn stripe_asks_for_a_challenge_and_knows_when_it_is_passed(pool: PgPool) {
    let stripe = Emulator::start().await;
    let (payments, _) = stripe.payments(pool).await;

    let asked = payments.authorise(stripe.wish("4000002500003155").await).await.unwrap();
    assert_eq!(asked.status, PaymentStatus::RequiresAction);
    let path = format!("/v1/payment_intents/{}", asked.gateway_reference.clone().unwrap());
    let client_secret = stripe.get(&path).await["client_secret"].as_str().unwrap().to_owned();
    stripe
        .post(&format!("{path}/_authenticate"), &format!("client_secret={client_secret}&success=true"))
        .await;

    assert_eq!(payments.refresh(asked.id).await.unwrap().status, PaymentStatus::Authorised);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn stripe_s_own_webhook_is_verified_and_applied_once(pool: PgPool) {
    let stripe = Emulator::start().await;
    let (payments, db) = stripe.payments(pool).await;
    let mailbox = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", mailbox.local_addr().unwrap());
    stripe.post("/_config/webhooks/shop", &format!("url={url}&secret={SECRET}")).await;

    let held = payments.authorise(stripe.wish("4242424242424242").await).await.unwrap();
    let capture = format!("/v1/payment_intents/{}/capture", held.gateway_reference.clone().unwrap());
    stripe.post(&capture, "").await;
    let (signature, body) = webhook(&mailbox, "payment_intent.succeeded").await;

    let forged = payments.receive_webhook(body.clone(), "t=1,v1=00".to_owned()).await;
    assert!(forged.is_err());
    for _ in 0..2 {
        let concerned = payments.receive_webhook(body.clone(), signature.clone()).await.unwrap();
        assert_eq!(concerned, Some(held.checkout));
    }
    let told =
        platform::testing::published(&db).await.into_iter().map(|event| event.name).collect::<Vec<_>>();
    assert_eq!(told, ["payment_authorised", "payment_captured"]);
}

/// A running emulator; stopped when it goes out of scope.
struct Emulator {
    address: String,
    _process: Option<Child>,
}

impl Emulator {
    /// The one that `LOCALSTRIPE_URL` names, or an own one. A test without either has failed.
    async fn start() -> Self {
        if let Ok(url) = std::env::var("LOCALSTRIPE_URL") {
            let address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
            return Self { address, _process: None };
        }
        let program =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../.tools/localstripe/bin/localstripe");
        assert!(program.exists(), "localstripe is not installed; run `scripts/setup test`");
        let port = Free::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command
            .args(["--port", &port.to_string(), "--from-scratch"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let process = command.kill_on_drop(true).spawn().unwrap();
        let emulator = Self { address: format!("127.0.0.1:{port}"), _process: Some(process) };
        emulator.wait().await;
        emulator
    }

    async fn wait(&self) {
        let answers = async {
            while TcpStream::connect(&self.address).await.is_err() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), answers).await.unwrap();
    }

    async fn payments(&self, pool: PgPool) -> (Payments, platform::Database) {
        let db = platform::testing::database(pool, "payments").await;
        let config = Config {
            gateway: Gateway::Stripe(StripeConfig {
                secret_key: "sk_test_12345".to_owned(),
                publishable_key: "pk_test_12345".to_owned(),
                webhook_secrets: SECRET.to_owned(),
                api_base: Some(format!("http://{}/", self.address)),
                script_url: None,
                given_up_url: "http://shop.test/checkout".to_owned(),
            }),
            base_url: "http://shop.test".to_owned(),
            capture_at_checkout: true,
        };
        (Payments::new(db.clone(), platform::system_clock(), &config).unwrap(), db)
    }

    /// 84.00 € with a card that the emulator has tokenised, as Stripe's script in the browser would. There
    /// is no address to return to: the emulator does not know that parameter.
    async fn wish(&self, card: &str) -> Authorise {
        let form =
            format!("type=card&card[number]={card}&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123");
        let method = self.post("/v1/payment_methods", &form).await;
        Authorise {
            payment: PaymentId(ids::mint()),
            checkout: CheckoutId(ids::mint()),
            amount: euros(8400),
            gift_card: None,
            method: method["id"].as_str().unwrap().to_owned(),
            return_url: String::new(),
        }
    }

    async fn get(&self, path: &str) -> Value {
        self.exchange("GET", path, "").await
    }

    async fn post(&self, path: &str, form: &str) -> Value {
        self.exchange("POST", path, form).await
    }

    async fn exchange(&self, verb: &str, path: &str, form: &str) -> Value {
        let request = format!(
            "{verb} {path} HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer sk_test_12345\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        );
        let mut line = TcpStream::connect(&self.address).await.unwrap();
        line.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 "), "{verb} {path}: {answer}");
        serde_json::from_str(body).unwrap_or(Value::Null)
    }
}

/// Signature and body of the next webhook of this type; others are acknowledged and dropped.
async fn webhook(mailbox: &TcpListener, kind: &str) -> (String, Vec<u8>) {
    let received = async {
        loop {
            let (mut line, _) = mailbox.accept().await.unwrap();
            let (head, body) = read_request(&mut line).await;
            line.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .await
                .unwrap();
            let named = |line: &str| line.to_ascii_lowercase().starts_with("stripe-signature:");
            let signature = head.lines().find(|line| named(line)).and_then(|line| line.split_once(": "));
            if String::from_utf8_lossy(&body).contains(kind) {
                return (signature.unwrap().1.to_owned(), body);
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), received).await.unwrap()
}

async fn read_request(line: &mut TcpStream) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let read = line.read(&mut chunk).await.unwrap();
        bytes.extend_from_slice(&chunk[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head.lines().filter_map(|line| line.split_once(": "));
        let length =
            length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value);
        let length: usize = length.collect::<Vec<_>>()[0].parse().unwrap();
        if bytes.len() >= end + 4 + length {
            return (head, bytes.split_off(end + 4));
        }
    }
}

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::Eur)
}

async fn send_back(payments: &Payments, payment: &Payment, cents: i64) -> contracts::Result<Payment> {
    let refund = RefundId(ids::mint());
    payments
        .refund(Actor::System, refund, payment.id, euros(cents), "Chipped".to_owned(), String::new())
        .await
}
