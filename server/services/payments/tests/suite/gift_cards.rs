//! Gift cards pay, and what they paid of purchases that came to nothing is on them again: I-10.

use crate::support::{
    GOOD, Shop, euros,
    gift_cards::{adjustment, draft, wish_with},
    refund_id, wish,
};
use contracts::{
    Actor, Currency, ErrorKind, GiftCardId, Money,
    payments::{
        Authorise, GiftCardMovementKind as Kind, GiftCardShare, PaymentStatus, Payments as _,
        ReconciliationKind, ReconciliationOutcome,
    },
};
use platform::ids;
use sqlx::PgPool;
use std::sync::Arc;

const TOO_LITTLE: &str =
    "Your gift card has less left than this purchase needs from it. Please look at the amount again.";

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_gift_card_pays_its_share_and_the_gateway_the_rest(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let held = shop.payments.authorise(wish_with(GOOD, card, 3400)).await.unwrap();
    assert_eq!((held.status, held.method_label.as_str()), (PaymentStatus::Authorised, "Visa ending 4242"));
    assert_eq!((held.amount, held.charged()), (euros(8400), euros(5000)));
    assert_eq!(held.gift_card, Some(GiftCardShare { card, amount: euros(3400) }));
    assert_eq!(shop.balance(card).await, 1600);
    let taken = shop.payments.capture(Actor::System, held.id).await.unwrap();
    assert_eq!((taken.captured, shop.money_at_the_gateway().await), (euros(8400), (5000, 0)));
    shop.a_minute_later().await;
    assert_eq!(shop.findings(false).await, []);
    assert_eq!(shop.movements(card).await, [(Kind::Redeemed, -3400)]);
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_of_twenty_purchases_at_once_a_card_pays_those_that_it_can(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let card = shop.gift_card(5000).await;
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let shop = Arc::clone(&shop);
            tokio::spawn(async move { shop.payments.authorise(wish_with(GOOD, card, 1500)).await.unwrap() })
        })
        .collect();
    let (mut paid, mut declined) = (0, 0);
    for attempt in tries {
        let payment = attempt.await.unwrap();
        match payment.status {
            PaymentStatus::Authorised => paid += 1,
            PaymentStatus::Failed => {
                declined += 1;
                assert_eq!(payment.decline_message.as_deref(), Some(TOO_LITTLE));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((paid, declined, shop.balance(card).await), (3, 17, 500));
    assert_eq!(shop.at_the_gateway("charges").await, 3);
    assert_eq!(shop.told().await.iter().filter(|name| *name == "payment_failed").count(), 17);
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_payments_of_one_card_that_begin_and_end_at_once_do_not_wait_for_each_other(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let card = shop.gift_card(100_000).await;
    let tries: Vec<_> = (0..24)
        .map(|n| {
            let shop = Arc::clone(&shop);
            tokio::spawn(async move {
                let payment = shop.payments.authorise(wish_with(GOOD, card, 1000)).await.unwrap();
                if n % 2 == 0 {
                    shop.payments.void(payment.id).await.unwrap();
                } else {
                    shop.payments.capture(Actor::System, payment.id).await.unwrap();
                    let all = (refund_id(), payment.id, euros(8400));
                    let (reason, memo) = ("Chipped".to_owned(), String::new());
                    shop.payments.refund(Actor::System, all.0, all.1, all.2, reason, memo).await.unwrap();
                }
            })
        })
        .collect();
    for attempt in tries {
        attempt.await.unwrap();
    }
    assert_eq!((shop.balance(card).await, shop.movements(card).await.len()), (100_000, 48));
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_purchase_that_is_asked_for_again_takes_its_share_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(10_000).await;
    for cents in [3400, 8400] {
        let before = shop.balance(card).await;
        let wish = wish_with(GOOD, card, cents);
        let pay = || shop.payments.authorise(wish.clone());
        let (one, two, three) = tokio::join!(pay(), pay(), pay());
        let one = one.unwrap();
        assert_eq!((&one, &one), (&two.unwrap(), &three.unwrap()));
        assert_eq!(shop.balance(card).await, before - cents);
        let other = Authorise { gift_card: None, ..wish };
        assert_eq!(shop.payments.authorise(other).await.unwrap_err().kind, ErrorKind::Conflict);
        shop.payments.void(one.id).await.unwrap();
    }
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_purchase_that_comes_to_nothing_gives_its_share_back_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let there_and_back = [(Kind::Redeemed, -3400), (Kind::Released, 3400)];
    let mut expected = Vec::new();

    let declined = wish_with("4000000000000002", card, 3400);
    for _ in 0..2 {
        let payment = shop.payments.authorise(declined.clone()).await.unwrap();
        assert_eq!(payment.status, PaymentStatus::Failed);
    }
    shop.hear_of(&shop.charge().await.0).await.unwrap();
    expected.extend(there_and_back);
    assert_eq!(shop.movements(card).await, expected, "declined");

    let let_go = shop.payments.authorise(wish_with(GOOD, card, 3400)).await.unwrap();
    let void = || shop.payments.void(let_go.id);
    let (one, two, three) = tokio::join!(void(), void(), void());
    assert_eq!((one.unwrap().status, two.is_ok(), three.is_ok()), (PaymentStatus::Voided, true, true));
    expected.extend(there_and_back);
    assert_eq!(shop.movements(card).await, expected, "given up");

    let challenged = shop.payments.authorise(wish_with("4000002500003155", card, 3400)).await.unwrap();
    shop.payments.answer_test_challenge(challenged.id, false).await.unwrap();
    expected.extend(there_and_back);
    assert_eq!(shop.movements(card).await, expected, "not confirmed");

    let refused = shop.payments.authorise(wish_with("4000000000000341", card, 3400)).await.unwrap();
    let refused = shop.payments.capture(Actor::System, refused.id).await.unwrap();
    assert_eq!(refused.status, PaymentStatus::Failed);
    expected.extend(there_and_back);
    assert_eq!(shop.movements(card).await, expected, "not captured");
    assert_eq!((shop.balance(card).await, shop.breaches_of_i_10().await), (5000, Vec::new()));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_gift_card_that_pays_all_asks_no_gateway(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let issued = shop.issue(draft(euros(20_000))).await.card;
    shop.line.lose_questions(true);
    let held = shop.payments.authorise(wish_with("", issued.id, 8400)).await.unwrap();
    assert_eq!((held.status, held.charged(), held.captured), (PaymentStatus::Authorised, euros(0), euros(0)));
    assert_eq!((held.gateway.as_str(), held.gateway_reference.as_deref()), ("gift_card", None));
    let label = format!("Gift card ending {}", issued.ending);
    assert_eq!((held.method.as_str(), held.method_label), ("gift_card", label));
    assert_eq!(shop.payments.at_gateway(Actor::System, held.id).await.unwrap(), None);

    let taken = shop.payments.capture(Actor::System, held.id).await.unwrap();
    assert_eq!((taken.status, taken.captured), (PaymentStatus::Captured, euros(8400)));
    assert_eq!(shop.payments.capture(Actor::System, held.id).await.unwrap(), taken);
    assert_eq!(shop.payments.refresh(held.id).await.unwrap(), taken);
    assert_eq!(shop.payments.void(held.id).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(shop.balance(issued.id).await, 11_600);

    let let_go = shop.payments.authorise(wish_with("", issued.id, 8400)).await.unwrap();
    assert_eq!(shop.payments.void(let_go.id).await.unwrap().status, PaymentStatus::Voided);
    assert_eq!(shop.payments.capture(Actor::System, let_go.id).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(shop.balance(issued.id).await, 11_600);
    shop.line.lose_questions(false);
    shop.a_minute_later().await;
    assert_eq!((shop.findings(false).await, shop.at_the_gateway("charges").await), (vec![], 0));
    let told = ["payment_authorised", "payment_captured", "payment_authorised", "payment_voided"];
    assert_eq!(shop.told().await[1..], told, "after the audit of the card");
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_what_a_gift_card_paid_for_nothing_is_given_back_without_a_gateway(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(20_000).await;
    let taken = shop.payments.authorise(wish_with("", card, 8400)).await.unwrap();
    shop.payments.capture(Actor::System, taken.id).await.unwrap();
    let held = shop.payments.authorise(wish_with("", card, 8400)).await.unwrap();
    shop.let_pass("1 hour").await;
    assert_eq!(shop.payments.loose(60).await.unwrap().len(), 2);
    for payment in [taken.id, held.id] {
        for _ in 0..2 {
            shop.payments.give_back(payment, "Nothing was bought".to_owned()).await.unwrap();
        }
    }
    assert_eq!(shop.payments.loose(60).await.unwrap(), []);
    assert_eq!((shop.balance(card).await, shop.findings(true).await), (20_000, vec![]));
    assert_eq!(shop.at_the_gateway("refunds").await, 0);
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_card_that_does_not_pay_declines_before_any_gateway_is_asked(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let poor = shop.gift_card(3399).await;
    let blocked = shop.gift_card(5000).await;
    shop.payments.block_gift_card(Actor::System, blocked, true).await.unwrap();
    let foreign = shop.issue(draft(Money::new(5000, Currency::Usd))).await.card.id;
    let expired = shop.gift_card(5000).await;
    sqlx::query("update gift_cards set expires_on = current_date - 1 where id = $1")
        .bind(expired.0)
        .execute(shop.db.pool())
        .await
        .unwrap();
    for card in [poor, blocked, foreign, expired] {
        let wish = wish_with(GOOD, card, 3400);
        for _ in 0..2 {
            let payment = shop.payments.authorise(wish.clone()).await.unwrap();
            assert_eq!(payment.status, PaymentStatus::Failed);
            assert_eq!(payment.decline_message.as_deref(), Some(TOO_LITTLE));
        }
        assert_eq!(shop.movements(card).await, []);
        let again = Authorise { payment: ids::mint().into(), gift_card: None, ..wish };
        assert_eq!(shop.payments.authorise(again).await.unwrap().status, PaymentStatus::Authorised);
    }
    assert_eq!(shop.at_the_gateway("charges").await, 4);
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_share_is_a_part_of_the_amount_and_of_a_card_that_there_is(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(20_000).await;
    for amount in [euros(0), euros(-1), euros(8401), Money::new(100, Currency::Usd)] {
        let wrong = Authorise { gift_card: Some(GiftCardShare { card, amount }), ..wish(GOOD) };
        let refused = shop.payments.authorise(wrong).await.unwrap_err();
        assert_eq!((refused.kind, refused.fields[0].field.as_str()), (ErrorKind::Invalid, "gift_card"));
    }
    let nobody_s = wish_with(GOOD, GiftCardId(ids::mint()), 100);
    let refused = shop.payments.authorise(nobody_s).await.unwrap_err();
    assert_eq!((refused.kind, refused.fields[0].field.as_str()), (ErrorKind::Invalid, "gift_card"));
    assert_eq!((shop.balance(card).await, shop.at_the_gateway("charges").await), (20_000, 0));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_lost_answer_takes_the_share_once_and_a_lost_question_gives_it_back(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let wish = wish_with(GOOD, card, 3400);
    shop.line.lose_answers(true);
    assert_eq!(shop.payments.authorise(wish.clone()).await.unwrap_err().kind, ErrorKind::Unavailable);
    assert_eq!(shop.balance(card).await, 1600);
    shop.line.lose_answers(false);
    let known = shop.payments.authorise(wish).await.unwrap();
    assert_eq!((known.status, shop.balance(card).await), (PaymentStatus::Authorised, 1600));

    let lost = wish_with(GOOD, card, 1600);
    shop.line.lose_questions(true);
    shop.payments.authorise(lost.clone()).await.unwrap_err();
    shop.line.lose_questions(false);
    assert_eq!(shop.balance(card).await, 0);
    shop.let_pass("2 minutes").await;
    assert_eq!(shop.payments.void(lost.payment).await.unwrap().status, PaymentStatus::Voided);
    assert_eq!((shop.balance(card).await, shop.at_the_gateway("charges").await), (1600, 1));
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

/// The payment and what its gift card paid are forgotten, as after a restore of a backup that is older.
async fn forget_purchases(shop: &Shop) {
    shop.behind_our_back(
        "alter table gift_card_movements disable trigger user;
         alter table gift_cards disable trigger user;
         delete from gift_card_movements where payment_id is not null;
         update gift_cards set balance_minor = (
             select sum(amount_minor) from gift_card_movements where gift_card_id = gift_cards.id);
         delete from payments;
         alter table gift_cards enable trigger user;
         alter table gift_card_movements enable trigger user",
    )
    .await;
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_payment_that_a_restore_forgot_takes_its_share_again(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let paid = shop.payments.authorise(wish_with(GOOD, card, 3400)).await.unwrap();
    forget_purchases(&shop).await;
    assert_eq!(shop.balance(card).await, 5000);
    shop.a_minute_later().await;
    let again = shop.payments.payment(Actor::System, paid.id).await.unwrap().unwrap();
    assert_eq!((again.status, again.amount, again.gift_card), (paid.status, paid.amount, paid.gift_card));
    assert_eq!((shop.balance(card).await, shop.findings(true).await), (1600, vec![]));
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_forgotten_payment_whose_card_has_too_little_waits_for_a_person(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let paid = shop.payments.authorise(wish_with(GOOD, card, 3400)).await.unwrap();
    forget_purchases(&shop).await;
    shop.payments.adjust_gift_card(Actor::System, adjustment(card, -2000)).await.unwrap();
    shop.a_minute_later().await;
    let [open] = &shop.findings(true).await[..] else { panic!("one finding") };
    assert_eq!(open.kind, ReconciliationKind::UnknownCharge);
    assert!(open.note.as_deref().unwrap().contains("has less left"), "{:?}", open.note);
    assert_eq!((shop.charge().await.1.as_str(), shop.balance(card).await), ("authorised", 3000));

    shop.payments.adjust_gift_card(Actor::System, adjustment(card, 400)).await.unwrap();
    shop.a_minute_later().await;
    assert_eq!(shop.findings(false).await[0].outcome, Some(ReconciliationOutcome::Adopted));
    assert_eq!(shop.status(paid.id).await, PaymentStatus::Authorised);
    assert_eq!((shop.balance(card).await, shop.breaches_of_i_10().await), (0, Vec::new()));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_what_the_previous_release_writes_is_taken_and_ends_shares_too(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let paid = shop.payments.authorise(wish_with(GOOD, card, 3400)).await.unwrap();
    shop.behind_our_back(
        "insert into payments (id, checkout_id, payment_method, amount_minor, currency, payment_status, transaction_date, gateway)
         values ('00000000-0000-7000-8000-000000000001', gen_random_uuid(), 'test_card', 8400, 'EUR', 'created', now(), 'test');
         update payments set payment_status = 'captured', captured_minor = 8400, refunded_minor = 400
         where id = '00000000-0000-7000-8000-000000000001';
         insert into refunds (id, payment_id, refund_amount_minor, refund_date, refund_status, reason, memo)
         values (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 400, now(), 'pending', 'Chipped', '');
         update refunds set refund_status = 'processed', gateway_reference = 're_1'",
    )
    .await;
    sqlx::query("update payments set payment_status = 'voided', captured_minor = 0 where id = $1")
        .bind(paid.id.0)
        .execute(shop.db.pool())
        .await
        .unwrap();
    assert_eq!(shop.movements(card).await, [(Kind::Redeemed, -3400), (Kind::Released, 3400)]);
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}
