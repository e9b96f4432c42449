//! For which orders a way to pay is offered.

use crate::support::{GOOD, Shop, gift_cards::wish_with, staff, wish};
use contracts::{
    Currency, ErrorKind, Permission,
    payments::{PaymentKind, PaymentStatus, PaymentWay, Payments as _},
};
use sqlx::PgPool;

fn off(kind: PaymentKind) -> PaymentWay {
    PaymentWay { is_on: false, ..PaymentWay::unchanged(kind) }
}

async fn save(shop: &Shop, way: PaymentWay) -> contracts::Result<PaymentWay> {
    shop.payments.save_payment_way(staff(&[Permission::ManageSettings]), way).await
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_way_that_is_off_begins_no_payment_and_ends_none_that_was_begun(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let begun = wish(GOOD);
    shop.payments.authorise(begun.clone()).await.unwrap();
    save(&shop, off(PaymentKind::Card)).await.unwrap();
    assert!(!shop.payments.gateway().await.unwrap().way(PaymentKind::Card).is_on);

    let refused = shop.payments.authorise(wish(GOOD)).await.unwrap_err();
    assert_eq!(
        (refused.kind, refused.message.as_str()),
        (ErrorKind::Conflict, "Cards are not taken at the moment.")
    );
    let again = shop.payments.authorise(begun).await.unwrap();
    assert_eq!(again.status, PaymentStatus::Authorised, "a repeated call is answered as the first one");
    assert_eq!(shop.at_the_gateway("charges").await, 1);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_gift_card_that_is_not_taken_pays_no_share(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    save(&shop, off(PaymentKind::GiftCard)).await.unwrap();
    let refused = shop.payments.authorise(wish_with(GOOD, card, 100)).await.unwrap_err();
    assert_eq!(refused.message, "Gift cards are not taken at the moment.");
    assert_eq!(shop.payments.authorise(wish(GOOD)).await.unwrap().status, PaymentStatus::Authorised);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn amounts_outside_of_the_limits_are_refused(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let way = PaymentWay { maximum: Some(8399), ..PaymentWay::unchanged(PaymentKind::Card) };
    let saved = save(&shop, way).await.unwrap();
    assert!(shop.payments.authorise(wish(GOOD)).await.unwrap_err().message.contains("up to"));
    save(&shop, PaymentWay { maximum: Some(8400), ..saved }).await.unwrap();
    assert!(shop.payments.authorise(wish(GOOD)).await.is_ok());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_change_is_audited_and_refused_when_somebody_was_faster(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let way = PaymentWay {
        countries: ["DE", "AT", "DE"].map(|code| code.parse().unwrap()).to_vec(),
        ..PaymentWay::unchanged(PaymentKind::Card)
    };
    let saved = save(&shop, way.clone()).await.unwrap();
    assert_eq!((saved.version, saved.countries.len()), (1, 2));
    assert_eq!(save(&shop, way).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(shop.told().await, ["audit_recorded"]);

    let wrong = PaymentWay { minimum: Some(200), maximum: Some(100), currency: Currency::Eur, ..saved };
    assert!(save(&shop, wrong).await.unwrap_err().for_field("maximum").is_some());
    let nobody = shop.payments.save_payment_way(staff(&[]), off(PaymentKind::Card)).await.unwrap_err();
    assert_eq!(nobody.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn ways_are_offered_in_the_order_that_they_were_put_in(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let actor = || staff(&[Permission::ManageSettings]);
    let order = async || {
        let ways = shop.payments.gateway().await.unwrap().ways;
        ways.into_iter().map(|way| way.kind).collect::<Vec<_>>()
    };
    assert_eq!(order().await, [PaymentKind::Card, PaymentKind::GiftCard]);
    let wanted = [PaymentKind::GiftCard, PaymentKind::Card];
    assert_eq!(shop.payments.move_payment_way(actor(), PaymentKind::GiftCard, true).await.unwrap(), wanted);
    assert_eq!(order().await, wanted);
    assert_eq!(shop.told().await, ["audit_recorded"]);
    save(&shop, off(PaymentKind::Card)).await.unwrap();
    assert_eq!(order().await, wanted, "another change leaves the order");

    shop.payments.move_payment_way(actor(), PaymentKind::GiftCard, true).await.unwrap();
    assert_eq!(order().await, wanted, "there is none before the first");
    let nobody = shop.payments.move_payment_way(staff(&[]), PaymentKind::Card, true).await.unwrap_err();
    assert_eq!(nobody.kind, ErrorKind::Forbidden);
}
