//! Sending, cancelling and refunding an order, interrupted at any call, end as they would have ended
//! undisturbed; and nobody sends or refunds the same units twice.

use crate::support::{
    Shop,
    books::{BOUGHT, STOCK},
    faults::{Fault, Wire},
};
use contracts::{
    Actor, ErrorKind, Money, OrderId, Quantity, Result, VariantId,
    after_sales::{AfterSales, RefundOrder, ShipOrder},
    checkout::Outcome,
    orders::{ItemQuantity, Order, OrderStatus, PaymentState},
};
use uuid::Uuid;

const GOOD_CARD: &str = "4242 4242 4242 4242";
const REFUNDS_FAIL: &str = "4000 0000 0000 5126";
pub const AT_DISPATCH: [&str; 2] = ["--capture", "dispatch"];

/// What staff does, under a key of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Capture,
    Ship,
    Cancel,
    RefundOne,
}

impl Act {
    pub async fn run(self, flow: &dyn AfterSales, order: &Order, key: Uuid) -> Result<()> {
        match self {
            Self::Capture => flow.capture(Actor::System, order.id).await.map(|_| ()),
            Self::Ship => flow.ship(Actor::System, parcel(order, key)).await.map(|_| ()),
            Self::Cancel => flow.cancel(Actor::System, order.id, "Changed their mind".into()).await,
            Self::RefundOne => flow.refund(Actor::System, refund(order, key, 0, 1)).await.map(|_| ()),
        }
    }

    /// How order, money and stock stand afterwards.
    pub async fn assert_done(self, shop: &Shop, variant: VariantId, order: OrderId, case: &str) {
        let after = shop.order(order).await;
        let kept = shop.kept_of(order).await;
        let stock = shop.stock_of(variant).await.available;
        let item = &after.items[0];
        match self {
            Self::Capture => {
                assert_eq!((after.payment_status, kept), (PaymentState::Paid, after.total.minor), "{case}");
                assert_eq!(stock, STOCK - BOUGHT, "{case}");
            }
            Self::Ship => {
                let parcels = shop.built.services.shipping.shipments_of(order).await.unwrap();
                assert_eq!(
                    (after.status, item.shipped, parcels.len()),
                    (OrderStatus::Shipped, BOUGHT, 1),
                    "{case}"
                );
                assert_eq!((after.payment_status, kept), (PaymentState::Paid, after.total.minor), "{case}");
                assert_eq!(stock, STOCK - BOUGHT, "{case}");
            }
            Self::Cancel => {
                assert_eq!((after.status, kept, stock), (OrderStatus::Cancelled, 0, STOCK), "{case}");
                let given_back = [PaymentState::Refunded, PaymentState::Voided];
                assert!(given_back.contains(&after.payment_status), "{case}: {:?}", after.payment_status);
            }
            Self::RefundOne => {
                assert_eq!((item.refunded, after.refunded), (1, item.unit_price), "{case}");
                assert_eq!(kept, after.total.minor - item.unit_price.minor, "{case}");
                assert_eq!(stock, STOCK - BOUGHT + 1, "{case}");
            }
        }
        shop.assert_quiet(case).await;
    }
}

/// An order of [`BOUGHT`] units of a variant, and as many of another, bought with this card.
pub async fn bought(shop: &Shop, card: &str) -> (VariantId, Order) {
    let (variant, other) = (shop.stocked(10).await, shop.stocked(10).await);
    let mut submit = shop.ready_to_buy(variant, BOUGHT, card).await;
    let units = Quantity::try_from(BOUGHT).unwrap();
    shop.built.services.orders.add_to_cart(submit.key.clone(), other, units).await.unwrap();
    submit.expected_total = shop.built.services.checkout.quote(submit.key.clone()).await.unwrap().total.minor;
    let outcome = shop.built.services.checkout.submit(submit).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    shop.settle().await;
    (variant, shop.orders_of(variant).await.remove(0))
}

