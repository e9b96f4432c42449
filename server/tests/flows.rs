//! What every flow has to pass, whatever it does: each of its calls made twice, a failure and a death around each
//! of its commits, a commit of which nobody knows whether it was one, an undo that is made twice, and no undo that
//! fails unseen. `checkout_faults` and `after_sales_faults` break every call besides, `killed` the process itself.
//!
//! A file of `server/flows` that [`FLOWS`] does not name fails the structure test (`architecture.rs`).

use crate::{
    after_sales_faults::{self, AT_DISPATCH, Act},
    checkout_faults::{self, CAPTURE_IS_REFUSED, GOOD_CARD, Purchase, is_failure, is_placed},
    gift_cards::with_gift_card,
    support::{
        Shop,
        books::STOCK,
        faults::{Fault, Wire},
        people,
    },
};
use contracts::{
    Actor, ErrorKind, PageRequest, Result, SessionId, UserId, VariantId,
    after_sales::AfterSales,
    checkout::Submit,
    identity::{ClientInfo, Invitation, NewEmail, Registration},
    notifications::NotificationQuery,
    orders::{CheckoutState, Order},
};
use platform::failpoint::{self, Fault as CommitFault};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What the gift cards pay, minor units: less than any of these purchases costs.
const BY_GIFT_CARD: i64 = 700;
const PASSWORD: &str = "correct horse battery";

/// Each file of a flow below `server/flows/src`, and what is done to try it.
pub const FLOWS: [(&str, &[Case]); 9] = [
    ("checkout/mod.rs", &[Case::Purchase, Case::RefusedCapture, Case::Discounted]),
    ("after_sales/cancel.rs", &[Case::Act(Act::Cancel)]),
    ("after_sales/capture.rs", &[Case::Act(Act::Capture)]),
    ("after_sales/email_change.rs", &[Case::EmailChange]),
    ("after_sales/email_verification.rs", &[Case::EmailVerification]),
    ("after_sales/invitation.rs", &[Case::Invitation]),
    ("after_sales/password_reset.rs", &[Case::PasswordReset]),
    ("after_sales/refund.rs", &[Case::Act(Act::RefundOne)]),
    ("after_sales/ship.rs", &[Case::Act(Act::Ship)]),
];

/// Something that a flow is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A purchase that goes through.
    Purchase,
    /// A purchase, in part by gift card, that is undone after everything but its last step.
    RefusedCapture,
    /// A purchase with a coupon of one use, in part by gift card, that goes through.
    Discounted,
    /// What staff does with an order.
    Act(Act),
    /// Somebody becomes staff.
    Invitation,
    /// Somebody asks for a link to set a password.
    PasswordReset,
    /// Somebody asks for a link that proves their address.
    EmailVerification,
    /// Somebody asks for another address.
    EmailChange,
}

/// Everything that is ready for a case.
#[derive(Clone)]
enum Scene {
    Cart(VariantId, Box<Submit>),
    Order(VariantId, Box<Order>, Uuid),
    Address(String),
    Shopper(UserId, String),
}

impl Case {
    fn all() -> impl Iterator<Item = Self> {
        FLOWS.into_iter().flat_map(|(_, cases)| cases.iter().copied())
    }

