//! A shop that keeps its rules is told so; rows that were corrupted by hand are found, all of them, in one run.

use crate::support::Shop;
use contracts::{checkout::Outcome, operations::Finding};
use sqlx::raw_sql;

const GOOD_CARD: &str = "4242 4242 4242 4242";
const ORDERS: usize = 20;

/// Twenty paid orders of twenty products, old enough to be compared.
async fn shop_with_orders() -> Shop {
    let shop = Shop::open(&[]).await;
    for _ in 0..ORDERS {
        let variant = shop.stocked(10).await;
        let wish = shop.ready_to_buy(variant, 2, GOOD_CARD).await;
        let outcome = shop.built.services.checkout.submit(wish).await.unwrap();
        assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    }
    shop.settle().await;
    let age = [
        (
            "orders",
            "update orders set order_date = order_date - interval '1 hour';
                    update order_status_history set changed_at = changed_at - interval '1 hour'",
        ),
        ("payments", "update payments set transaction_date = transaction_date - interval '1 hour'"),
    ];
    for (service, statements) in age {
        run(&shop, service, statements).await;
    }
    shop
}

async fn run(shop: &Shop, service: &str, statements: &'static str) {
    raw_sql(statements).execute(shop.databases.of(service).unwrap().pool()).await.unwrap();
}

async fn breaches(shop: &Shop) -> Vec<Finding> {
    let findings = shop.built.verifier.verify().await.unwrap();
    findings.into_iter().filter(|found| found.breaches > 0).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_sold_twenty_times_keeps_every_rule() {
    let shop = shop_with_orders().await;
    assert_eq!(breaches(&shop).await, Vec::new());
    let findings = shop.built.verifier.verify().await.unwrap();
    let of_orders = findings.iter().filter(|found| found.place == "orders and payments");
    assert!(of_orders.map(|found| found.examined).eq([20, 20]), "{findings:?}");
    shop.close().await;
}

/// What is done to a database behind the shop's back, and the rule it breaks twenty times.
const CORRUPTIONS: [(&str, &str, &str); 13] = [
    (
        "inventory",
        "update inventory set reserved_quantity = reserved_quantity + 1",
        "reserved units are those of the reservations that are held",
    ),
    (
        "inventory",
        "update inventory set quantity_available = quantity_available + 1",
        "available units are what the ledger adds up to",
    ),
    (
        "inventory",
        "alter table inventory_transactions disable trigger inventory_transactions_append_only;
         update inventory_transactions set balance = balance + 1
         where transaction_id in (select max(transaction_id) from inventory_transactions group by inventory_id)",
        "every entry of the ledger follows from the one before",
    ),
    (
        "inventory",
        "insert into reservations (reservation_id, status, expires_at)
         select gen_random_uuid(), 'held', now() - interval '1 hour' from generate_series(1, 20)",
        "a reservation ends at most thirty seconds after its time",
    ),
    ("orders", "update orders set units = units + 1", "an order's subtotal and units are those of its lines"),
    (
        "orders",
        "update order_items set sending = sending + 1",
        "units on hold for a parcel or a refund are those of the holds",
    ),
    (
        "orders",
        "update orders set order_status = 'delivered'",
        "an order moves along its graph only, and stands where its history ends",
    ),
    ("orders", "update checkouts set state = 'stuck'", "no checkout is stuck"),
    (
        "payments",
        "update payments set refunded_minor = refunded_minor + 1",
        "what a payment gave back are its refunds that did not fail",
    ),
    (
        "payments",
        "update test_gateway.captures set amount_minor = amount_minor - 1",
        "the gateway's charges are our payments, with the same amounts",
    ),
    (
        "payments",
        "update payments set captured_minor = captured_minor - 1",
        "every order that stands is paid for, every cancelled one keeps no money",
    ),
    (
        "catalog",
        "insert into messaging.outbox (id, service, name, aggregate, payload, status, last_error)
         select gen_random_uuid(), 'catalog', 'catalog.lost', gen_random_uuid(), '{}', 'dead', 'no' from generate_series(1, 20)",
        "no event is given up",
    ),
    (
        "payments",
        "insert into payments (id, checkout_id, payment_method, amount_minor, currency, payment_status, gateway,
             gateway_reference, transaction_date)
         select gen_random_uuid(), gen_random_uuid(), 'test_card', 100, 'EUR', 'authorised', 'test',
             gen_random_uuid()::text, now() - interval '1 hour' from generate_series(1, 20)",
        "no money is held or taken for longer than fifteen minutes without an order",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn twenty_rows_of_each_kind_that_were_corrupted_are_found_in_one_run() {
    let shop = shop_with_orders().await;
    for (service, statements, _) in CORRUPTIONS {
        run(&shop, service, statements).await;
    }
    let found = breaches(&shop).await;
    for (_, statements, rule) in CORRUPTIONS {
        let of_rule: Vec<_> = found.iter().filter(|finding| finding.what == rule).collect();
        let [finding] = of_rule[..] else { panic!("{statements}: not found as {rule:?} in {found:#?}") };
        assert!(finding.breaches >= 20, "{statements}: {finding:?}");
        assert!(finding.rows.len() as u64 == finding.breaches.min(100), "{finding:?}");
    }
    shop.close().await;
}