fn parcel(order: &Order, key: Uuid) -> ShipOrder {
    let (carrier, tracking_number) = ("DHL".to_owned(), String::new());
    ShipOrder { idempotency_key: key, order: order.id, lines: Vec::new(), carrier, tracking_number }
}

fn refund(order: &Order, key: Uuid, line: usize, units: u32) -> RefundOrder {
    let quantity = Quantity::try_from(units).unwrap();
    RefundOrder {
        idempotency_key: key,
        order: order.id,
        lines: vec![ItemQuantity { item: order.items[line].id, quantity }],
        extra: Money::zero(order.total.currency),
        restock: true,
        reason: "Chipped".to_owned(),
    }
}

/// Restarts and recovers; the first recovery breaks, too.
pub async fn recover(shop: &Shop, broken: Option<(usize, Fault)>) {
    shop.settle().await;
    for broken in [broken, None] {
        shop.wait_long().await;
        let flow = Wire::new(&shop.built.services, broken).after_sales();
        let _ = tokio::spawn(async move { flow.recover().await }).await;
        shop.settle().await;
    }
}

async fn calls_of_a_clean_run(shop: &Shop, act: Act) -> Vec<String> {
    let (variant, order) = bought(shop, GOOD_CARD).await;
    let wire = Wire::new(&shop.built.services, None);
    act.run(&wire.after_sales(), &order, platform::ids::mint()).await.unwrap();
    shop.settle().await;
    act.assert_done(shop, variant, order.id, "undisturbed").await;
    wire.calls()
}