    /// How the shop takes money where this happens.
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Act(Act::Capture | Act::Ship) => &AT_DISPATCH,
            _ => &[],
        }
    }

    fn purchase(self) -> Purchase {
        match self {
            Self::RefusedCapture => Purchase::with(CAPTURE_IS_REFUSED, is_failure),
            _ => Purchase::with(GOOD_CARD, is_placed),
        }
    }

    async fn prepare(self, shop: &Shop) -> Scene {
        match self {
            Self::Discounted => {
                let (variant, submit) = self.purchase().prepare(shop).await;
                let submit = crate::coupons::with_coupon(shop, submit).await;
                Scene::Cart(variant, Box::new(with_gift_card(shop, BY_GIFT_CARD, submit).await))
            }
            Self::RefusedCapture => {
                let (variant, submit) = self.purchase().prepare(shop).await;
                Scene::Cart(variant, Box::new(with_gift_card(shop, BY_GIFT_CARD, submit).await))
            }
            Self::Purchase => {
                let (variant, submit) = self.purchase().prepare(shop).await;
                Scene::Cart(variant, Box::new(submit))
            }
            Self::Act(_) => {
                let (variant, order) = after_sales_faults::bought(shop, GOOD_CARD).await;
                Scene::Order(variant, Box::new(order), platform::ids::mint())
            }
            Self::Invitation => Scene::Address(address()),
            Self::PasswordReset => {
                let email = address();
                register(shop, &email).await;
                Scene::Address(email)
            }
            Self::EmailVerification | Self::EmailChange => {
                let email = address();
                Scene::Shopper(register(shop, &email).await, email)
            }
        }
    }

    async fn run(self, shop: &Shop, wire: &Wire, scene: &Scene) -> Result<()> {
        match (self, scene) {
            (_, Scene::Cart(_, submit)) => {
                let submit = submit.as_ref().clone();
                checkout_faults::buy(&wire.checkout(), shop, submit).await.map(|_| ())
            }
            (Self::Act(act), Scene::Order(_, order, key)) => act.run(&wire.after_sales(), order, *key).await,
            (Self::EmailChange, Scene::Shopper(user, email)) => {
                change_email(&wire.after_sales(), *user, email).await
            }
            (_, Scene::Shopper(user, _)) => {
                wire.after_sales().request_email_verification(Actor::Shopper { user: *user }).await
            }
            (Self::Invitation, Scene::Address(email)) => invite(&wire.after_sales(), email).await,
            (_, Scene::Address(email)) => {
                wire.after_sales().request_password_reset(email.clone()).await?;
                // It answers before it is done, so that nobody learns who has an account.
                until(|| wire.calls().len() >= 2 || failpoint::commits() >= 2).await;
                Ok(())
            }
            (case, Scene::Order(..)) => panic!("{case:?} needs no order"),
        }
    }

    /// Whether it is refused because it was done before.
    fn was_done(self, answer: &Result<()>) -> bool {
        let kind = answer.as_ref().err().map(|error| error.kind);
        match self {
            Self::Invitation => kind == Some(ErrorKind::Invalid),
            Self::EmailVerification | Self::EmailChange => kind == Some(ErrorKind::TooMany),
            _ => false,
        }
    }

    async fn recover(self, shop: &Shop) {
        match self {
            Self::Purchase | Self::RefusedCapture | Self::Discounted => {
                checkout_faults::recover(shop, None).await
            }
            Self::EmailVerification | Self::EmailChange => let_links_be_sent_again(shop).await,
            _ => {
                after_sales_faults::recover(shop, None).await;
                ask_the_gateway_again(shop).await;
                after_sales_faults::recover(shop, None).await;
            }
        }
    }

    /// Asked for again, it is done, once.
    async fn assert_done(self, shop: &Shop, scene: &Scene, name: &str) {
        self.recover(shop).await;
        let again = self.run(shop, &Wire::new(&shop.built.services, None), scene).await;
        assert!(again.is_ok() || self.was_done(&again), "{name}: {again:?}");
        self.recover(shop).await;
        match (self, scene) {
            (_, Scene::Cart(variant, _)) => {
                let stands = shop.assert_agreement(*variant, STOCK, name).await;
                assert_eq!(stands, self != Self::RefusedCapture, "{name}");
                crate::coupons::assert_rules(shop).await;
            }
            (Self::Act(act), Scene::Order(variant, order, _)) => {
                act.assert_done(shop, *variant, order.id, name).await;
            }
            (case, Scene::Address(email)) => assert_can_set_a_password(shop, email, case, name).await,
            (Self::EmailChange, Scene::Shopper(_, email)) => {
                assert_is_mailed(shop, &wanted(email), "email_change_wanted", name).await;
            }
            (_, Scene::Shopper(_, email)) => assert_is_mailed(shop, email, "email_verification", name).await,
            (case, Scene::Order(..)) => panic!("{case:?} needs no order"),
        }
    }
}

