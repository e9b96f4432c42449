//! Gift cards through the whole shop: what is shown is what is paid, by card and gift card together.

use crate::support::{Shop, draft};
use contracts::{
    Actor, Currency, GiftCardId, Money,
    checkout::{Outcome, Submit},
    orders::{CheckoutDraft, Order},
    payments::{GiftCardDraft, IssuedGiftCard},
};
use platform::ids;

const GOOD_CARD: &str = "4242 4242 4242 4242";
const CHALLENGE: &str = "4000 0025 0000 3155";
const DECLINED: &str = "4000 0000 0000 0002";

fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::Eur)
}

/// A gift card with so many cents on it.
pub async fn gift_card(shop: &Shop, minor: i64) -> IssuedGiftCard {
    let (id, note) = (GiftCardId(ids::mint()), String::new());
    let draft = GiftCardDraft { id, amount: euros(minor), expires_on: None, recipient: None, note };
    shop.built.services.payments.issue_gift_card(Actor::System, draft).await.unwrap()
}

async fn balance(shop: &Shop, issued: &IssuedGiftCard) -> i64 {
    let history = shop.built.services.payments.gift_card(Actor::System, issued.card.id).await.unwrap();
    history.unwrap().card.balance.minor
}

async fn entered(shop: &Shop, issued: &IssuedGiftCard, submit: Submit) -> Submit {
    let code = issued.code.clone().unwrap().to_lowercase();
    let quote = shop.built.services.checkout.apply_gift_card(submit.key.clone(), code).await.unwrap();
    Submit { expected_total: quote.due().minor, ..submit }
}

/// The same wish with a gift card that pays so many cents of it.
pub async fn with_gift_card(shop: &Shop, minor: i64, submit: Submit) -> Submit {
    entered(shop, &gift_card(shop, minor).await, submit).await
}

async fn buy(shop: &Shop, submit: Submit) -> Outcome {
    shop.built.services.checkout.submit(submit).await.unwrap()
}

async fn order(shop: &Shop, outcome: Outcome) -> Order {
    let Outcome::Placed { number, email } = outcome else { panic!("{outcome:?}") };
    shop.built.services.orders.find_order(number, email).await.unwrap().unwrap()
}

async fn assert_every_rule(shop: &Shop) {
    shop.settle().await;
    let found = shop.built.verifier.verify().await.unwrap();
    let broken: Vec<_> = found.into_iter().filter(|rule| rule.breaches > 0).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn i_10_a_gift_card_pays_a_part_and_gets_back_what_the_card_did_not_pay() {
    let shop = Shop::open(&[]).await;
    let (variant, card) = (shop.stocked(5).await, gift_card(&shop, 1_000).await);
    let wish = shop.ready_to_buy(variant, 2, GOOD_CARD).await;
    let full = wish.expected_total;
    let wish = entered(&shop, &card, wish).await;
    assert_eq!(wish.expected_total, full - 1_000);
    let outcome = buy(&shop, wish.clone()).await;
    assert_eq!(buy(&shop, wish).await, outcome, "sent twice, bought once");
    let order = order(&shop, outcome).await;
    assert_eq!((order.total, balance(&shop, &card).await), (euros(full), 0));
    let payments = &shop.built.services.payments;
    assert_eq!(payments.paid_by_gift_card(order.id).await.unwrap(), Some(euros(1_000)));
    let [payment] = &payments.payments_of(Actor::System, order.id).await.unwrap()[..] else { panic!("one") };
    assert_eq!((payment.captured, payment.charged()), (euros(full), euros(full - 1_000)));
    assert_every_rule(&shop).await;

    shop.built
        .services
        .after_sales
        .cancel(Actor::System, order.id, "changed their mind".into())
        .await
        .unwrap();
    shop.settle().await;
    assert_eq!(balance(&shop, &card).await, 1_000);
    assert_every_rule(&shop).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_10_a_gift_card_that_pays_all_needs_no_other_card() {
    let shop = Shop::open(&[]).await;
    let (variant, card) = (shop.stocked(5).await, gift_card(&shop, 100_000).await);
    let wish = shop.ready_to_buy(variant, 1, "").await;
    let full = wish.expected_total;
    let wish = entered(&shop, &card, wish).await;
    assert_eq!(wish.expected_total, 0);
    let order = order(&shop, buy(&shop, wish).await).await;
    assert_eq!((order.total.minor, balance(&shop, &card).await), (full, 100_000 - full));
    assert_every_rule(&shop).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_10_what_comes_to_nothing_puts_it_back_once() {
    let shop = Shop::open(&[]).await;
    let (variant, card) = (shop.stocked(5).await, gift_card(&shop, 500).await);
    let wish = entered(&shop, &card, shop.ready_to_buy(variant, 1, DECLINED).await).await;
    let declined = buy(&shop, wish.clone()).await;
    assert!(matches!(declined, Outcome::Declined { .. }), "{declined:?}");
    assert_eq!(balance(&shop, &card).await, 500);

    let again = |method: &str| Submit {
        payment_method: method.to_owned(),
        idempotency_key: ids::token(),
        ..wish.clone()
    };
    let challenged = buy(&shop, again(CHALLENGE)).await;
    assert!(matches!(challenged, Outcome::ActionRequired { .. }), "{challenged:?}");
    assert_eq!(balance(&shop, &card).await, 0, "held while the payer is asked");
    let placed = buy(&shop, again(GOOD_CARD)).await;
    assert!(matches!(placed, Outcome::Placed { .. }), "its own unfinished checkout gives way: {placed:?}");
    assert_eq!(balance(&shop, &card).await, 0);
    assert_every_rule(&shop).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_10_of_eight_who_spend_the_same_gift_card_at_once_as_many_do_as_it_pays_for() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(20).await;
    let full = shop.ready_to_buy(variant, 1, GOOD_CARD).await.expected_total;
    let card = gift_card(&shop, 2 * full).await;
    let mut wishes = Vec::new();
    for number in 0..8 {
        let wish = entered(&shop, &card, shop.ready_to_buy(variant, 1, GOOD_CARD).await).await;
        let email = format!("shopper{number}@example.com");
        wishes.push(Submit { draft: CheckoutDraft { email, ..draft() }, ..wish });
    }
    let outcomes = futures::future::join_all(wishes.into_iter().map(|wish| buy(&shop, wish))).await;
    let placed = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Placed { .. })).count();
    assert_eq!((placed, balance(&shop, &card).await), (2, 0), "{outcomes:?}");
    for outcome in &outcomes {
        let is_told = matches!(
            outcome,
            Outcome::Placed { .. } | Outcome::Declined { .. } | Outcome::TotalChanged { .. }
        );
        assert!(is_told, "{outcome:?}");
    }
    assert_every_rule(&shop).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_card_that_pays_nothing_is_refused_at_its_field() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let wish = shop.ready_to_buy(variant, 1, GOOD_CARD).await;
    for nonsense in ["", "ABCD-ABCD-ABCD-ABCD", "' or true --", "🎁🎁🎁🎁", &"A".repeat(5_000)] {
        let checkout = &shop.built.services.checkout;
        let refused = checkout.apply_gift_card(wish.key.clone(), nonsense.to_owned()).await.unwrap_err();
        assert!(refused.for_field("gift_card").is_some(), "{nonsense}: {refused:?}");
    }
    assert_eq!(shop.built.services.orders.cart(wish.key).await.unwrap().gift_card, None);
    shop.close().await;
}
