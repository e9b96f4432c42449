//! Gift cards at the desk: issued, looked up, topped up, blocked. What is on one is the sum of its ledger: I-10.

use crate::support::{
    GOOD, Shop, euros,
    gift_cards::{adjustment, draft, wish_with},
    staff,
};
use chrono::Days;
use contracts::{
    Actor, Currency, ErrorKind, GiftCardId, Money, PageRequest, Permission,
    payments::{
        GiftCardAdjustment, GiftCardDraft, GiftCardMovementKind as Kind, GiftCardQuery, GiftCardStatus,
        Payments as _,
    },
};
use platform::{ids, testing};
use sqlx::PgPool;
use std::sync::Arc;

fn at_field(refused: &contracts::Error) -> (ErrorKind, &str) {
    (refused.kind, refused.fields.first().map_or("", |field| field.field.as_str()))
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_card_is_issued_once_and_its_code_is_told_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let draft = draft(euros(5000));
    let issue = || shop.payments.issue_gift_card(Actor::System, draft.clone());
    let (one, two) = tokio::join!(issue(), issue());
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.card, two.card);
    assert_eq!(
        (one.card.balance, one.card.issued, one.card.status),
        (euros(5000), euros(5000), GiftCardStatus::Active)
    );
    let codes: Vec<String> = [one.code, two.code].into_iter().flatten().collect();
    let [code] = &codes[..] else { panic!("one code: {codes:?}") };
    assert!(code.ends_with(&one.card.ending));
    for table in ["gift_cards", "gift_card_movements", "messaging.outbox"] {
        let all = sqlx::AssertSqlSafe(format!("select coalesce(string_agg(t::text, ''), '') from {table} t"));
        let all: String = sqlx::query_scalar(all).fetch_one(shop.db.pool()).await.unwrap();
        assert!(!all.contains(code) && !all.contains(&code.replace('-', "")), "{table}");
    }
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn what_cannot_be_issued_is_refused_at_its_field(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let yesterday = platform::system_clock().now().date_naive() - Days::new(1);
    let good = draft(euros(5000));
    for (wrong, field) in [
        (GiftCardDraft { amount: euros(0), ..good.clone() }, "amount"),
        (GiftCardDraft { amount: euros(-1), ..good.clone() }, "amount"),
        (GiftCardDraft { amount: euros(500_001), ..good.clone() }, "amount"),
        (GiftCardDraft { expires_on: Some(yesterday), ..good.clone() }, "expires_on"),
        (GiftCardDraft { note: "n".repeat(501), ..good.clone() }, "note"),
    ] {
        let refused = shop.payments.issue_gift_card(Actor::System, wrong).await.unwrap_err();
        assert_eq!(at_field(&refused), (ErrorKind::Invalid, field));
    }
    let today = Some(yesterday + Days::new(1));
    let lasts = shop.issue(GiftCardDraft { expires_on: today, amount: euros(500_000), ..good }).await;
    assert_eq!(lasts.card.status, GiftCardStatus::Active);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_code_is_known_however_it_is_typed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let issued = shop.issue(draft(euros(5000))).await;
    let code = issued.code.unwrap();
    let wide: String =
        code.chars().map(|letter| char::from_u32(u32::from(letter) + 0xFEE0).unwrap()).collect();
    let misread = code.replace('1', "l").replace('0', "o");
    for typed in
        [&code, &code.to_lowercase(), &code.replace('-', " "), &code.replace('-', ""), &wide, &misread]
    {
        let offer = shop.payments.gift_card_of(typed.clone()).await.unwrap();
        assert_eq!((offer.card, offer.balance), (issued.card.id, euros(5000)), "{typed}");
        assert_eq!(offer.ending, issued.card.ending);
    }
    let offer = shop.payments.gift_card_offer(issued.card.id, Vec::new()).await.unwrap();
    assert_eq!(offer.map(|offer| offer.balance), Some(euros(5000)));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_card_that_does_not_pay_says_why_and_one_that_is_blocked_is_unknown(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let blocked = shop.issue(draft(euros(5000))).await;
    shop.payments.block_gift_card(Actor::System, blocked.card.id, true).await.unwrap();
    let empty = shop.issue(draft(euros(8400))).await;
    shop.payments.authorise(wish_with("", empty.card.id, 8400)).await.unwrap();
    let expired = shop.issue(draft(euros(5000))).await;
    sqlx::query("update gift_cards set expires_on = current_date - 1 where id = $1")
        .bind(expired.card.id.0)
        .execute(shop.db.pool())
        .await
        .unwrap();
    let unknown = "We do not know this gift card.";
    for (code, told) in [
        ("0000-0000-0000-0000", unknown),
        ("no code at all", unknown),
        ("", unknown),
        (blocked.code.as_deref().unwrap(), unknown),
        (expired.code.as_deref().unwrap(), "This gift card has expired."),
        (empty.code.as_deref().unwrap(), "There is nothing left on this gift card."),
    ] {
        let refused = shop.payments.gift_card_of(code.to_owned()).await.unwrap_err();
        assert_eq!(at_field(&refused), (ErrorKind::Invalid, "gift_card"), "{code}");
        assert_eq!(refused.fields[0].message, told);
    }
    for card in [blocked.card.id, empty.card.id, expired.card.id, GiftCardId(ids::mint())] {
        assert_eq!(shop.payments.gift_card_offer(card, Vec::new()).await.unwrap(), None);
    }
    shop.payments.block_gift_card(Actor::System, blocked.card.id, false).await.unwrap();
    assert!(shop.payments.gift_card_of(blocked.code.unwrap()).await.is_ok());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_top_ups_at_once_add_up_and_the_same_one_counts_once(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let card = shop.gift_card(1000).await;
    let same = adjustment(card, 500);
    let tries: Vec<_> = (0..30)
        .map(|n| {
            let shop = Arc::clone(&shop);
            let wanted =
                if n < 10 { same.clone() } else { adjustment(card, if n < 20 { 100 } else { -100 }) };
            tokio::spawn(async move { shop.payments.adjust_gift_card(Actor::System, wanted).await.unwrap() })
        })
        .collect();
    for attempt in tries {
        attempt.await.unwrap();
    }
    assert_eq!((shop.balance(card).await, shop.movements(card).await.len()), (1500, 21));
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_less_than_nothing_is_refused_at_its_field(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(1000).await;
    let good = adjustment(card, -1000);
    for (wrong, field) in [
        (adjustment(card, -1001), "amount"),
        (adjustment(card, 0), "amount"),
        (adjustment(card, 500_001), "amount"),
        (adjustment(card, i64::MIN), "amount"),
        (GiftCardAdjustment { amount: Money::new(5, Currency::Usd), ..good.clone() }, "amount"),
        (GiftCardAdjustment { reason: "  ".to_owned(), ..good.clone() }, "reason"),
    ] {
        let refused = shop.payments.adjust_gift_card(Actor::System, wrong).await.unwrap_err();
        assert_eq!(at_field(&refused), (ErrorKind::Invalid, field));
    }
    let empty = shop.payments.adjust_gift_card(Actor::System, good).await.unwrap();
    assert_eq!((empty.balance, empty.status), (euros(0), GiftCardStatus::Empty));
    let nobody_s = adjustment(GiftCardId(ids::mint()), 5);
    let refused = shop.payments.adjust_gift_card(Actor::System, nobody_s).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn staff_needs_the_permission_and_leaves_a_trace(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let (viewer, stranger) = (staff(&[Permission::ViewOrders]), staff(&[Permission::EditCatalog]));
    let payments = &shop.payments;
    for refused in [
        payments.issue_gift_card(viewer.clone(), draft(euros(5000))).await.map(|_| ()),
        payments.adjust_gift_card(viewer.clone(), adjustment(card, 5)).await.map(|_| ()),
        payments.block_gift_card(viewer.clone(), card, true).await.map(|_| ()),
        payments.gift_cards(stranger.clone(), GiftCardQuery::default()).await.map(|_| ()),
        payments.gift_card(stranger, card).await.map(|_| ()),
    ] {
        assert_eq!(refused.unwrap_err().kind, ErrorKind::Forbidden);
    }
    let guest = payments.issue_gift_card(Actor::Guest, draft(euros(5000))).await.unwrap_err();
    assert_eq!(guest.kind, ErrorKind::Unauthenticated);
    assert!(payments.gift_card(viewer, card).await.unwrap().is_some());

    let before = shop.told().await.len();
    let clerk = staff(&[Permission::RefundPayments]);
    let issued = payments.issue_gift_card(clerk.clone(), draft(euros(5000))).await.unwrap().card.id;
    payments.adjust_gift_card(clerk.clone(), adjustment(issued, 5)).await.unwrap();
    for is_blocked in [true, true, false] {
        payments.block_gift_card(clerk.clone(), issued, is_blocked).await.unwrap();
    }
    assert_eq!(shop.told().await[before..], ["audit_recorded"; 4]);
    let notes: Vec<String> =
        shop.history(issued).await.movements.into_iter().map(|movement| movement.note).collect();
    assert_eq!(notes, ["grace@example.com: A complaint", "grace@example.com"]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_history_names_the_order_of_each_purchase(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let payment = shop.payments.authorise(wish_with(GOOD, card, 3400)).await.unwrap();
    let order = ids::mint().into();
    shop.payments.attach_order(payment.id, order).await.unwrap();
    let history = shop.history(card).await;
    let [paid, issued] = &history.movements[..] else { panic!("{:?}", history.movements) };
    assert_eq!((paid.kind, paid.payment, paid.order), (Kind::Redeemed, Some(payment.id), Some(order)));
    assert_eq!((issued.kind, issued.payment, issued.order), (Kind::Issued, None, None));
    assert_eq!(shop.payments.gift_card(Actor::System, GiftCardId(ids::mint())).await.unwrap(), None);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn cards_are_found_by_code_ending_recipient_note_and_status(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let recipient = Some("ada@example.com".parse().unwrap());
    let ada_s = GiftCardDraft { recipient, note: "50% for Ada".to_owned(), ..draft(euros(5000)) };
    let ada_s = shop.issue(ada_s).await;
    let other = shop.issue(draft(euros(100))).await;
    shop.payments.block_gift_card(Actor::System, other.card.id, true).await.unwrap();
    let found = async |search: &str, status| {
        let query = GiftCardQuery { search: search.to_owned(), status, page: PageRequest::default() };
        let page = shop.payments.gift_cards(Actor::System, query).await.unwrap();
        assert_eq!(page.total, page.items.len() as u64);
        page.items.into_iter().map(|card| card.id).collect::<Vec<_>>()
    };
    assert_eq!(found("", None).await, [other.card.id, ada_s.card.id], "the newest first");
    let code = ada_s.code.unwrap();
    let ending = ada_s.card.ending.to_lowercase();
    for search in [&code, &code.to_lowercase(), &ending, "ADA@example", "50% for"] {
        assert_eq!(found(search, None).await, [ada_s.card.id], "{search}");
    }
    assert_eq!(found("5_%", None).await, []);
    assert_eq!(found("", Some(GiftCardStatus::Blocked)).await, [other.card.id]);
    assert_eq!(found("", Some(GiftCardStatus::Active)).await, [ada_s.card.id]);
    assert_eq!(found("", Some(GiftCardStatus::Expired)).await, []);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn an_index_serves_every_page_of_gift_cards(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for fill in [
        "insert into gift_cards (id, code_hash, ending, currency, issued_minor, note, created_at, is_blocked, expires_on)
         select gen_random_uuid(), encode(sha256(n::text::bytea), 'hex'), '0000', 'EUR', 100, md5(n::text),
             now() - n * interval '1 minute', n % 1000 = 1, case when n % 1000 = 2 then current_date - 1 end
         from generate_series(1, 20000) n",
        "insert into gift_card_movements (gift_card_id, kind, amount_minor, reference)
         select id, 'issued', 100, id from gift_cards where note not like 'ab%'",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    let newest = "order by created_at desc, id desc limit $4 offset $5";
    let code = "'%0000-0000%', 'f1c1592588411002af340cbaedd6fc33', null, 25, 0, null, null";
    for (arguments, index) in [
        ("null, null, null, 25, 0, null, null", "gift_cards_newest"),
        ("null, null, null, 25, 0, now() - interval '9 days', gen_random_uuid()", "gift_cards_newest"),
        (code, "gift_cards_by_words"),
        ("null, null, 'blocked', 25, 0, null, null", "gift_cards_out_of_use"),
        ("null, null, 'empty', 25, 0, null, null", "gift_cards_out_of_use"),
        ("null, null, 'expired', 25, 0, null, null", "gift_cards_by_expiry"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), newest, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{arguments}:\n{plan}");
    }
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_ledger_cannot_be_changed_nor_a_balance_without_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    for forbidden in [
        "update gift_card_movements set amount_minor = 1",
        "delete from gift_card_movements",
        "truncate gift_card_movements",
        "update gift_cards set balance_minor = 9999",
        "insert into gift_cards (id, code_hash, ending, currency, issued_minor, balance_minor)
         values (gen_random_uuid(), repeat('0', 64), '0000', 'EUR', 1, 1)",
        "insert into gift_card_movements (gift_card_id, kind, amount_minor, reference)
         select id, 'adjusted', -5001, id from gift_cards",
        "insert into payments (id, checkout_id, payment_method, amount_minor, currency, payment_status, gateway,
             gift_card_id, gift_card_minor)
         select gen_random_uuid(), gen_random_uuid(), 'card', 8400, 'EUR', 'created', 'stripe', id, 100 from gift_cards",
    ] {
        assert!(sqlx::query(forbidden).execute(shop.db.pool()).await.is_err(), "{forbidden}");
    }
    assert_eq!((shop.balance(card).await, shop.movements(card).await), (5000, vec![]));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_every_ledger_that_does_not_add_up_is_told_of(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let card = shop.gift_card(5000).await;
    let payment = shop.payments.authorise(wish_with(GOOD, card, 3400)).await.unwrap();
    shop.payments.capture(Actor::System, payment.id).await.unwrap();
    let (reason, memo) = (String::new(), String::new());
    let refund = ids::mint().into();
    shop.payments.refund(Actor::System, refund, payment.id, euros(8400), reason, memo).await.unwrap();
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
    for (damage, repair, told) in [
        (
            "update gift_cards set balance_minor = 9",
            "update gift_cards set balance_minor = 5000",
            "balance 9",
        ),
        (
            "update gift_card_movements set amount_minor = -3300 where kind = 'redeemed'",
            "update gift_card_movements set amount_minor = -3400 where kind = 'redeemed'",
            "taken 3300",
        ),
        (
            "update payments set payment_status = 'voided', captured_minor = 0, refunded_minor = 0",
            "update payments set payment_status = 'captured', captured_minor = 8400, refunded_minor = 8400",
            "given back 0",
        ),
        (
            "update refunds set refund_status = 'failed'",
            "update refunds set refund_status = 'processed'",
            "booked 3400",
        ),
        (
            "update refunds set gift_card_minor = 3300",
            "update refunds set gift_card_minor = 3400",
            "gave back 5100",
        ),
    ] {
        let disabled = ["gift_cards", "gift_card_movements", "payments", "refunds"]
            .map(|table| format!("alter table {table} disable trigger user"))
            .join(";");
        sqlx::raw_sql(sqlx::AssertSqlSafe(disabled)).execute(shop.db.pool()).await.unwrap();
        shop.behind_our_back(damage).await;
        let found = shop.breaches_of_i_10().await;
        assert!(found.iter().any(|row| row.contains(told)), "{damage}: {found:?}");
        shop.behind_our_back(repair).await;
        assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new(), "{repair}");
    }
}
