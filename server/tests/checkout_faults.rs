//! A checkout that is interrupted anywhere, and whose recovery is interrupted too, ends as it would have
//! ended undisturbed.

use crate::support::{
    Shop,
    books::{BOUGHT, STOCK},
    faults::{Fault, Wire},
};
use contracts::{
    Actor, VariantId,
    checkout::{Checkout, Outcome, Submit},
    inventory::TransactionType,
    orders::CheckoutState,
};

pub const GOOD_CARD: &str = "4242 4242 4242 4242";
const CHALLENGE: &str = "4000 0025 0000 3155";
const DECLINED: &str = "4000 0000 0000 0002";
pub const CAPTURE_IS_REFUSED: &str = "4000 0000 0000 0341";

/// A purchase: its card, the units on the shelf when it is sent, and how it ends.
#[derive(Clone, Copy)]
pub struct Purchase {
    card: &'static str,
    on_the_shelf: u32,
    ends: fn(&Outcome) -> bool,
}

impl Purchase {
    pub fn with(card: &'static str, ends: fn(&Outcome) -> bool) -> Self {
        Self { card, on_the_shelf: STOCK, ends }
    }

    /// Everything is ready; what the shelf lacks in the end was there when the cart was filled.
    pub async fn prepare(self, shop: &Shop) -> (VariantId, Submit) {
        let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
        let submit = shop.ready_to_buy(variant, BOUGHT, self.card).await;
        let missing = i32::try_from(STOCK - self.on_the_shelf).unwrap();
        if missing > 0 {
            let warehouse = shop.stock_of(variant).await.warehouse;
            let (inventory, kind) = (&shop.built.services.inventory, TransactionType::Adjustment);
            let counted = "counted".to_owned();
            inventory.adjust(Actor::System, variant, warehouse, -missing, kind, counted).await.unwrap();
        }
        (variant, submit)
    }
}

/// The shopper sends the form and passes the challenge, if there is one.
pub async fn buy(flow: &dyn Checkout, shop: &Shop, submit: Submit) -> contracts::Result<Outcome> {
    let outcome = flow.submit(submit).await?;
    let Outcome::ActionRequired { checkout, url } = &outcome else { return Ok(outcome) };
    let payment = url.rsplit('/').next().unwrap().parse().unwrap();
    shop.built.services.payments.answer_test_challenge(payment, true).await.unwrap();
    flow.resume(*checkout).await
}

/// Restarts and recovers until every run has ended or waits for its payer. The first recovery breaks, too.
pub async fn recover(shop: &Shop, mut broken: Option<(usize, Fault)>) {
    for _ in 0..6 {
        shop.wait_long().await;
        let flow = Wire::new(&shop.built.services, broken.take()).checkout();
        let _ = tokio::spawn(async move { flow.recover().await }).await;
        shop.settle().await;
        let rests = |state: &CheckoutState| state.is_final() || *state == CheckoutState::AwaitingPayer;
        if shop.runs().await.iter().all(rests) {
            return;
        }
    }
    panic!("a run did not come to its end: {:?}", shop.runs().await);
}

async fn calls_of_a_clean_run(shop: &Shop, purchase: Purchase) -> Vec<String> {
    let (_, submit) = purchase.prepare(shop).await;
    let wire = Wire::new(&shop.built.services, None);
    let outcome = buy(&wire.checkout(), shop, submit).await.unwrap();
    assert!((purchase.ends)(&outcome), "undisturbed: {outcome:?}");
    shop.settle().await;
    wire.calls()
}

async fn interrupt_everywhere(purchase: Purchase) {
    let shop = Shop::open(&[]).await;
    let calls = calls_of_a_clean_run(&shop, purchase).await;
    assert!(calls.len() > 8, "the run makes its calls over the wire: {calls:?}");
    for (number, call) in calls.iter().enumerate() {
        for fault in Fault::ALL {
            let case = format!("{fault:?} at {number} {call}");
            interrupt(&shop, purchase, (number, fault), &case).await;
        }
    }
    shop.assert_no_loose_money().await;
    shop.assert_quiet("in the end").await;
    assert!(!shop.runs().await.contains(&CheckoutState::Stuck), "nothing is refused for good here");
    shop.close().await;
}

async fn interrupt(shop: &Shop, purchase: Purchase, (number, fault): (usize, Fault), case: &str) {
    let (variant, submit) = purchase.prepare(shop).await;
    let broken = Wire::new(&shop.built.services, Some((number, fault))).checkout();
    // The death of the process is a panic of the task that stands for it.
    let interrupted = async { buy(&broken, shop, submit.clone()).await };
    let told = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(interrupted)).await;
    recover(shop, Some((number % 7, fault))).await;
    let stood = shop.assert_agreement_of_waiting(variant, purchase.on_the_shelf, case).await;

    let again = buy(&*shop.built.services.checkout, shop, submit).await.unwrap();
    assert!((purchase.ends)(&again), "{case}: {again:?}");
    recover(shop, None).await;
    let stands = shop.assert_agreement(variant, purchase.on_the_shelf, case).await;
    assert_eq!(stands, matches!(again, Outcome::Placed { .. }), "{case}: {again:?}");
    assert!(stands || !stood, "{case}: an order that stood still stands");
    let was_told = matches!(told, Ok(Ok(Outcome::Placed { .. })));
    assert!(stands || !was_told, "{case}: an order that was told to stand stands");
}