async fn interrupt_everywhere(act: Act, arguments: &[&str]) {
    let shop = Shop::open(arguments).await;
    let calls = calls_of_a_clean_run(&shop, act).await;
    for (number, call) in calls.iter().enumerate() {
        for fault in Fault::ALL {
            let case = format!("{act:?}: {fault:?} at {number} {call}");
            let (variant, order) = bought(&shop, GOOD_CARD).await;
            let key = platform::ids::mint();
            let (broken, interrupted) =
                (Wire::new(&shop.built.services, Some((number, fault))), order.clone());
            // The death of the process is a panic of the task that stands for it.
            let work = async move { act.run(&broken.after_sales(), &interrupted, key).await };
            let _ = tokio::spawn(work).await;
            recover(&shop, Some((number % 4, fault))).await;
            act.run(&*shop.built.services.after_sales, &order, key).await.unwrap();
            shop.settle().await;
            act.assert_done(&shop, variant, order.id, &case).await;
        }
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_interrupted_at_any_call_sends_once_and_takes_the_money_once() {
    interrupt_everywhere(Act::Ship, &AT_DISPATCH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_interrupted_at_any_call_sends_money_and_stock_back() {
    interrupt_everywhere(Act::Cancel, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_what_is_only_held_lets_it_go_wherever_it_is_interrupted() {
    interrupt_everywhere(Act::Cancel, &AT_DISPATCH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunding_interrupted_at_any_call_refunds_once() {
    interrupt_everywhere(Act::RefundOne, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_members_of_staff_refund_the_same_line_once() {
    let shop = Shop::open(&[]).await;
    for card in [GOOD_CARD, REFUNDS_FAIL] {
        let (_, order) = bought(&shop, card).await;
        let flow = &shop.built.services.after_sales;
        let send = || flow.refund(Actor::System, refund(&order, platform::ids::mint(), 0, BOUGHT));
        let (one, other) = tokio::join!(send(), send());
        assert_eq!([&one, &other].iter().filter(|sent| sent.is_ok()).count(), 1, "{one:?} {other:?}");
        shop.settle().await;
        assert_eq!(send().await.unwrap_err().kind, ErrorKind::Conflict, "and not later either");
        let price = order.items[0].subtotal.minor;
        assert_eq!(shop.kept_of(order.id).await, order.total.minor - price);
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_members_of_staff_send_the_same_units_once() {
    let shop = Shop::open(&[]).await;
    let (_, order) = bought(&shop, GOOD_CARD).await;
    let flow = &shop.built.services.after_sales;
    let send = || flow.ship(Actor::System, parcel(&order, platform::ids::mint()));
    let (one, other) = tokio::join!(send(), send());
    assert_eq!([&one, &other].iter().filter(|sent| sent.is_ok()).count(), 1, "{one:?} {other:?}");
    shop.settle().await;
    assert_eq!(shop.built.services.shipping.shipments_of(order.id).await.unwrap().len(), 1);
    shop.assert_quiet("two parcels").await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_whose_refund_fails_is_shown_and_sent_again() {
    let shop = Shop::open(&[]).await;
    let services = &shop.built.services;
    let (_, order) = bought(&shop, REFUNDS_FAIL).await;
    services.after_sales.cancel(Actor::System, order.id, "Changed their mind".into()).await.unwrap();
    shop.settle().await;
    let again = || services.after_sales.refund_rest(Actor::System, order.id, platform::ids::mint());
    assert_eq!(again().await.unwrap_err().kind, ErrorKind::Conflict, "it is on its way");

    ask_the_gateway(&shop).await;
    let open = services.payments.unresolved(Actor::System).await.unwrap();
    assert_eq!((open.len(), open[0].order, open[0].amount), (1, Some(order.id), order.total));
    shop.assert_quiet("a failed refund").await;

    let gateway = shop.databases.of("payments").unwrap();
    sqlx::query("update test_gateway.charges set behaviour = 'plain'").execute(gateway.pool()).await.unwrap();
    again().await.unwrap();
    shop.settle().await;
    assert_eq!(services.payments.unresolved(Actor::System).await.unwrap(), []);
    assert_eq!(shop.order(order.id).await.payment_status, PaymentState::Refunded);
    assert_eq!(shop.kept_of(order.id).await, 0);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_fails_frees_its_lines_for_another() {
    let shop = Shop::open(&[]).await;
    let (_, order) = bought(&shop, REFUNDS_FAIL).await;
    let flow = &shop.built.services.after_sales;
    let key = platform::ids::mint();
    flow.refund(Actor::System, refund(&order, key, 0, BOUGHT)).await.unwrap();
    ask_the_gateway(&shop).await;
    let same = flow.refund(Actor::System, refund(&order, key, 0, BOUGHT)).await.unwrap_err();
    assert_eq!(same.kind, ErrorKind::Conflict, "{same}");
    flow.refund(Actor::System, refund(&order, platform::ids::mint(), 0, BOUGHT)).await.unwrap();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_went_back_at_the_gateway_itself_is_known_to_the_order() {
    let shop = Shop::open(&[]).await;
    let (_, order) = bought(&shop, GOOD_CARD).await;
    let charge = shop.payments_of(order.id).await[0].gateway_reference.clone().unwrap();
    let gateway = shop.databases.of("payments").unwrap();
    sqlx::query(
        "insert into test_gateway.refunds (id, idempotency_key, charge_id, amount_minor, status)
         values ('re_by_hand', 'by hand', $1, 500, 'succeeded')",
    )
    .bind(charge)
    .execute(gateway.pool())
    .await
    .unwrap();
    payments::refund::found::take_over(&shop.built.payments, "re_by_hand").await.unwrap();
    shop.settle().await;
    let after = shop.order(order.id).await;
    assert_eq!((after.refunded.minor, after.payment_status), (500, PaymentState::PartiallyRefunded));
    shop.assert_quiet("a refund by hand").await;
    shop.close().await;
}

/// Refunds that fail later have failed now, and everybody heard it.
async fn ask_the_gateway(shop: &Shop) {
    payments::refund::settle_all(&shop.built.payments).await.unwrap();
    shop.settle().await;
}
