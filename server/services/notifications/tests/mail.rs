//! What people are told, when, and what happens when the mail server does not want to.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use async_trait::async_trait;
use contracts::{
    Actor, Address, Currency, ErrorKind, Money, Permission, Timestamp, UserId, VariantId, identity,
    inventory,
    notifications::{
        Event, Message, MessageRetention, Notification, NotificationQuery, NotificationStatus,
        Notifications as _, Template,
    },
    orders::{self, Order, OrderItem, OrderStatus, PaymentState},
    shipping,
};
use notifications::{
    Config, Notifications,
    mail::{Mail, MailError, Mailer},
};
use platform::{
    AnyEnvelope, Database, breaker,
    lease::LEASE,
    testing::{MockClock, envelope, published},
};
use sqlx::PgPool;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

/// The world outside: keeps what it is given, refuses what it was told to.
#[derive(Default)]
struct Outside {
    mails: Mutex<Vec<Mail>>,
    refusals: Mutex<HashMap<String, MailError>>,
    /// Whoever holds it keeps mails waiting.
    door: tokio::sync::Mutex<()>,
}

impl Outside {
    fn refuse(&self, address: &str, error: MailError) {
        self.refusals.lock().unwrap().insert(address.into(), error);
    }

    fn accept(&self, address: &str) {
        self.refusals.lock().unwrap().remove(address);
    }

    fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }

    fn recipients(&self) -> Vec<String> {
        self.mails().into_iter().map(|mail| mail.to).collect()
    }
}

#[async_trait]
impl Mailer for Outside {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        drop(self.door.lock().await);
        if let Some(error) = self.refusals.lock().unwrap().get(&mail.to) {
            return Err(error.clone());
        }
        self.mails.lock().unwrap().push(mail.clone());
        Ok(())
    }

    fn delivers(&self) -> bool {
        true
    }
}

struct Post {
    service: Arc<Notifications>,
    outside: Arc<Outside>,
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
        webhook_hosts: Vec::new(),
    }
}

async fn post(pool: PgPool) -> Post {
    let db = platform::testing::database(pool, "notifications").await;
    let (outside, clock) = (Arc::new(Outside::default()), MockClock::at(now()));
    let (mailer, time) = (Arc::clone(&outside), Arc::new(clock.clone()));
    let service = Arc::new(Notifications::with_mailer(db.clone(), time, config(), mailer));
    Post { service, outside, clock, db }
}

impl Post {
    async fn log(&self) -> Vec<Notification> {
        self.service.notifications(staff(), NotificationQuery::default()).await.unwrap().items
    }

    async fn only(&self) -> Notification {
        let id = self.log().await[0].id;
        self.service.notification(staff(), id).await.unwrap().unwrap()
    }

    async fn send(&self, message: Message) {
        self.service.send(message).await.unwrap();
        self.service.send_queued().await.unwrap();
    }

    async fn template(&self, name: &str, language: &str) -> Template {
        let all = self.service.templates(staff()).await.unwrap();
        all.into_iter().find(|template| template.name == name && template.language == language).unwrap()
    }
}

fn staff() -> Actor {
    let permissions = vec![Permission::ViewNotifications, Permission::EditNotifications];
    Actor::Staff { user: UserId(uuid::Uuid::nil()), email: "mia@shop.example".into(), permissions }
}

fn administrator() -> Actor {
    let permissions = Permission::ALL.to_vec();
    Actor::Staff { user: UserId(uuid::Uuid::nil()), email: "root@shop.example".into(), permissions }
}

fn welcome(email: &str) -> Message {
    Message {
        template: "welcome".into(),
        language: "en".into(),
        recipient: None,
        email: email.into(),
        payload: r#"{"name": "Ada"}"#.into(),
        idempotency_key: format!("welcome {email}"),
    }
}

fn reset() -> Message {
    Message {
        template: "password_reset".into(),
        payload: r#"{"name": "Ada", "token": "s3cret-t0ken"}"#.into(),
        idempotency_key: "reset".into(),
        ..welcome("ada@example.com")
    }
}

fn refused() -> MailError {
    MailError::Refused("550 no such mailbox".into())
}

fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::Eur)
}

