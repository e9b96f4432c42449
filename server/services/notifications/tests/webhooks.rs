//! What machines of others are told, how it is signed, and what happens when they do not want to hear it.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use contracts::{
    Actor, ErrorKind, Permission, ProductId, Timestamp, UserId, VariantId, WebhookEndpointId, inventory,
    notifications::{
        NotificationQuery, Notifications as _, WebhookDelivery, WebhookDeliveryQuery, WebhookDraft,
        WebhookEvent, WebhookPause, WebhookStatus,
    },
    shipping,
};
use hmac::{Hmac, KeyInit, Mac};
use notifications::{Config, Notifications};
use platform::{
    AnyEnvelope, Database,
    testing::{MockClock, envelope, published},
};
use sqlx::PgPool;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// Somebody's machine: keeps what it is sent, answers what it is told to.
#[derive(Clone, Default)]
struct Receiver {
    heard: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answer: Arc<Mutex<u16>>,
}

impl Receiver {
    /// Listens at the address that is returned.
    async fn open(answer: u16) -> (Self, String) {
        let receiver = Self::default();
        receiver.says(answer);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let hears = receiver.clone();
        let app = Router::new().fallback(move |headers: HeaderMap, body: Bytes| {
            let hears = hears.clone();
            async move { hears.hear(headers, &body) }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        (receiver, url)
    }

    fn hear(&self, headers: HeaderMap, body: &Bytes) -> Response {
        self.heard.lock().unwrap().push((headers, String::from_utf8_lossy(body).into_owned()));
        match *self.answer.lock().unwrap() {
            302 => (StatusCode::FOUND, [("location", "/elsewhere")]).into_response(),
            status => (StatusCode::from_u16(status).unwrap(), "as you like").into_response(),
        }
    }

    fn says(&self, answer: u16) {
        *self.answer.lock().unwrap() = answer;
    }

    fn heard(&self) -> Vec<(HeaderMap, String)> {
        self.heard.lock().unwrap().clone()
    }
}

struct Office {
    service: Notifications,
    clock: MockClock,
    db: Database,
}

fn now() -> Timestamp {
    "2026-03-01T09:30:00Z".parse().unwrap()
}

fn config() -> Config {
    Config {
        smtp_url: None,
        from: "Tradewind <hello@shop.example>".into(),
        base_url: "https://shop.example".into(),
        shop_name: "Tradewind".into(),
        contact: String::new(),
        staff_email: Some("mia@shop.example".into()),
        webhook_hosts: vec!["127.0.0.1".into()],
    }
}

fn staff() -> Actor {
    let permissions = vec![Permission::ManageWebhooks, Permission::ViewNotifications];
    Actor::Staff { user: UserId(uuid::Uuid::nil()), email: "mia@shop.example".into(), permissions }
}

fn draft(url: &str) -> WebhookDraft {
    let id = WebhookEndpointId(platform::ids::mint());
    WebhookDraft { id, version: None, url: url.into(), description: "Our ERP".into(), events: Vec::new() }
}

fn stock(available: u32) -> AnyEnvelope {
    let (variant, product) = (VariantId(platform::ids::mint()), ProductId(platform::ids::mint()));
    envelope(&inventory::Event::StockChanged { variant, product, available })
}

async fn office(pool: PgPool) -> Office {
    // Whoever runs the shop has done so; a second time it is refused.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let db = platform::testing::database(pool, "notifications").await;
    let clock = MockClock::at(now());
    let service = Notifications::new(db.clone(), Arc::new(clock.clone()), config()).unwrap();
    Office { service, clock, db }
}

impl Office {
    /// An endpoint that is told everything, and its secret.
    async fn endpoint(&self, url: &str) -> (WebhookEndpointId, String) {
        let saved = self.service.save_webhook(staff(), draft(url)).await.unwrap();
        (saved.endpoint.id, saved.secret.unwrap())
    }

    async fn tell(&self, event: AnyEnvelope) {
        self.service.on_event_of_webhooks(event).await.unwrap();
        self.service.send_webhooks().await.unwrap();
    }

    async fn log(&self, endpoint: WebhookEndpointId) -> Vec<WebhookDelivery> {
        let query = WebhookDeliveryQuery { endpoint, status: None, before: None };
        self.service.webhook_deliveries(staff(), query).await.unwrap().items
    }

    async fn paused(&self, endpoint: WebhookEndpointId) -> Option<WebhookPause> {
        self.service.webhook(staff(), endpoint).await.unwrap().unwrap().paused
    }

    /// Until the last of a delivery's tries.
    async fn wait_and_try(&self, times: u32) {
        for _ in 0..times {
            self.clock.advance(Duration::from_hours(30));
            self.service.send_webhooks().await.unwrap();
        }
    }
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).unwrap().to_str().unwrap().to_owned()
}

/// As a receiver checks it: Standard Webhooks, "Verifying signatures".
fn verifies((headers, body): &(HeaderMap, String), secret: &str) -> bool {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    let (id, at) = (header(headers, "webhook-id"), header(headers, "webhook-timestamp"));
    mac.update(format!("{id}.{at}.{body}").as_bytes());
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    header(headers, "webhook-signature").split(' ').any(|signature| signature == expected)
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn an_event_is_delivered_with_a_signature_that_verifies(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(204).await;
    let (endpoint, secret) = office.endpoint(&url).await;
    let event = stock(7);
    office.tell(event.clone()).await;

    let heard = receiver.heard();
    assert_eq!(heard.len(), 1);
    assert!(verifies(&heard[0], &secret));
    assert!(!verifies(&heard[0], "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    let (headers, body) = &heard[0];
    assert_eq!(header(headers, "webhook-timestamp"), now().timestamp().to_string());
    assert_eq!(header(headers, "content-type"), "application/json");
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["id"], header(headers, "webhook-id"));
    assert_eq!(body["type"], "stock.changed");
    assert_eq!(body["version"], 1);
    assert_eq!(body["data"]["available"], 7);
    let log = office.log(endpoint).await;
    assert_eq!((log.len(), log[0].status, log[0].attempts), (1, WebhookStatus::Delivered, 1));
    assert_eq!(log[0].response_status, Some(204));
    assert_eq!(log[0].event, event.id);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn an_event_that_is_told_twice_is_delivered_once_to_each_endpoint(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(200).await;
    let (other, other_url) = Receiver::open(200).await;
    office.endpoint(&url).await;
    office.endpoint(&other_url).await;
    let event = stock(7);
    office.tell(event.clone()).await;
    office.tell(event).await;
    assert_eq!((receiver.heard().len(), other.heard().len()), (1, 1));
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn an_endpoint_is_told_what_it_wants_and_nothing_about_people(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(200).await;
    let wanted = WebhookDraft { events: vec![WebhookEvent::ShipmentDispatched], ..draft(&url) };
    office.service.save_webhook(staff(), wanted).await.unwrap();
    office.tell(stock(7)).await;
    let dispatched = shipping::Event::ShipmentDispatched {
        shipment: uuid::Uuid::nil().into(),
        order: uuid::Uuid::nil().into(),
        order_number: "TW-1".into(),
        email: "ada@example.com".parse().unwrap(),
        language: "de".into(),
        carrier: "DHL".into(),
        tracking_number: "0034".into(),
        tracking_url: None,
        lines: Vec::new(),
    };
    office.tell(envelope(&dispatched)).await;
    let heard = receiver.heard();
    assert_eq!(heard.len(), 1);
    assert!(heard[0].1.contains("shipment.dispatched") && heard[0].1.contains("TW-1"));
    assert!(!heard[0].1.contains("ada@example.com"), "{}", heard[0].1);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_receiver_that_fails_is_tried_again_with_the_same_id_and_then_given_up(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(500).await;
    let (endpoint, _) = office.endpoint(&url).await;
    office.tell(stock(7)).await;
    office.service.send_webhooks().await.unwrap();
    let first = office.log(endpoint).await.remove(0);
    assert_eq!(
        (first.status, first.attempts),
        (WebhookStatus::Waiting, 1),
        "nothing is tried before its time"
    );
    assert_eq!((first.response_status, first.response_body.as_str()), (Some(500), "as you like"));
    assert!(first.next_attempt_at.unwrap() >= now() + Duration::from_secs(5));
    office.wait_and_try(10).await;
    let last = office.log(endpoint).await.remove(0);
    assert_eq!((last.status, last.attempts, last.next_attempt_at), (WebhookStatus::Failed, 8, None));
    let mut ids: Vec<_> = receiver.heard().iter().map(|(headers, _)| header(headers, "webhook-id")).collect();
    assert_eq!(ids.len(), 8);
    ids.dedup();
    assert_eq!(ids, [last.event.to_string()]);

    receiver.says(200);
    office.service.redeliver_webhook(staff(), last.id).await.unwrap();
    office.service.send_webhooks().await.unwrap();
    let again = office.log(endpoint).await.remove(0);
    assert_eq!((again.status, again.attempts), (WebhookStatus::Delivered, 1));
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_redirect_is_not_followed(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(302).await;
    let (endpoint, _) = office.endpoint(&url).await;
    office.tell(stock(7)).await;
    assert_eq!(receiver.heard().len(), 1);
    let log = office.log(endpoint).await;
    assert_eq!((log[0].status, log[0].response_status), (WebhookStatus::Waiting, Some(302)));
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn addresses_that_are_not_public_are_refused_at_the_field(pool: PgPool) {
    let office = office(pool).await;
    for url in [
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://0x7f.2/",
        "https://169.254.169.254/",
        "https://localhost/",
        "http://example.com/",
        "file:///etc/passwd",
    ] {
        let refused = office.service.save_webhook(staff(), draft(url)).await.unwrap_err();
        assert!(refused.for_field("url").is_some(), "{url}: {refused:?}");
    }
    assert!(office.service.webhooks(staff()).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn what_is_no_longer_public_is_not_connected_to(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(200).await;
    let (endpoint, _) = office.endpoint(&url).await;
    // As if it had been public when it was saved.
    for url in [url.replace("127.0.0.1", "127.0.0.2"), "https://localhost/".to_owned()] {
        let moved = sqlx::query("update webhook_endpoints set url = $1").bind(&url);
        moved.execute(office.db.pool()).await.unwrap();
        office.tell(stock(7)).await;
    }
    assert!(receiver.heard().is_empty());
    let log = office.log(endpoint).await;
    assert!(log.iter().all(|delivery| delivery.response_status.is_none()), "{log:?}");
    assert_eq!(log.iter().filter(|delivery| delivery.last_error.is_some()).count(), 2, "{log:?}");
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn an_endpoint_that_fails_on_and_on_is_paused_and_staff_are_told(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(500).await;
    let (endpoint, _) = office.endpoint(&url).await;
    for available in 0..20 {
        office.service.on_event_of_webhooks(stock(available)).await.unwrap();
    }
    // One try in each run, as each fails.
    office.wait_and_try(159).await;
    assert_eq!(office.paused(endpoint).await, None);
    office.wait_and_try(1).await;
    assert_eq!(office.paused(endpoint).await, Some(WebhookPause::Failures));
    let mails = office.service.notifications(staff(), NotificationQuery::default()).await.unwrap().items;
    assert_eq!((mails.len(), mails[0].template.as_str()), (1, "webhook_paused"));
    let heard = receiver.heard().len();
    office.tell(stock(99)).await;
    assert_eq!(receiver.heard().len(), heard, "nothing is sent while it is paused");

    receiver.says(200);
    office.service.pause_webhook(staff(), endpoint, false).await.unwrap();
    office.service.send_webhooks().await.unwrap();
    assert_eq!(receiver.heard().len(), heard + 1, "what has waited arrives");
    let again = office.service.redeliver_failed_webhooks(staff(), endpoint, now()).await.unwrap();
    office.service.send_webhooks().await.unwrap();
    assert_eq!((again, receiver.heard().len()), (20, heard + 21));
    let acts: Vec<_> = published(&office.db).await.into_iter().map(|event| event.payload).collect();
    assert!(acts.iter().any(|act| act["action"] == "webhook.paused" && act["actor_label"] == "system"));
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_receiver_that_is_gone_is_paused_at_once(pool: PgPool) {
    let office = office(pool).await;
    let (_, url) = Receiver::open(410).await;
    let (endpoint, _) = office.endpoint(&url).await;
    office.tell(stock(7)).await;
    assert_eq!(office.paused(endpoint).await, Some(WebhookPause::Gone));
    assert_eq!(office.log(endpoint).await[0].status, WebhookStatus::Failed);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_former_secret_signs_beside_the_new_one_for_a_day(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(200).await;
    let (endpoint, former) = office.endpoint(&url).await;
    let present = office.service.rotate_webhook_secret(staff(), endpoint, 1).await.unwrap();
    let twice = office.service.rotate_webhook_secret(staff(), endpoint, 1).await.unwrap_err();
    assert_eq!(twice.kind, ErrorKind::Conflict, "a form that is sent twice makes one secret");
    office.tell(stock(7)).await;
    office.clock.advance(Duration::from_hours(24));
    office.tell(stock(8)).await;
    let heard = receiver.heard();
    assert!(verifies(&heard[0], &former) && verifies(&heard[0], &present));
    assert!(!verifies(&heard[1], &former) && verifies(&heard[1], &present));
    let told = published(&office.db).await.iter().map(|event| event.payload.to_string()).collect::<String>();
    assert!(!told.contains("whsec_"), "secrets are no matter of the audit log");
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_deleted_endpoint_is_told_nothing_more(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(500).await;
    let (endpoint, _) = office.endpoint(&url).await;
    office.tell(stock(7)).await;
    office.service.delete_webhook(staff(), endpoint).await.unwrap();
    office.wait_and_try(1).await;
    office.tell(stock(8)).await;
    assert_eq!(receiver.heard().len(), 1);
    assert!(office.service.webhooks(staff()).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_test_is_tried_once_and_the_log_goes_back_page_by_page(pool: PgPool) {
    let office = office(pool).await;
    let (receiver, url) = Receiver::open(500).await;
    let (endpoint, secret) = office.endpoint(&url).await;
    for _ in 0..26 {
        office.service.test_webhook(staff(), endpoint).await.unwrap();
        office.service.send_webhooks().await.unwrap();
    }
    assert_eq!(receiver.heard().len(), 26);
    assert!(verifies(&receiver.heard()[0], &secret));
    assert_eq!(office.paused(endpoint).await, None);
    let query = |before| WebhookDeliveryQuery { endpoint, status: Some(WebhookStatus::Failed), before };
    let newest = office.service.webhook_deliveries(staff(), query(None)).await.unwrap();
    assert_eq!((newest.items.len(), newest.older), (25, Some(newest.items[24].id)));
    let oldest = office.service.webhook_deliveries(staff(), query(newest.older)).await.unwrap();
    assert_eq!((oldest.items.len(), oldest.older), (1, None));

    office.clock.advance(Duration::from_hours(24 * 31));
    office.service.forget_webhooks().await.unwrap();
    assert!(office.log(endpoint).await.is_empty());
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn only_who_may_manage_webhooks_sees_and_changes_them(pool: PgPool) {
    let office = office(pool).await;
    let permissions = vec![Permission::ManageApiKeys, Permission::EditNotifications];
    let other =
        Actor::Staff { user: UserId(uuid::Uuid::nil()), email: "eve@shop.example".into(), permissions };
    let saved = office.service.save_webhook(other.clone(), draft("https://example.com/")).await;
    assert_eq!(saved.unwrap_err().kind, ErrorKind::Forbidden);
    assert_eq!(office.service.webhooks(other).await.unwrap_err().kind, ErrorKind::Forbidden);
    assert_eq!(office.service.webhooks(Actor::Guest).await.unwrap_err().kind, ErrorKind::Unauthenticated);
}
