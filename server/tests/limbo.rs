//! Money in limbo, in the whole shop: what the gateway holds or took without our knowing ends as an order or goes
//! back, is told in the back office, and leaves every rule kept.

use crate::support::{
    Shop,
    books::{BOUGHT, STOCK},
};
use contracts::{
    Actor, CheckoutId, Currency, Money, PaymentId,
    checkout::Outcome,
    orders::{CheckoutState, OrderStatus},
    payments::{
        Authorise, PaymentStatus, Reconciliation, ReconciliationKind as Kind, ReconciliationOutcome as Ended,
        ReconciliationQuery,
    },
};
use platform::ids;

const GOOD_CARD: &str = "4242 4242 4242 4242";
const CHALLENGE: &str = "4000 0025 0000 3155";

impl Shop {
    async fn at_payments(&self, statements: &'static str) {
        let db = self.databases.of("payments").unwrap();
        sqlx::raw_sql(statements).execute(db.pool()).await.unwrap();
    }

    /// Five minutes pass, and everything that is done regularly is done.
    async fn five_minutes_later(&self) {
        self.at_payments(
            "update payments set transaction_date = transaction_date - interval '5 minutes';
             update test_gateway.charges set created_at = created_at - interval '5 minutes';
             update gateway_calls set called_at = called_at - interval '5 minutes',
                 last_called_at = last_called_at - interval '5 minutes'",
        )
        .await;
        for job in payments::jobs(&self.built.payments) {
            job.run_now(serde_json::Value::Null).await.unwrap();
        }
        self.wait_long().await;
        self.built.services.checkout.recover().await.unwrap();
        self.built.services.checkout.settle_limbo().await.unwrap();
        self.settle().await;
    }

    async fn findings(&self) -> Vec<Reconciliation> {
        let query = ReconciliationQuery::default();
        self.built.services.payments.reconciliations(Actor::System, query).await.unwrap().items
    }

    async fn payment_status(&self, id: PaymentId) -> PaymentStatus {
        self.built.services.payments.payment(Actor::System, id).await.unwrap().unwrap().status
    }

    /// A challenge that nobody answered: its run and its payment.
    async fn challenged(&self) -> (CheckoutId, PaymentId, contracts::VariantId) {
        let variant = self.stocked(i32::try_from(STOCK).unwrap()).await;
        let submit = self.ready_to_buy(variant, BOUGHT, CHALLENGE).await;
        let outcome = self.built.services.checkout.submit(submit).await.unwrap();
        let Outcome::ActionRequired { checkout, url } = outcome else { panic!("{outcome:?}") };
        (checkout, url.rsplit('/').next().unwrap().parse().unwrap(), variant)
    }

    /// As if the payer had left a quarter of an hour ago.
    async fn the_payer_left(&self) {
        let db = self.databases.of("orders").unwrap();
        sqlx::query(
            "update checkouts set updated_at = updated_at - interval '20 minutes', next_attempt_at = now()",
        )
        .execute(db.pool())
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_of_which_nobody_told_becomes_an_order() {
    let shop = Shop::open(&[]).await;
    let (_, payment, variant) = shop.challenged().await;
    shop.at_payments("update test_gateway.charges set standing = 'authorised'").await;
    shop.five_minutes_later().await;
    assert_eq!(shop.payment_status(payment).await, PaymentStatus::Captured);
    assert!(shop.assert_agreement(variant, STOCK, "a webhook that never came").await);
    let [found] = &shop.findings().await[..] else { panic!("{:?}", shop.findings().await) };
    assert_eq!((found.kind, found.outcome), (Kind::LostAnswer, Some(Ended::Adopted)));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_succeeds_after_its_run_ended_goes_back() {
    let shop = Shop::open(&[]).await;
    let (_, payment, variant) = shop.challenged().await;
    shop.the_payer_left().await;
    shop.built.services.checkout.recover().await.unwrap();
    assert_eq!(shop.runs().await, [CheckoutState::Abandoned]);
    // The payer's bank had said yes in that moment.
    shop.at_payments("update test_gateway.charges set standing = 'authorised'").await;
    shop.five_minutes_later().await;
    assert_eq!(shop.payment_status(payment).await, PaymentStatus::Voided);
    let standing: Vec<String> = sqlx::query_scalar("select standing from test_gateway.charges")
        .fetch_all(shop.databases.of("payments").unwrap().pool())
        .await
        .unwrap();
    assert_eq!(standing, ["voided"]);
    let [found] = &shop.findings().await[..] else { panic!("{:?}", shop.findings().await) };
    assert_eq!((found.kind, found.outcome), (Kind::LateSuccess, Some(Ended::Voided)));
    assert!(!shop.assert_agreement(variant, STOCK, "late").await);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_captured_while_its_run_is_undone_is_refunded() {
    let shop = Shop::open(&[]).await;
    let (_, payment, variant) = shop.challenged().await;
    shop.at_payments(
        "insert into test_gateway.captures (idempotency_key, charge_id, amount_minor)
             select id, id, amount_minor from test_gateway.charges",
    )
    .await;
    shop.the_payer_left().await;
    let flow = crate::support::faults::Wire::without(&shop.built.services, "payments").checkout();
    contracts::checkout::Checkout::recover(&flow).await.unwrap();
    assert_eq!(shop.runs().await, [CheckoutState::Undoing]);
    shop.at_payments("update test_gateway.charges set standing = 'captured'").await;
    shop.five_minutes_later().await;
    shop.five_minutes_later().await;
    assert_eq!(shop.runs().await, [CheckoutState::Abandoned]);
    let after = shop.built.services.payments.payment(Actor::System, payment).await.unwrap().unwrap();
    assert_eq!((after.status, after.refunded), (PaymentStatus::Captured, after.amount));
    assert!(!shop.assert_agreement(variant, STOCK, "captured").await);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_for_a_purchase_that_is_not_known_goes_back() {
    let shop = Shop::open(&[]).await;
    let wish = Authorise {
        payment: ids::mint().into(),
        checkout: ids::mint().into(),
        amount: Money::new(8400, Currency::Eur),
        gift_card: None,
        method: GOOD_CARD.to_owned(),
        return_url: String::new(),
    };
    shop.built.services.payments.authorise(wish.clone()).await.unwrap();
    shop.five_minutes_later().await;
    assert_eq!(shop.payment_status(wish.payment).await, PaymentStatus::Voided);
    let [found] = &shop.findings().await[..] else { panic!("{:?}", shop.findings().await) };
    assert_eq!((found.kind, found.outcome), (Kind::LooseMoney, Some(Ended::Voided)));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_payment_s_row_is_gone_gets_it_back() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    let outcome = shop.built.services.checkout.submit(submit).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    shop.at_payments("delete from payments").await;
    shop.five_minutes_later().await;
    shop.five_minutes_later().await;
    let [order] = &shop.orders_of(variant).await[..] else { panic!("one order") };
    assert_eq!(order.status, OrderStatus::Confirmed);
    assert_eq!(shop.kept_of(order.id).await, order.total.minor);
    assert!(shop.assert_agreement(variant, STOCK, "restored").await);
    shop.close().await;
}