fn order(language: &str) -> Order {
    let item = OrderItem {
        id: uuid::Uuid::nil().into(),
        product: uuid::Uuid::nil().into(),
        variant: uuid::Uuid::nil().into(),
        sku: "MUG-CHALK".parse().unwrap(),
        name: "Morning <Mug>".into(),
        choices: "Chalk".into(),
        picture_url: None,
        quantity: 2,
        unit_price: euros(2200),
        subtotal: euros(4400),
        discount: None,
        shipped: 0,
        refunded: 0,
    };
    Order {
        id: uuid::Uuid::nil().into(),
        number: "TW-7F3K-9QXM-2CDV".into(),
        checkout: uuid::Uuid::nil().into(),
        user: None,
        email: "ada@example.com".parse().unwrap(),
        language: language.into(),
        status: OrderStatus::Confirmed,
        payment_status: PaymentState::Authorised,
        items: vec![item],
        subtotal: euros(4400),
        discount: None,
        shipping: euros(490),
        tax: euros(781),
        tax_rate_bp: 1900,
        total: euros(4890),
        refunded: euros(2200),
        shipping_method: "Standard".into(),
        address: address(),
        note: String::new(),
        placed_at: now(),
        history: Vec::new(),
    }
}

fn address() -> Address {
    Address {
        name: "Ada Lovelace".into(),
        company: None,
        street: "12 St James's Square".into(),
        street2: None,
        city: "London".into(),
        state: None,
        postal_code: Some("SW1Y 4JH".into()),
        country: "GB".parse().unwrap(),
        phone: None,
    }
}

fn confirmed(language: &str) -> AnyEnvelope {
    let snapshot = Box::new(order(language));
    envelope(&orders::Event::OrderConfirmed { order: snapshot.id, snapshot })
}