impl Shop {
    /// As [`Shop::assert_agreement`]; a run that waits for its payer holds its units.
    async fn assert_agreement_of_waiting(&self, variant: VariantId, units: u32, case: &str) -> bool {
        if self.runs().await.contains(&CheckoutState::AwaitingPayer) {
            assert_eq!(self.stock_of(variant).await.reserved, BOUGHT, "{case}");
            return false;
        }
        self.assert_agreement(variant, units, case).await
    }
}

pub fn is_placed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Placed { .. })
}

pub fn is_failure(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Failed { .. } | Outcome::Declined { .. })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_interrupted_at_any_call_is_placed() {
    interrupt_everywhere(Purchase::with(GOOD_CARD, is_placed)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_interrupted_at_any_call_is_placed() {
    interrupt_everywhere(Purchase::with(CHALLENGE, is_placed)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decline_interrupted_at_any_call_stays_one() {
    let ends = |outcome: &Outcome| matches!(outcome, Outcome::Declined { .. });
    interrupt_everywhere(Purchase::with(DECLINED, ends)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_of_more_than_there_is_sells_nothing_wherever_it_is_interrupted() {
    let ends = |outcome: &Outcome| matches!(outcome, Outcome::OutOfStock { .. });
    interrupt_everywhere(Purchase { card: GOOD_CARD, on_the_shelf: BOUGHT - 1, ends }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_interrupted_at_any_call_ends_undone() {
    let ends = |outcome: &Outcome| matches!(outcome, Outcome::Declined { .. } | Outcome::Failed { .. });
    interrupt_everywhere(Purchase::with(CAPTURE_IS_REFUSED, ends)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_hours_leaves_no_run_stuck() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    let down = Wire::without(&shop.built.services, "payments").checkout();
    let outcome = down.submit(submit).await.unwrap();
    assert!(matches!(outcome, Outcome::Pending { .. }), "{outcome:?}");
    for _ in 0..30 {
        later(&shop, "11 minutes").await;
        down.recover().await.unwrap();
    }
    assert_eq!(shop.runs().await, [CheckoutState::Undoing]);
    let seen = shop.built.services.orders.stuck_checkouts(Actor::System).await.unwrap();
    assert_eq!(seen.len(), 1, "operators see that it keeps failing");

    recover(&shop, None).await;
    assert_eq!(shop.runs().await, [CheckoutState::Abandoned]);
    assert!(!shop.assert_agreement(variant, STOCK, "an outage").await);
    shop.assert_no_loose_money().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn driving_a_run_many_times_at_once_is_one_order() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    let checkout = &shop.built.services.checkout;
    let sent = futures::future::join_all((0..10).map(|_| checkout.submit(submit.clone()))).await;
    assert!(sent.iter().any(|outcome| matches!(outcome, Ok(Outcome::Placed { .. }))), "{sent:?}");
    recover(&shop, None).await;
    assert!(shop.assert_agreement(variant, STOCK, "ten submits").await);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_units_go_to_as_many_shoppers_as_there_are_units() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let mut submits = Vec::new();
    for _ in 0..20 {
        submits.push(shop.ready_to_buy(variant, 1, GOOD_CARD).await);
    }
    let checkout = &shop.built.services.checkout;
    let outcomes = futures::future::join_all(submits.into_iter().map(|submit| checkout.submit(submit))).await;
    let placed = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Placed { .. }))).count();
    let told = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::OutOfStock { .. }))).count();
    assert_eq!((placed, told), (5, 15), "{outcomes:?}");
    let stock = shop.stock_of(variant).await;
    assert_eq!((stock.available, stock.reserved), (0, 0));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_who_never_comes_back_leaves_nothing_behind() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, CHALLENGE).await;
    let outcome = shop.built.services.checkout.submit(submit).await.unwrap();
    assert!(matches!(outcome, Outcome::ActionRequired { .. }), "{outcome:?}");
    assert_eq!(shop.stock_of(variant).await.reserved, BOUGHT);
    later(&shop, "1 hour").await;
    recover(&shop, None).await;
    assert!(!shop.assert_agreement(variant, STOCK, "an absent payer").await);
    shop.assert_no_loose_money().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_changed_meanwhile_is_asked_about_again() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    let mut submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    submit.expected_total -= 1;
    let outcome = shop.built.services.checkout.submit(submit).await.unwrap();
    assert!(matches!(outcome, Outcome::TotalChanged { .. }), "{outcome:?}");
    assert_eq!(shop.stock_of(variant).await.available, STOCK);
    shop.close().await;
}

async fn later(shop: &Shop, interval: &str) {
    let db = shop.databases.of("orders").unwrap();
    sqlx::query("update checkouts set updated_at = updated_at - $1::text::interval, next_attempt_at = now()")
        .bind(interval)
        .execute(db.pool())
        .await
        .unwrap();
}
