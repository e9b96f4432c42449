//! Money in limbo: the gateway holds or took it, and we do not know. In the end it is an order's, or it went back.

use crate::support::{GOOD, Shop, euros, staff, wish};
use contracts::{
    Actor, ErrorKind, Permission,
    payments::{
        Payment, PaymentStatus, Payments as _, Reconciliation, ReconciliationAction as Action,
        ReconciliationKind as Kind, ReconciliationOutcome as Outcome, RefundStatus,
    },
};
use sqlx::PgPool;

/// How a finding ended, as far as tests care.
fn end(finding: &Reconciliation) -> (Kind, Action, Option<Outcome>) {
    (finding.kind, finding.action, finding.outcome)
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_charge_answered_with_a_kept_failure_is_found_by_the_next_try(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let wish = wish(GOOD);
    shop.line.keep_failures(true);
    shop.payments.authorise(wish.clone()).await.unwrap_err();
    let again = shop.payments.authorise(wish).await.unwrap();
    assert_eq!(again.status, PaymentStatus::Authorised);
    assert_eq!(again.gateway_reference, Some(shop.charge().await.0));
    assert_eq!(shop.at_the_gateway("charges").await, 1);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn what_is_given_up_after_a_lost_answer_is_let_go_at_the_gateway(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let wish = wish(GOOD);
    shop.line.keep_failures(true);
    shop.payments.authorise(wish.clone()).await.unwrap_err();
    let given_up = shop.payments.void(wish.payment).await.unwrap();
    assert_eq!(given_up.status, PaymentStatus::Voided);
    assert_eq!(shop.charge().await.1, "voided");
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_webhook_of_a_charge_whose_answer_was_lost_names_its_payment(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let wish = wish(GOOD);
    shop.line.lose_answers(true);
    shop.payments.authorise(wish.clone()).await.unwrap_err();
    shop.line.lose_answers(false);
    let (charge, _) = shop.charge().await;
    assert_eq!(shop.hear_of(&charge).await.unwrap(), Some(wish.checkout));
    let open = "select count(*) from gateway_calls where answered_at is null";
    let open: i64 = sqlx::query_scalar(open).fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(open, 0, "what the webhook told answers the call");
    let known = shop.payments.payment(Actor::System, wish.payment).await.unwrap().unwrap();
    assert_eq!((known.status, known.gateway_reference), (PaymentStatus::Authorised, Some(charge)));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_webhook_that_never_came_is_found_and_taken_over(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.payments.authorise(wish("4000002500003155")).await.unwrap();
    shop.behind_our_back("update test_gateway.charges set standing = 'authorised'").await;
    shop.a_minute_later().await;
    assert_eq!(shop.status(payment.id).await, PaymentStatus::Authorised);
    let found: Vec<_> = shop.findings(false).await.iter().map(end).collect();
    assert_eq!(found, [(Kind::LostAnswer, Action::Adopt, Some(Outcome::Adopted))]);
    assert_eq!(shop.told().await, ["reconciliation_found", "payment_authorised"]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn money_that_is_held_for_a_payment_that_was_given_up_is_let_go(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.payments.void(payment.id).await.unwrap();
    shop.behind_our_back("update test_gateway.charges set standing = 'authorised'").await;
    shop.a_minute_later().await;
    assert_eq!(shop.charge().await.1, "voided");
    let found: Vec<_> = shop.findings(false).await.iter().map(end).collect();
    assert_eq!(found, [(Kind::LateSuccess, Action::Void, Some(Outcome::Voided))]);
    shop.a_minute_later().await;
    assert_eq!(shop.findings(false).await.len(), 1, "what is settled is not found again");
}

/// A payment that was given up, and taken at the gateway all the same, of which the gateway has told.
async fn taken_though_given_up(shop: &Shop) -> Payment {
    let payment = shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.payments.void(payment.id).await.unwrap();
    shop.behind_our_back(
        "update test_gateway.charges set standing = 'captured';
         insert into test_gateway.captures (idempotency_key, charge_id, amount_minor) select id, id, 8400 from test_gateway.charges",
    )
    .await;
    let (charge, _) = shop.charge().await;
    shop.hear_of(&charge).await.unwrap();
    payment
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn money_that_was_taken_for_a_payment_that_was_given_up_goes_back_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = taken_though_given_up(&shop).await;
    assert_eq!(shop.status(payment.id).await, PaymentStatus::Voided);
    for _ in 0..3 {
        shop.a_minute_later().await;
    }
    let sent: Vec<i64> = sqlx::query_scalar("select amount_minor from test_gateway.refunds")
        .fetch_all(shop.db.pool())
        .await
        .unwrap();
    assert_eq!(sent, [8400]);
    let found: Vec<_> = shop.findings(false).await.iter().map(end).collect();
    assert_eq!(found, [(Kind::LateSuccess, Action::Refund, Some(Outcome::Refunded))]);
    let refund: String =
        sqlx::query_scalar("select id from test_gateway.refunds").fetch_one(shop.db.pool()).await.unwrap();
    shop.hear_of(&refund).await.unwrap();
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_lost_answer_to_the_way_back_is_not_a_second_way_back(pool: PgPool) {
    let shop = Shop::open(pool).await;
    taken_though_given_up(&shop).await;
    shop.line.keep_failures(true);
    shop.a_minute_later().await;
    assert_eq!(shop.at_the_gateway("refunds").await, 1);
    shop.line.keep_failures(false);
    shop.a_minute_later().await;
    assert_eq!(shop.at_the_gateway("refunds").await, 1);
    assert_eq!(shop.findings(true).await, []);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_charge_of_another_amount_is_never_a_paid_order(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for wrong in ["amount_minor = 100", "currency = 'USD'"] {
        let payment = shop.payments.authorise(wish("4000002500003155")).await.unwrap();
        let (charge, _) = shop.charge().await;
        let change =
            format!("update test_gateway.charges set standing = 'authorised', {wrong} where id = $1");
        sqlx::query(sqlx::AssertSqlSafe(change)).bind(&charge).execute(shop.db.pool()).await.unwrap();
        shop.hear_of(&charge).await.unwrap();
        assert_eq!(shop.status(payment.id).await, PaymentStatus::RequiresAction);
        let refreshed = shop.payments.refresh(payment.id).await.unwrap();
        assert_eq!(refreshed.status, PaymentStatus::RequiresAction);
        shop.a_minute_later().await;
        let found: Vec<_> = shop.findings(true).await.iter().map(end).collect();
        assert_eq!(found, [(Kind::WrongAmount, Action::Person, None)], "{wrong}");
        assert!(!shop.told().await.contains(&"payment_authorised".to_owned()), "{wrong}");
        shop.payments.void(payment.id).await.unwrap();
        assert_eq!(shop.charge().await.1, "voided", "letting it go is always right");
        shop.a_minute_later().await;
        assert_eq!(shop.findings(true).await, []);
    }
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_charge_that_holds_less_than_was_agreed_is_never_a_paid_order(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.payments.authorise(wish("4000002500003155")).await.unwrap();
    let (charge, _) = shop.charge().await;
    shop.behind_our_back("update test_gateway.charges set standing = 'authorised'").await;
    shop.line.hold_only(1);
    shop.hear_of(&charge).await.unwrap();
    assert_eq!(shop.status(payment.id).await, PaymentStatus::RequiresAction);
    let found: Vec<_> = shop.findings(true).await.iter().map(end).collect();
    assert_eq!(found, [(Kind::WrongAmount, Action::Person, None)]);
    assert!(!shop.told().await.contains(&"payment_authorised".to_owned()));
    shop.line.hold_only(8400);
    shop.hear_of(&charge).await.unwrap();
    assert_eq!(shop.status(payment.id).await, PaymentStatus::Authorised);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_charge_of_a_payment_whose_row_is_gone_is_recorded_anew(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let lost = shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.behind_our_back("delete from payments").await;
    shop.a_minute_later().await;
    let again = shop.payments.payment(Actor::System, lost.id).await.unwrap().unwrap();
    assert_eq!(
        (again.status, again.amount, again.checkout, again.gateway_reference),
        (PaymentStatus::Authorised, lost.amount, lost.checkout, lost.gateway_reference)
    );
    let found: Vec<_> = shop.findings(false).await.iter().map(end).collect();
    assert_eq!(found, [(Kind::UnknownCharge, Action::Void, Some(Outcome::Adopted))]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_charge_of_nobody_s_payment_is_let_go(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.behind_our_back("delete from payments; update test_gateway.charges set checkout_id = null").await;
    shop.a_minute_later().await;
    assert_eq!(shop.charge().await.1, "voided");
    let found: Vec<_> = shop.findings(false).await.iter().map(end).collect();
    assert_eq!(found, [(Kind::UnknownCharge, Action::Void, Some(Outcome::Voided))]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_refund_made_at_the_gateway_without_a_word_is_found(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    shop.refund_by_hand(&payment, 400).await;
    shop.a_minute_later().await;
    let after = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!((after.refunded, after.refunds.len()), (euros(400), 1));
    assert_eq!(after.refunds[0].status, RefundStatus::Processed);
    let found: Vec<_> = shop.findings(false).await.iter().map(end).collect();
    assert_eq!(found, [(Kind::UnknownRefund, Action::Adopt, Some(Outcome::Adopted))]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn money_without_an_order_is_given_back_and_told_of(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let held = shop.payments.authorise(wish(GOOD)).await.unwrap();
    let taken = shop.captured(GOOD).await;
    assert_eq!(shop.payments.loose(60).await.unwrap(), []);
    shop.let_pass("5 minutes").await;
    let loose: Vec<_> = shop.payments.loose(60).await.unwrap().iter().map(|payment| payment.id).collect();
    assert_eq!(loose, [held.id, taken.id]);
    for _ in 0..2 {
        let let_go = shop.payments.give_back(held.id, "no order".to_owned()).await.unwrap();
        assert_eq!(let_go.status, PaymentStatus::Voided);
        let sent = shop.payments.give_back(taken.id, "no order".to_owned()).await.unwrap();
        assert_eq!(sent.refunded, sent.captured);
    }
    assert_eq!(shop.at_the_gateway("refunds").await, 1);
    assert_eq!(shop.payments.loose(60).await.unwrap(), []);
    let mut found: Vec<_> = shop.findings(false).await.iter().map(end).collect();
    found.sort_by_key(|(_, action, _)| action.as_str());
    let loose = Kind::LooseMoney;
    let refunded = (loose, Action::Refund, Some(Outcome::Refunded));
    assert_eq!(found, [refunded, (loose, Action::Void, Some(Outcome::Voided))]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_person_settles_a_finding_once_and_says_how(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    shop.behind_our_back("update test_gateway.captures set amount_minor = 100").await;
    shop.hear_of(payment.gateway_reference.as_deref().unwrap()).await.unwrap();
    let [finding] = &shop.findings(true).await[..] else { panic!("one finding") };
    assert_eq!(end(finding), (Kind::WrongAmount, Action::Person, None));
    let operator = || staff(&[Permission::OperateSystem]);
    let close = |actor, note: &str| shop.payments.close_reconciliation(actor, finding.id, note.to_owned());
    assert_eq!(close(staff(&[Permission::ViewOrders]), "ok").await.unwrap_err().kind, ErrorKind::Forbidden);
    assert_eq!(close(operator(), " ").await.unwrap_err().kind, ErrorKind::Invalid);
    let closed = close(operator(), "The customer paid the rest.").await.unwrap();
    assert_eq!(closed.outcome, Some(Outcome::Closed));
    assert_eq!(closed.note.as_deref(), Some("The customer paid the rest."));
    assert_eq!(close(operator(), "again").await.unwrap_err().kind, ErrorKind::Conflict);
    assert!(shop.told().await.contains(&"audit_recorded".to_owned()));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_capture_that_is_refused_lets_go_what_is_still_held(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let held = shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.line.refuse_captures(true);
    let refused = shop.payments.capture(Actor::System, held.id).await.unwrap();
    assert_eq!(refused.status, PaymentStatus::Failed);
    assert_eq!(shop.charge().await.1, "voided");
}