fn cancelled(was_confirmed: bool) -> AnyEnvelope {
    let (snapshot, reason) = (Box::new(order("en")), String::new());
    envelope(&orders::Event::OrderCancelled { order: snapshot.id, snapshot, reason, was_confirmed })
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_confirmed_order_is_mailed_once_however_often_it_is_told(pool: PgPool) {
    let post = post(pool).await;
    let event = confirmed("en");
    post.service.on_orders_event(event.clone()).await.unwrap();
    post.service.on_orders_event(event).await.unwrap();
    post.service.send_queued().await.unwrap();
    post.service.send_queued().await.unwrap();
    let mails = post.outside.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Your order TW-7F3K-9QXM-2CDV");
    assert!(mails[0].html.contains("Morning &lt;Mug&gt;"));
    insta::assert_snapshot!("order_confirmation", mails[0].text);
    let events = published(&post.db).await;
    assert_eq!(events[0].name, "notification_sent");
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_mail_names_the_request_that_caused_it(pool: PgPool) {
    let post = post(pool).await;
    let event = AnyEnvelope { request_id: Some("click-1".into()), ..confirmed("en") };
    post.service.on_orders_event(event).await.unwrap();
    platform::request::scope("click-2".into(), post.send(welcome("grace@example.com"))).await;
    post.send(welcome("nobody@example.com")).await;
    let caused: Vec<_> = post.outside.mails().into_iter().map(|mail| mail.request_id).collect();
    assert_eq!(caused, [Some("click-1".into()), Some("click-2".into()), None]);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn people_are_told_in_their_language_or_in_english(pool: PgPool) {
    let post = post(pool).await;
    for language in ["de-AT", "fr"] {
        post.service.on_orders_event(confirmed(language)).await.unwrap();
    }
    post.service.send_queued().await.unwrap();
    let mut subjects: Vec<_> = post.outside.mails().into_iter().map(|mail| mail.subject).collect();
    subjects.sort();
    assert_eq!(subjects, ["Ihre Bestellung TW-7F3K-9QXM-2CDV", "Your order TW-7F3K-9QXM-2CDV"]);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn every_event_has_its_mail(pool: PgPool) {
    let post = post(pool).await;
    let (user, name) = (UserId(uuid::Uuid::nil()), "Ada".to_owned());
    let (email, language): (contracts::Email, _) = ("ada@example.com".parse().unwrap(), "de".to_owned());
    let registered = identity::Event::UserRegistered {
        user,
        name: name.clone(),
        email: email.clone(),
        language: language.clone(),
        by_themselves: true,
    };
    let secured = |added, by_staff| identity::Event::SecondFactorChanged {
        user,
        name: name.clone(),
        email: email.clone(),
        language: language.clone(),
        added,
        by_staff,
    };
    let way_in = |kind, way: &str, added| identity::Event::WayInChanged {
        user,
        name: name.clone(),
        email: email.clone(),
        language: language.clone(),
        kind,
        way: way.to_owned(),
        added,
    };
    let (provider, passkey) = (identity::WayIn::Provider, identity::WayIn::Passkey);
    for event in [way_in(provider, "Google", true), way_in(passkey, "Adas Telefon", false)] {
        post.service.on_identity_event(envelope(&event)).await.unwrap();
    }
    for event in [secured(true, false), secured(false, false), secured(false, true)] {
        post.service.on_identity_event(envelope(&event)).await.unwrap();
    }
    let changed = identity::Event::PasswordChanged {
        user,
        name: name.clone(),
        email: email.clone(),
        language: language.clone(),
    };
    post.service.on_identity_event(envelope(&registered)).await.unwrap();
    post.service.on_identity_event(envelope(&changed)).await.unwrap();
    let moved = identity::Event::EmailChanged {
        user,
        name,
        email: email.clone(),
        language: language.clone(),
        wanted: "ada@example.org".parse().unwrap(),
    };
    post.service.on_identity_event(envelope(&moved)).await.unwrap();
    post.service.on_orders_event(cancelled(true)).await.unwrap();
    let snapshot = Box::new(order("en"));
    let refund = orders::Event::OrderRefunded { order: snapshot.id, snapshot, amount: euros(2200) };
    post.service.on_orders_event(envelope(&refund)).await.unwrap();
    let dispatched = shipping::Event::ShipmentDispatched {
        shipment: uuid::Uuid::nil().into(),
        order: uuid::Uuid::nil().into(),
        order_number: "TW-1".into(),
        email,
        language,
        carrier: "DHL".into(),
        tracking_number: "0034".into(),
        tracking_url: None,
        lines: Vec::new(),
    };
    post.service.on_shipping_event(envelope(&dispatched)).await.unwrap();
    post.service.send_queued().await.unwrap();
    let mut subjects: Vec<_> = post.outside.mails().into_iter().map(|mail| mail.subject).collect();
    subjects.sort();
    assert_eq!(
        subjects,
        [
            "Ein Weg in Ihr Konto wurde entfernt",
            "Ihr Konto hat jetzt eine andere E-Mail-Adresse",
            "Ihr Konto hat jetzt einen zweiten Faktor",
            "Ihr Konto hat keinen zweiten Faktor mehr",
            "Ihr Konto lässt sich auf einem neuen Weg öffnen",
            "Ihr Passwort wurde geändert",
            "Ihr zweiter Faktor wurde zurückgesetzt",
            "Ihre Bestellung TW-1 ist unterwegs",
            "Refund for your order TW-7F3K-9QXM-2CDV",
            "Willkommen bei Tradewind",
            "Your order TW-7F3K-9QXM-2CDV was cancelled",
        ]
    );
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn who_logs_in_from_elsewhere_is_told_when_how_and_what_to_do(pool: PgPool) {
    let post = post(pool).await;
    let elsewhere = |language: &str, address: &str| identity::Event::NewDevice {
        user: UserId(uuid::Uuid::nil()),
        name: "Ada".to_owned(),
        email: "ada@example.com".parse().unwrap(),
        language: language.to_owned(),
        device: "Firefox on Windows".to_owned(),
        address: address.to_owned(),
    };
    let known = envelope(&elsewhere("en", "192.0.2.0/24"));
    post.service.on_identity_event(known.clone()).await.unwrap();
    post.service.on_identity_event(known.clone()).await.unwrap();
    post.service.on_identity_event(envelope(&elsewhere("de", ""))).await.unwrap();
    post.service.send_queued().await.unwrap();
    let mut mails = post.outside.mails();
    mails.sort_by(|one, other| other.subject.cmp(&one.subject));
    let [english, german] = mails.try_into().map_err(|mails| format!("{mails:?}")).unwrap();
    assert_eq!(english.subject, "Your account was opened from a new place");
    let at = known.occurred_at.format("%Y-%m-%d %H:%M UTC").to_string();
    for told in [&*at, "Firefox on Windows", "192.0.2.0/24", "/account/security"] {
        assert!(english.text.contains(told), "{told}: {}", english.text);
    }
    assert!(german.text.contains("Waren Sie das?"), "{}", german.text);
    assert!(!german.text.lines().any(|line| line.starts_with("Netz")), "{}", german.text);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn who_owns_an_address_hears_once_a_day_that_somebody_wants_to_register_with_it(pool: PgPool) {
    let post = post(pool).await;
    let again = |email: &str| identity::Event::RegisteredAgain {
        user: UserId(platform::ids::mint()),
        name: "Ada".to_owned(),
        email: email.parse().unwrap(),
        language: "en".to_owned(),
    };
    let (ada, grace) = (again("ada@example.com"), again("grace@example.com"));
    for event in [&ada, &ada, &grace] {
        post.service.on_identity_event(envelope(event)).await.unwrap();
    }
    post.service.send_queued().await.unwrap();
    let mails = post.outside.mails();
    assert_eq!(mails.len(), 2, "{mails:?}");
    for told in ["/login", "/forgot", "Nothing has changed"] {
        assert!(mails[0].text.contains(told), "{told}: {}", mails[0].text);
    }
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn staff_are_told_of_stock_that_runs_low_once_a_day(pool: PgPool) {
    let post = post(pool).await;
    let low = |variant| inventory::Event::StockLow {
        variant,
        sku: "MUG-CHALK".parse().unwrap(),
        name: "Morning Mug, Chalk".into(),
        available: 3,
    };
    let (mug, bowl) = (VariantId(platform::ids::mint()), VariantId(platform::ids::mint()));
    for variant in [mug, mug, bowl] {
        post.service.on_inventory_event(envelope(&low(variant))).await.unwrap();
    }
    post.service.send_queued().await.unwrap();
    let mails = post.outside.mails();
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["mia@shop.example"; 2]);
    assert_eq!(mails[0].subject, "Running low: Morning Mug, Chalk");
    assert!(mails[0].text.contains(&format!("/admin/stock/{mug}")), "{}", mails[0].text);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn whoever_runs_the_shop_is_told_of_broken_rules_with_the_rows_once(pool: PgPool) {
    let post = post(pool).await;
    let rule = |what: &str, row: &str| contracts::operations::Finding {
        rule: "I-1".into(),
        place: "inventory".into(),
        what: what.into(),
        examined: 40,
        breaches: 1,
        rows: vec![row.into()],
    };
    let rules = vec![rule("units are never negative", "MUG: -1"), rule("the ledger adds up", "MUG: 3, 4")];
    let news =
        envelope(&contracts::operations::Event::RulesBroken { examination: uuid::Uuid::nil().into(), rules });
    post.service.on_operations_event(news.clone()).await.unwrap();
    post.service.on_operations_event(news).await.unwrap();
    post.service.send_queued().await.unwrap();
    let mails = post.outside.mails();
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["mia@shop.example"]);
    assert_eq!(mails[0].subject, "2 rules of Tradewind no longer hold");
    for told in ["I-1 · inventory · units are never negative", "MUG: -1", "MUG: 3, 4", "/admin/rules"] {
        assert!(mails[0].text.contains(told), "{told} in {}", mails[0].text);
    }
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn nobody_hears_of_the_end_of_an_order_they_never_heard_of(pool: PgPool) {
    let post = post(pool).await;
    post.service.on_orders_event(cancelled(false)).await.unwrap();
    assert!(post.log().await.is_empty());
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn the_same_key_is_the_same_message(pool: PgPool) {
    let post = post(pool).await;
    let first = post.service.send(welcome("ada@example.com")).await.unwrap();
    let again = post.service.send(welcome("ada@example.com")).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(post.log().await.len(), 1);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_server_that_fails_is_tried_again_and_then_given_up(pool: PgPool) {
    let post = post(pool).await;
    post.outside.refuse("ada@example.com", refused());
    post.send(welcome("ada@example.com")).await;
    post.service.send_queued().await.unwrap();
    assert_eq!(post.only().await.attempts, 1, "nothing is tried before its time");
    for _ in 1..8 {
        post.clock.advance(Duration::from_hours(6));
        post.service.send_queued().await.unwrap();
    }
    let given_up = post.only().await;
    assert_eq!((given_up.status, given_up.attempts), (NotificationStatus::Failed, 8));
    assert_eq!(given_up.last_error.as_deref(), Some("550 no such mailbox"));
    let events = published(&post.db).await;
    let [event] = events.as_slice() else { panic!("one event: {events:?}") };
    assert!(matches!(platform::decode(event).unwrap(), Event::NotificationFailed { .. }));
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_later_try_succeeds_with_the_same_message_id(pool: PgPool) {
    let post = post(pool).await;
    post.outside.refuse("ada@example.com", refused());
    post.send(welcome("ada@example.com")).await;
    post.outside.accept("ada@example.com");
    post.clock.advance(Duration::from_mins(1));
    post.service.send_queued().await.unwrap();
    let sent = post.only().await;
    assert_eq!((sent.status, sent.attempts, sent.last_error), (NotificationStatus::Sent, 2, None));
    assert_eq!(post.outside.mails()[0].message_id, format!("{}@shop.example", sent.id));
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn one_bad_message_does_not_hold_up_the_others(pool: PgPool) {
    let post = post(pool).await;
    post.outside.refuse("bad@example.com", refused());
    let broken = Message { payload: "{}".into(), ..welcome("unrenderable@example.com") };
    post.service.send(broken).await.unwrap();
    post.service.send(welcome("bad@example.com")).await.unwrap();
    post.send(welcome("good@example.com")).await;
    assert_eq!(post.outside.recipients(), ["good@example.com"]);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn an_unreachable_server_is_asked_once_per_run(pool: PgPool) {
    let post = post(pool).await;
    for address in ["a@example.com", "b@example.com"] {
        post.outside.refuse(address, MailError::Unreachable("connection refused".into()));
        post.service.send(welcome(address)).await.unwrap();
    }
    post.service.send_queued().await.unwrap();
    let tries: u32 = post.log().await.iter().map(|message| message.attempts).sum();
    assert_eq!(tries, 1);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_mail_server_that_is_down_is_left_alone_and_costs_no_message_its_tries(pool: PgPool) {
    let post = post(pool).await;
    let address = |number| format!("reader{number}@example.com");
    for number in 0..=breaker::FAILURES {
        post.outside.refuse(&address(number), MailError::Unreachable("connection refused".into()));
        post.service.send(welcome(&address(number))).await.unwrap();
    }
    for _ in 0..breaker::FAILURES + 3 {
        post.service.send_queued().await.unwrap();
    }
    let tries: u32 = post.log().await.iter().map(|message| message.attempts).sum();
    assert_eq!(tries, breaker::FAILURES);

    (0..=breaker::FAILURES).for_each(|number| post.outside.accept(&address(number)));
    post.clock.advance(Duration::from_mins(1));
    post.service.send_queued().await.unwrap();
    assert_eq!(post.outside.mails().len(), 6);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn two_senders_never_send_the_same_message(pool: PgPool) {
    let post = post(pool).await;
    for number in 0..12 {
        post.service.send(welcome(&format!("reader{number}@example.com"))).await.unwrap();
    }
    let (first, second) = tokio::join!(post.service.send_queued(), post.service.send_queued());
    first.and(second).unwrap();
    let mut recipients = post.outside.recipients();
    recipients.sort();
    recipients.dedup();
    assert_eq!((recipients.len(), post.outside.mails().len()), (12, 12));
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn what_a_crashed_sender_had_claimed_is_sent_after_its_lease(pool: PgPool) {
    let post = post(pool).await;
    post.service.send(welcome("ada@example.com")).await.unwrap();
    let claimed =
        "update notifications set attempts = 1, next_attempt_at = next_attempt_at + interval '6 seconds'";
    sqlx::query(claimed).execute(post.db.pool()).await.unwrap();
    post.service.send_queued().await.unwrap();
    assert!(post.outside.mails().is_empty());
    post.clock.advance(LEASE);
    post.service.send_queued().await.unwrap();
    assert_eq!(post.outside.mails().len(), 1);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_mail_server_that_takes_longer_than_the_lease_is_given_the_mail_once(pool: PgPool) {
    let post = post(pool).await;
    post.service.send(welcome("ada@example.com")).await.unwrap();
    let held = post.outside.door.lock().await;
    let service = Arc::clone(&post.service);
    let sending = tokio::spawn(async move { service.send_queued().await });
    post.clock.advance(LEASE - Duration::from_secs(1));
    // The claim is renewed every two seconds.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    post.clock.advance(Duration::from_secs(2));
    post.service.send_queued().await.unwrap();
    drop(held);
    sending.await.unwrap().unwrap();
    assert_eq!((post.outside.mails().len(), post.only().await.attempts), (1, 1));
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_sent_reset_link_is_nowhere_but_in_the_mail(pool: PgPool) {
    let post = post(pool).await;
    post.send(reset()).await;
    let mail = post.outside.mails().remove(0);
    assert!(mail.text.contains("https://shop.example/account/reset?token=s3cret-t0ken"));
    let row: String = sqlx::query_scalar("select notifications::text from notifications")
        .fetch_one(post.db.pool())
        .await
        .unwrap();
    assert!(!row.contains("s3cret"), "{row}");
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn without_a_mail_server_mail_lies_in_the_mailbox(pool: PgPool) {
    let db = platform::testing::database(pool, "notifications").await;
    let service = Notifications::new(db, Arc::new(MockClock::at(now())), config()).unwrap();
    let id = service.send(reset()).await.unwrap();
    service.send_queued().await.unwrap();
    let message = service.notification(administrator(), id).await.unwrap().unwrap();
    assert_eq!(message.status, NotificationStatus::Sent);
    assert!(message.text.contains("token=s3cret-t0ken"));
    assert!(!service.sends_mail().await.unwrap());
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn mails_that_open_accounts_are_read_by_administrators_only(pool: PgPool) {
    let db = platform::testing::database(pool, "notifications").await;
    let service = Notifications::new(db, Arc::new(MockClock::at(now())), config()).unwrap();
    let invitation = Message {
        template: "staff_invitation".into(),
        idempotency_key: "invitation".into(),
        email: "bob@example.com".into(),
        ..reset()
    };
    for template in service.templates(administrator()).await.unwrap() {
        if template.name == "password_reset" {
            let subject = "Your key: {{ token }}".to_owned();
            let saved = |actor| service.save_template(actor, template.id, subject.clone(), "Hi".into());
            assert_eq!(saved(staff()).await.unwrap_err().kind, ErrorKind::Forbidden);
            saved(administrator()).await.unwrap();
        }
    }
    for message in [reset(), invitation] {
        let id = service.send(message).await.unwrap();
        service.send_queued().await.unwrap();
        let seen = service.notification(staff(), id).await.unwrap().unwrap();
        assert!(seen.opens_account && !format!("{seen:?}").contains("s3cret"), "{seen:?}");
    }
    let listed = service.notifications(staff(), NotificationQuery::default()).await.unwrap();
    assert_eq!(listed.items.len(), 2);
    assert!(!format!("{listed:?}").contains("s3cret"), "{listed:?}");
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_failed_message_can_be_sent_again(pool: PgPool) {
    let post = post(pool).await;
    post.outside.refuse("ada@example.com", refused());
    for _ in 0..8 {
        post.send(welcome("ada@example.com")).await;
        post.clock.advance(Duration::from_hours(6));
    }
    let id = post.only().await.id;
    post.outside.accept("ada@example.com");
    post.service.retry(staff(), id).await.unwrap();
    post.service.send_queued().await.unwrap();
    assert_eq!(post.only().await.status, NotificationStatus::Sent);
    assert_eq!(post.service.retry(staff(), id).await.unwrap_err().kind, ErrorKind::Conflict);
}

fn dispatched() -> AnyEnvelope {
    envelope(&shipping::Event::ShipmentDispatched {
        shipment: uuid::Uuid::nil().into(),
        order: uuid::Uuid::nil().into(),
        order_number: "TW-7F3K-9QXM-2CDV".into(),
        email: "ada@example.com".parse().unwrap(),
        language: "en".into(),
        carrier: "DHL".into(),
        tracking_number: "0034".into(),
        tracking_url: None,
        lines: Vec::new(),
    })
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn of_mails_to_an_erased_account_only_that_they_were_sent_is_kept(pool: PgPool) {
    let post = post(pool).await;
    let (ada, grace) = (UserId(platform::ids::mint()), UserId(platform::ids::mint()));
    let snapshot = Box::new(Order { user: Some(ada), ..order("en") });
    let bought = envelope(&orders::Event::OrderConfirmed { order: snapshot.id, snapshot });
    post.service.on_orders_event(bought).await.unwrap();
    post.service.on_shipping_event(dispatched()).await.unwrap();
    for (user, email) in [(ada, "ada@example.com"), (grace, "grace@example.com")] {
        post.send(Message { recipient: Some(user), ..welcome(email) }).await;
    }
    let waiting = Message { recipient: Some(ada), ..reset() };
    let waiting = post.service.send(waiting).await.unwrap();
    let gone = envelope(&identity::Event::UserDeleted { user: ada, address_hash: None });
    for _ in 0..2 {
        post.service.on_identity_event(gone.clone()).await.unwrap();
    }
    post.service.send_queued().await.unwrap();
    assert_eq!(post.outside.mails().len(), 4, "what waited is not sent");
    let rows: Vec<String> = sqlx::query_scalar("select notifications::text from notifications")
        .fetch_all(post.db.pool())
        .await
        .unwrap();
    let kept: Vec<_> = rows.iter().filter(|row| row.contains("erased@deleted.invalid")).collect();
    assert_eq!((rows.len(), kept.len()), (5, 4));
    for trace in [&*ada.to_string(), "Lovelace", "St James", "s3cret", "DHL"] {
        assert!(!kept.iter().any(|row| row.contains(trace)), "{trace}: {kept:?}");
    }
    assert!(kept.iter().any(|row| row.contains("order_confirmation") && row.contains("TW-7F3K-9QXM-2CDV")));
    assert_eq!(post.service.retry(staff(), waiting).await.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn the_mails_to_an_account_and_to_its_address_are_the_one_s_that_goes_on(pool: PgPool) {
    let post = post(pool).await;
    let (ada, old) = (UserId(platform::ids::mint()), UserId(platform::ids::mint()));
    for (user, email) in
        [(Some(ada), "ada@example.com"), (Some(old), "lovelace@example.com"), (None, "ada@example.com")]
    {
        let idempotency_key = format!("{email} {user:?}");
        post.send(Message { recipient: user, idempotency_key, ..welcome(email) }).await;
    }
    let mails = async |user: UserId| {
        let email = "ada@example.com".parse().unwrap();
        post.service.messages_to(staff(), user, email).await.unwrap().len()
    };
    assert_eq!(mails(ada).await, 2, "as an account, and as a guest");
    let merged = envelope(&identity::Event::CustomersMerged { kept: ada, merged: old });
    for _ in 0..2 {
        post.service.on_identity_event(merged.clone()).await.unwrap();
    }
    assert_eq!(mails(ada).await, 3);
    let email = "ada@example.com".parse().unwrap();
    let refused = post.service.messages_to(Actor::Guest, ada, email).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn every_template_renders_and_a_broken_one_is_refused(pool: PgPool) {
    let post = post(pool).await;
    for template in post.service.templates(staff()).await.unwrap() {
        let (subject, content) = (template.subject, template.content);
        let saved = post.service.save_template(administrator(), template.id, subject, content).await;
        assert!(saved.is_ok(), "{} {}: {saved:?}", template.name, template.language);
    }
    let id = post.template("welcome", "en").await.id;
    for broken in ["Hello {{ nmae }}", "Hello {% if", "{{ name"] {
        let refused = post.service.save_template(staff(), id, "Hi".into(), broken.into()).await.unwrap_err();
        assert!(refused.for_field("content").is_some(), "{broken}");
    }
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_changed_template_is_used_by_what_is_still_queued(pool: PgPool) {
    let post = post(pool).await;
    post.service.send(welcome("ada@example.com")).await.unwrap();
    let id = post.template("welcome", "en").await.id;
    post.service.save_template(staff(), id, "Ahoy {{ name }}".into(), "Hello".into()).await.unwrap();
    post.service.send_queued().await.unwrap();
    assert_eq!(post.outside.mails()[0].subject, "Ahoy Ada");
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn what_cannot_be_sent_is_refused_at_once(pool: PgPool) {
    let post = post(pool).await;
    let field = |message| async { post.service.send(message).await.unwrap_err().fields.remove(0).field };
    assert_eq!(field(welcome("nobody")).await, "email");
    assert_eq!(field(Message { payload: "[]".into(), ..welcome("a@example.com") }).await, "payload");
    assert_eq!(field(Message { template: "gone".into(), ..welcome("a@example.com") }).await, "template");
    let refused = post.service.templates(Actor::Guest).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn the_log_is_filtered(pool: PgPool) {
    let post = post(pool).await;
    post.send(welcome("ada@example.com")).await;
    post.service.send(reset()).await.unwrap();
    let count = |query| async { post.service.notifications(staff(), query).await.unwrap().total };
    let everything = NotificationQuery::default();
    let queued = Some(NotificationStatus::Queued);
    assert_eq!(count(everything.clone()).await, 2);
    assert_eq!(count(NotificationQuery { status: queued, ..everything.clone() }).await, 1);
    assert_eq!(count(NotificationQuery { template: "welcome".into(), ..everything.clone() }).await, 1);
    assert_eq!(count(NotificationQuery { search: "WELCOME TO".into(), ..everything.clone() }).await, 1);
    assert_eq!(count(NotificationQuery { search: "%".into(), ..everything }).await, 0);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn the_mails_of_an_erased_order_and_those_older_than_half_a_year_say_nothing_more(pool: PgPool) {
    let post = post(pool).await;
    let snapshot = Box::new(order("en"));
    let bought = envelope(&orders::Event::OrderConfirmed { order: snapshot.id, snapshot: snapshot.clone() });
    post.service.on_orders_event(bought).await.unwrap();
    post.service.on_shipping_event(dispatched()).await.unwrap();
    post.send(welcome("grace@example.com")).await;
    post.service.erase_order(Actor::System, snapshot.number.clone()).await.unwrap();
    let erased = |rows: &[String]| rows.iter().filter(|row| row.contains("erased@deleted.invalid")).count();
    let rows = || async {
        sqlx::query_scalar::<_, String>("select notifications::text from notifications")
            .fetch_all(post.db.pool())
            .await
            .unwrap()
    };
    assert_eq!(erased(&rows().await), 2);
    assert_eq!(
        post.service.erase_order(staff(), snapshot.number.clone()).await.unwrap_err().kind,
        ErrorKind::Forbidden
    );

    post.clock.advance(Duration::from_hours(181 * 24));
    post.service.erase_old_mails().await.unwrap();
    assert_eq!(erased(&rows().await), 3);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn nothing_is_sent_to_who_was_erased(pool: PgPool) {
    let post = post(pool).await;
    post.send(welcome("erased@deleted.invalid")).await;
    assert!(post.outside.mails().is_empty());
    assert_eq!(post.only().await.status, NotificationStatus::Failed);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn a_person_is_told_of_their_mails_and_no_link_opens_the_account(pool: PgPool) {
    let post = post(pool).await;
    let ada = UserId(platform::ids::mint());
    post.send(Message { recipient: Some(ada), ..welcome("ada@example.com") }).await;
    post.send(Message { recipient: Some(ada), ..reset() }).await;
    post.send(welcome("grace@example.com")).await;
    let subject = contracts::privacy::Subject { user: ada, email: None, orders: Vec::new() };
    let told = post.service.personal_data(Actor::System, subject).await.unwrap().remove(0).rows;
    assert!(told.contains("welcome") && told.contains("password_reset"), "{told}");
    assert!(!told.contains("s3cret") && !told.contains("grace@"), "{told}");
}

fn shop_saved(version: u32, name: &str) -> AnyEnvelope {
    let settings = orders::ShopSettings {
        version,
        name: name.into(),
        sender_name: "Mia of the harbour".into(),
        support_email: "help@shop.example".into(),
        support_phone: "+49 40 123456".into(),
        ..orders::ShopSettings::unchanged(orders::Seller::default())
    };
    let shop = contracts::ShopId(uuid::Uuid::nil());
    envelope(&orders::Event::ShopSaved { shop, settings: Box::new(settings) })
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn mails_say_what_the_shop_is_called_since_and_how_it_is_reached(pool: PgPool) {
    let post = post(pool).await;
    let before = "2020-01-01T00:00:00Z".parse().unwrap();
    let older = AnyEnvelope { occurred_at: before, ..shop_saved(1, "An older name") };
    for event in [shop_saved(2, "Harbour & Co"), older] {
        post.service.on_shop_saved(event).await.unwrap();
    }
    post.send(welcome("ada@example.com")).await;
    let mail = post.outside.mails().remove(0);
    assert_eq!(mail.subject, "Welcome to Harbour & Co");
    assert_eq!(mail.sender.as_deref(), Some("Mia of the harbour"));
    assert!(mail.text.contains("help@shop.example · +49 40 123456"), "{}", mail.text);
    assert!(mail.html.contains("Harbour &amp; Co</a><br>help@shop.example"), "{}", mail.html);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn nobody_gets_a_mail_in_a_language_that_the_shop_does_not_offer(pool: PgPool) {
    let post = post(pool).await;
    let german = Message { language: "de-AT".into(), ..welcome("ada@example.com") };
    let french = Message { language: "fr".into(), ..welcome("grace@example.com") };
    post.send(german.clone()).await;
    post.send(french.clone()).await;

    let mut settings = orders::ShopSettings::unchanged(orders::Seller::default());
    for (version, language, languages) in [(1, "de", vec!["de", "en"]), (2, "en", vec!["en"])] {
        settings.version = version;
        settings.locale.language = language.into();
        settings.locale.languages = languages.into_iter().map(str::to_owned).collect();
        let shop = contracts::ShopId(uuid::Uuid::nil());
        let saved = orders::Event::ShopSaved { shop, settings: Box::new(settings.clone()) };
        post.service.on_shop_saved(envelope(&saved)).await.unwrap();
        for message in [&german, &french] {
            let idempotency_key = format!("{version} {}", message.email);
            post.send(Message { idempotency_key, ..message.clone() }).await;
        }
    }
    let subjects: Vec<_> = post.outside.mails().into_iter().map(|mail| mail.subject).collect();
    let (german, english) = ("Willkommen bei Tradewind", "Welcome to Tradewind");
    assert_eq!(subjects, [german, english, german, german, english, english]);
}

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn mails_are_kept_as_long_as_is_set_within_bounds(pool: PgPool) {
    let post = post(pool).await;
    let may = || {
        let (user, permissions) = (UserId(uuid::Uuid::nil()), vec![Permission::ManageSettings]);
        Actor::Staff { user, email: "mia@shop.example".into(), permissions }
    };
    let now = post.service.message_retention().await.unwrap();
    assert_eq!((now.version, now.mail_days, now.webhook_days), (0, 180, 30));
    let wrong = MessageRetention { mail_days: 29, webhook_days: 91, ..now };
    let refused = post.service.save_message_retention(may(), wrong).await.unwrap_err();
    assert!(refused.for_field("mail_days").is_some() && refused.for_field("webhook_days").is_some());
    let nobody = post.service.save_message_retention(staff(), now).await.unwrap_err();
    assert_eq!(nobody.kind, ErrorKind::Forbidden);

    let wanted = MessageRetention { mail_days: 30, ..now };
    assert_eq!(post.service.save_message_retention(may(), wanted).await.unwrap().version, 1);
    assert_eq!(
        post.service.save_message_retention(may(), wanted).await.unwrap_err().kind,
        ErrorKind::Conflict
    );
    assert!(published(&post.db).await.iter().any(|event| event.name == "audit_recorded"));

    post.send(welcome("ada@example.com")).await;
    let days = |days: u64| Duration::from_hours(24 * days);
    post.clock.advance(days(29));
    post.service.erase_old_mails().await.unwrap();
    assert_eq!(post.only().await.email, "ada@example.com");
    post.clock.advance(days(2));
    post.service.erase_old_mails().await.unwrap();
    assert_ne!(post.only().await.email, "ada@example.com");
}
