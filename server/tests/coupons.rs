//! Coupons through the whole shop: what is shown is what is paid, and a use ends with its purchase.

use crate::support::{Shop, draft};
use contracts::{
    Actor, Currency, ErrorKind, Money,
    checkout::{Outcome, Submit},
    orders::{CheckoutState, Coupon, CouponDraft, CouponOffer, CouponValue},
};

const GOOD_CARD: &str = "4242 4242 4242 4242";
const CHALLENGE: &str = "4000 0025 0000 3155";
const DECLINED: &str = "4000 0000 0000 0002";

/// A coupon of 5.00 € that can be used once.
pub async fn coupon(shop: &Shop) -> Coupon {
    let draft = CouponDraft {
        id: platform::ids::mint().into(),
        version: None,
        code: format!("C-{}", platform::ids::mint().simple()),
        value: CouponValue::Amount(500),
        currency: Currency::Eur,
        minimum: 0,
        starts_at: None,
        ends_at: None,
        most_uses: Some(1),
        most_per_customer: Some(1),
        is_active: true,
    };
    shop.built.services.orders.save_coupon(Actor::System, draft).await.unwrap()
}

async fn used(shop: &Shop, coupon: &Coupon) -> u32 {
    shop.built.services.orders.coupon(Actor::System, coupon.terms.id).await.unwrap().unwrap().used
}

async fn entered(shop: &Shop, coupon: &Coupon, submit: Submit) -> Submit {
    let checkout = &shop.built.services.checkout;
    let quote = checkout.apply_coupon(submit.key.clone(), coupon.terms.code.to_lowercase()).await.unwrap();
    Submit { expected_total: quote.total.minor, ..submit }
}

/// The same wish with a coupon of its own.
pub async fn with_coupon(shop: &Shop, submit: Submit) -> Submit {
    entered(shop, &coupon(shop).await, submit).await
}

async fn buy(shop: &Shop, submit: Submit) -> Outcome {
    shop.built.services.checkout.submit(submit).await.unwrap()
}

/// Every rule about coupons and gift cards holds.
pub async fn assert_rules(shop: &Shop) {
    let found = shop.built.verifier.verify().await.unwrap();
    let broken: Vec<_> =
        found.into_iter().filter(|rule| is_about_codes(&rule.rule) && rule.breaches > 0).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

fn is_about_codes(rule: &str) -> bool {
    matches!(rule, "I-9" | "I-10")
}

#[tokio::test(flavor = "multi_thread")]
async fn i_9_a_challenge_that_is_passed_uses_a_coupon_once() {
    let shop = Shop::open(&[]).await;
    let (variant, coupon) = (shop.stocked(5).await, coupon(&shop).await);
    let wish = entered(&shop, &coupon, shop.ready_to_buy(variant, 2, CHALLENGE).await).await;
    let Outcome::ActionRequired { checkout, url } = buy(&shop, wish.clone()).await else {
        panic!("no challenge")
    };
    assert_eq!(used(&shop, &coupon).await, 1);
    let quote = shop.built.services.checkout.quote(wish.key.clone()).await.unwrap();
    assert!(
        matches!(quote.coupon, Some(CouponOffer::Applies(_))),
        "its own run holds it: {:?}",
        quote.coupon
    );

    let payment = url.rsplit('/').next().unwrap().parse().unwrap();
    shop.built.services.payments.answer_test_challenge(payment, true).await.unwrap();
    let outcome = shop.built.services.checkout.resume(checkout).await.unwrap();
    let Outcome::Placed { number, email } = outcome else { panic!("{outcome:?}") };
    assert_eq!(buy(&shop, wish).await, Outcome::Placed { number: number.clone(), email: email.clone() });

    let order = shop.built.services.orders.find_order(number, email).await.unwrap().unwrap();
    let off = Money::new(500, Currency::Eur);
    assert_eq!(order.discount.map(|discount| discount.amount), Some(off));
    let cost = order.subtotal.plus(order.shipping).unwrap();
    assert_eq!(cost.minus(off), Some(order.total));
    assert_eq!(used(&shop, &coupon).await, 1);
    assert_rules(&shop).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_9_a_declined_payment_releases_the_coupon_for_another_try() {
    let shop = Shop::open(&[]).await;
    let (variant, coupon) = (shop.stocked(5).await, coupon(&shop).await);
    let wish = entered(&shop, &coupon, shop.ready_to_buy(variant, 1, DECLINED).await).await;
    let declined = buy(&shop, wish.clone()).await;
    assert!(matches!(declined, Outcome::Declined { .. }), "{declined:?}");
    assert_eq!(used(&shop, &coupon).await, 0);

    let again = Submit { payment_method: GOOD_CARD.into(), idempotency_key: platform::ids::token(), ..wish };
    let placed = buy(&shop, again).await;
    assert!(matches!(placed, Outcome::Placed { .. }), "{placed:?}");
    assert_eq!(used(&shop, &coupon).await, 1);
    assert_rules(&shop).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_9_whoever_is_too_late_for_a_coupon_sees_the_new_total_and_pays_nothing() {
    let shop = Shop::open(&[]).await;
    let (variant, coupon) = (shop.stocked(20).await, coupon(&shop).await);
    let mut wishes = Vec::new();
    for number in 0..8 {
        let wish = entered(&shop, &coupon, shop.ready_to_buy(variant, 1, GOOD_CARD).await).await;
        let email = format!("shopper{number}@example.com");
        wishes.push(Submit { draft: contracts::orders::CheckoutDraft { email, ..draft() }, ..wish });
    }
    let full = wishes[0].expected_total + 500;
    let outcomes = futures::future::join_all(wishes.into_iter().map(|wish| buy(&shop, wish))).await;

    let placed = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Placed { .. })).count();
    let told = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Outcome::TotalChanged { total } if total.minor == full));
    assert_eq!((placed, told.count()), (1, 7), "{outcomes:?}");
    assert_eq!(shop.runs().await.iter().filter(|state| **state == CheckoutState::Completed).count(), 1);
    assert_eq!(used(&shop, &coupon).await, 1);
    assert_rules(&shop).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_takes_nothing_off_is_refused_at_its_field() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let wish = shop.ready_to_buy(variant, 1, GOOD_CARD).await;
    for nonsense in ["", "NO-SUCH-CODE", "' or true --"] {
        let checkout = &shop.built.services.checkout;
        let refused = checkout.apply_coupon(wish.key.clone(), nonsense.to_owned()).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Invalid);
        assert!(refused.for_field("code").is_some(), "{nonsense}");
    }
    assert_eq!(shop.built.services.orders.cart(wish.key).await.unwrap().coupon, None);
    shop.close().await;
}