/// What the jobs of payments do a minute later: what was recorded and never asked for, or never answered, is asked
/// for again.
async fn ask_the_gateway_again(shop: &Shop) {
    let db = shop.databases.of("payments").unwrap();
    for statement in [
        "update refunds set refund_date = refund_date - interval '2 minutes' where refund_status = 'pending'",
        "update gateway_calls set called_at = called_at - interval '2 minutes' where answered_at is null",
    ] {
        sqlx::query(statement).execute(db.pool()).await.unwrap();
    }
    payments::refund::settle_all(&shop.built.payments).await.unwrap();
    payments::payment::refresh_unclear(&shop.built.payments).await.unwrap();
}

/// What a day does: who got no link may ask for another one.
async fn let_links_be_sent_again(shop: &Shop) {
    let db = shop.databases.of("identity").unwrap();
    for statement in [
        "update email_verifications set created_at = created_at - interval '1 day'",
        "update email_changes set created_at = created_at - interval '1 day'",
    ] {
        sqlx::query(statement).execute(db.pool()).await.unwrap();
    }
}

fn address() -> String {
    format!("ada-{}@example.com", platform::ids::mint().simple())
}

async fn register(shop: &Shop, email: &str) -> UserId {
    let (name, password) = ("Ada Lovelace".to_owned(), PASSWORD.to_owned());
    let registration = Registration { name, email: email.to_owned(), password };
    let made = people::registered(&shop.built.services, registration, ClientInfo::default()).await;
    let identity = shop.databases.of("identity").unwrap();
    // As accounts were made before its link proved the address.
    sqlx::query("update users set email_verified_at = null").execute(identity.pool()).await.unwrap();
    made.session.user
}

/// The address that whoever has this one wants instead.
fn wanted(email: &str) -> String {
    format!("new-{email}")
}

async fn change_email(flow: &dyn AfterSales, user: UserId, email: &str) -> Result<()> {
    let wanted = NewEmail { email: wanted(email), password: PASSWORD.to_owned(), code: String::new() };
    flow.request_email_change(Actor::Shopper { user }, wanted, SessionId(platform::ids::mint())).await
}

async fn invite(flow: &dyn AfterSales, email: &str) -> Result<()> {
    let (name, role) = ("Grace Hopper".to_owned(), "support".to_owned());
    flow.invite_staff(Actor::System, Invitation { name, email: email.to_owned(), role }).await
}

/// Who was invited and got no mail asks for a link at the log-in: either way there is one.
async fn assert_can_set_a_password(shop: &Shop, email: &str, case: Case, name: &str) {
    if case == Case::Invitation {
        shop.built.services.after_sales.request_password_reset(email.to_owned()).await.unwrap();
    }
    assert_is_mailed(shop, email, "password_reset", name).await;
}

async fn assert_is_mailed(shop: &Shop, email: &str, template: &str, name: &str) {
    let begun = Instant::now();
    loop {
        let query = NotificationQuery {
            search: email.to_owned(),
            status: None,
            template: template.to_owned(),
            page: PageRequest::new(1, 10),
        };
        let mails = shop.built.services.notifications.notifications(Actor::System, query).await.unwrap();
        if mails.total > 0 {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{name}: no mail");
        tokio::task::yield_now().await;
    }
}

async fn until(reached: impl Fn() -> bool) {
    let begun = Instant::now();
    while !reached() && begun.elapsed() < Duration::from_secs(2) {
        tokio::task::yield_now().await;
    }
}

/// The death of the process is a panic of the task that stands for it.
async fn interrupted(case: Case, shop: &Shop, wire: Wire, scene: &Scene) {
    let work = std::panic::AssertUnwindSafe(case.run(shop, &wire, scene));
    let _ = futures::FutureExt::catch_unwind(work).await;
}

async fn break_every_commit(case: Case) {
    let shop = Shop::open(case.arguments()).await;
    let scene = case.prepare(&shop).await;
    failpoint::arm(None);
    case.run(&shop, &Wire::new(&shop.built.services, None), &scene).await.ok();
    let commits = failpoint::commits();
    case.assert_done(&shop, &scene, "undisturbed").await;
    assert!(commits > 0, "{case:?} commits something");
    for number in 0..commits {
        for fault in CommitFault::ALL {
            let name = format!("{case:?}: {fault:?} at commit {number} of {commits}");
            let scene = case.prepare(&shop).await;
            failpoint::arm(Some((number, fault)));
            interrupted(case, &shop, Wire::new(&shop.built.services, None), &scene).await;
            failpoint::arm(None);
            case.assert_done(&shop, &scene, &name).await;
        }
    }
    println!("{case:?}: {} interruptions", commits * CommitFault::ALL.len());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_survives_whatever_happens_to_any_commit() {
    break_every_commit(Case::Purchase).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_that_is_undone_survives_whatever_happens_to_any_commit() {
    break_every_commit(Case::RefusedCapture).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_9_i_10_a_purchase_with_a_coupon_and_a_gift_card_survives_whatever_happens_to_any_commit() {
    break_every_commit(Case::Discounted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_follows_a_purchase_survives_whatever_happens_to_any_commit() {
    for case in
        Case::all().filter(|case| !matches!(case, Case::Purchase | Case::RefusedCapture | Case::Discounted))
    {
        break_every_commit(case).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_and_every_undo_may_be_made_twice() {
    for case in Case::all() {
        let shop = Shop::open(case.arguments()).await;
        let scene = case.prepare(&shop).await;
        let twice = case.run(&shop, &Wire::twice(&shop.built.services), &scene).await;
        assert!(twice.is_ok() || case.was_done(&twice), "{case:?}: {twice:?}");
        case.assert_done(&shop, &scene, &format!("{case:?} with every call made twice")).await;
        shop.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_registers_is_mailed_a_link_and_whose_address_it_is_already_is_told() {
    let shop = Shop::open(&[]).await;
    let (free, taken) = (address(), address());
    register(&shop, &taken).await;
    for email in [&free, &taken] {
        let (name, password) = ("Ada Lovelace".to_owned(), PASSWORD.to_owned());
        let registration = Registration { name, email: email.clone(), password };
        shop.built.services.identity.register(registration, String::new()).await.unwrap();
    }
    shop.settle().await;
    assert_is_mailed(&shop, &free, "email_verification", "a free address").await;
    assert_is_mailed(&shop, &taken, "registration_taken", "a taken address").await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_that_is_refused_is_shown_to_a_person() {
    let shop = Shop::open(&[]).await;
    let case = Case::RefusedCapture;
    let wire = Wire::new(&shop.built.services, None);
    let scene = case.prepare(&shop).await;
    case.run(&shop, &wire, &scene).await.unwrap();
    let calls = wire.calls();
    let capture = calls.iter().position(|call| call == "payments.capture").unwrap();
    let (mut ended, mut stuck) = (0, 0);
    for (number, call) in calls.iter().enumerate().skip(capture + 1) {
        let scene = case.prepare(&shop).await;
        let wire = Wire::new(&shop.built.services, Some((number, Fault::Refused)));
        let _ = case.run(&shop, &wire, &scene).await;
        checkout_faults::recover(&shop, None).await;
        let seen = shop.built.services.orders.stuck_checkouts(Actor::System).await.unwrap();
        match &seen[..] {
            [] => ended += 1,
            [run] => {
                assert!(run.failure.is_some(), "{call}: it is said what failed");
                stuck += 1;
                shop.built.services.checkout.retry_stuck(Actor::System, run.id).await.unwrap();
            }
            more => panic!("{call}: {more:?}"),
        }
        case.assert_done(&shop, &scene, &format!("{number} {call} refused")).await;
        assert!(!shop.runs().await.contains(&CheckoutState::Stuck), "{call}: a person settled it");
    }
    assert!(stuck > 0, "{ended} ended by themselves, {stuck} were shown");
    shop.close().await;
}
