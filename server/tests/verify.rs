//! A shop that keeps its rules is told so; rows that were corrupted by hand are found, all of them, in one run.

use crate::support::Shop;
use contracts::{
    Actor, ErrorKind,
    checkout::Outcome,
    operations::{Examination, Finding},
};
use server::workers;

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
        (
            "catalog",
            "update products set updated_at = updated_at - interval '1 hour';
                    update product_variants set stock_as_of = stock_as_of - interval '1 hour'",
        ),
        ("inventory", "update inventory set updated_at = updated_at - interval '1 hour'"),
    ];
    for (service, statements) in age {
        run(&shop, service, statements).await;
    }
    shop
}

async fn run(shop: &Shop, service: &str, statements: &'static str) {
    shop.as_owner(service, statements).await;
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
    assert!(of_orders.map(|found| found.examined).eq([20, 20, 0]), "{findings:?}");
    shop.close().await;
}

/// What is done to a database behind the shop's back, and the rule it breaks twenty times.
const CORRUPTIONS: [(&str, &str, &str); 48] = [
    (
        "identity",
        "insert into audit_log (actor, action, subject, details) select 'a', 'b', 'c', '{}' from generate_series(1, 90);
         alter table audit_log disable trigger audit_log_append_only;
         update audit_log set actor = 'nobody'",
        "an entry of the audit log is what its hash says, after the entry before it",
    ),
    (
        "identity",
        "delete from audit_log where position % 3 = 0",
        "no entry of the audit log is missing or stands where none was appended",
    ),
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
        "insert into warehouses (warehouse_id, name) values ('01980000-0000-7000-8000-0000000000ff', 'Elsewhere');
         insert into stock_transfers (transfer_id, from_warehouse_id, to_warehouse_id, status, created_by, sent_at)
         select inventory_id, warehouse_id, '01980000-0000-7000-8000-0000000000ff', 'in_transit', 'nobody', now()
         from inventory;
         insert into stock_transfer_lines (transfer_id, inventory_id, variant_id, quantity)
         select inventory_id, inventory_id, variant_id, 1 from inventory",
        "units under way between warehouses are those that left one shelf and came to no other",
    ),
    (
        "inventory",
        "insert into inventory_transactions (inventory_id, change_quantity, balance, transaction_type, reference, actor)
         select inventory_id, -1, quantity_available - 1, 'loss', 'transfer ' || inventory_id, 'nobody' from inventory
         where quantity_available > 0;
         update inventory set quantity_available = quantity_available - 1 where quantity_available > 0",
        "units that were lost between warehouses are written off in the ledger, and no others",
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
    ("orders", "update orders set number = 'X' || number", "every order that stands was told by mail"),
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
        "orders",
        "insert into coupons (id, code, amount_minor, currency, used)
         select gen_random_uuid(), 'LOST-' || number, 100, 'EUR', 1 from generate_series(1, 20) as number",
        "a coupon counts its uses, and has no more than it may have",
    ),
    (
        "orders",
        "alter table coupon_uses drop constraint coupon_uses_pkey;
         insert into coupons (id, code, amount_minor, currency, most_per_customer, used)
         select gen_random_uuid(), 'TWICE-' || number, 100, 'EUR', 1, 2 from generate_series(1, 20) as number;
         insert into coupon_uses (checkout_id, coupon_id, customer, discount_minor)
         select (select id from checkouts limit 1), id, 'ada@example.com', 100
         from coupons, generate_series(1, 2) where code like 'TWICE-%'",
        "no customer uses a coupon more often than one may",
    ),
    (
        "orders",
        "update orders set discount_minor = 3, coupon_code = 'NONE', total_amount_minor = total_amount_minor - 3",
        "an order that stands has the discount that its checkout took, in all and over its lines",
    ),
    (
        "payments",
        "update payments set refunded_minor = refunded_minor + 1",
        "what a payment gave back are its refunds that did not fail",
    ),
    (
        "payments",
        "alter table gift_cards disable trigger a_balance_is_changed_by_movements;
         insert into gift_cards (id, code_hash, ending, currency, issued_minor)
         select gen_random_uuid(), md5(n::text) || md5(n::text), '7K2M', 'EUR', 100 from generate_series(1, 20) n;
         update gift_cards set balance_minor = 100",
        "a gift card's balance is the sum of its movements, and never less than nothing",
    ),
    (
        "payments",
        "update payments set gift_card_id = (select id from gift_cards limit 1), gift_card_minor = 1",
        "a purchase that a gift card pays has taken its share once, and what came to nothing has given it back",
    ),
    (
        "payments",
        "insert into refunds (id, payment_id, refund_amount_minor, refund_status, reason, memo, gift_card_minor)
         select gen_random_uuid(), id, 2, 'processed', 'x', '', 1 from payments where payment_status = 'captured'",
        "what went back to a gift card is what its refunds say, and a gateway gives back no more than it took",
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
    (
        "inventory",
        "update inventory set sku = 'X' || sku",
        "the shelves call a variant by its present SKU",
    ),
    (
        "catalog",
        "update product_variants set in_stock = not in_stock",
        "what is shown as in stock is on the shelves, and nothing else",
    ),
    (
        "catalog",
        "update products set price_minor = price_minor + 1",
        "a product's price is that of its cheapest variant",
    ),
    (
        "catalog",
        "update listed_products set price_minor = price_minor + 1",
        "lists show every product on sale, as it is",
    ),
    (
        "catalog",
        "insert into listing_counts (category_id, kind, value, products)
         select gen_random_uuid(), 'all', '', 1 from generate_series(1, 20)",
        "facets count what lists show",
    ),
    (
        "catalog",
        "insert into messaging.deliveries (event_id, consumer, status, last_error)
         select id, 'somebody', 'dead', 'no' from messaging.outbox where status = 'delivered'",
        "an event counts as delivered once every consumer has applied it",
    ),
    (
        "orders",
        "alter table order_items drop constraint subtotal_is_quantity_times_price;
         update order_items set unit_price_minor = unit_price_minor + 1",
        "a line's subtotal is its units times its price",
    ),
    (
        "orders",
        "alter table order_items drop constraint shipped_within_quantity, drop constraint sent_within_quantity;
         update order_items set shipped = quantity + 1",
        "no line sends or gives back more units than were bought",
    ),
    (
        "orders",
        "insert into order_holds (kind, reference, order_id, held_at)
         select 'refund', gen_random_uuid(), id, now() - interval '1 hour' from orders",
        "a parcel or a refund that was begun comes to its end within half an hour",
    ),
    (
        "orders",
        "insert into order_movements (kind, reference, order_id, recorded_at)
         select 'shipment', gen_random_uuid(), id, now() - interval '1 hour' from orders",
        "what an order counts as sent is a parcel",
    ),
    (
        "shipping",
        "insert into shipments (shipment_id, order_id, carrier, shipment_status, created_at, order_number)
         select gen_random_uuid(), gen_random_uuid(), 'DHL', 'pending', now() - interval '1 hour', 'X'
         from generate_series(1, 20)",
        "every parcel is counted by its order",
    ),
    (
        "orders",
        "update checkouts set data = jsonb_set(data, '{total,minor}', '1')",
        "an order costs what was agreed to in its checkout",
    ),
    (
        "orders",
        "update checkouts set data = data - 'who'",
        "an unfinished checkout knows all that any release needs to go on with it",
    ),
    (
        "orders",
        "alter table checkouts drop constraint one_run_per_key;
         insert into checkouts (id, cart_id, idempotency_key, state, data)
         select gen_random_uuid(), cart_id, idempotency_key, 'completed', '{}' from checkouts",
        "a shopper's attempt is one run, and a run is one order",
    ),
    (
        "orders",
        "alter table carts drop constraint a_cart_is_somebodys;
         insert into carts (id) select gen_random_uuid() from generate_series(1, 20);
         insert into checkouts (id, cart_id, idempotency_key, state, data, updated_at)
         select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, gen_random_uuid(), 'gone', 'abandoned', '{}',
             now() - interval '1 hour' from generate_series(1, 20) n",
        "a cart is a customer's or a guest's, and a customer has one",
    ),
    (
        "orders",
        "insert into coupon_uses (checkout_id, coupon_id, customer, discount_minor)
         select id, (select id from coupons limit 1), 'gone', 100 from checkouts where state = 'abandoned'",
        "a coupon is used by a run that goes on or an order that stands",
    ),
    (
        "orders",
        "alter table invoices disable trigger invoices_append_only;
         update invoices set position = position * 1000",
        "the numbers of invoices and of credit notes are 1, 2, 3 ... in each year, up to the last one given",
    ),
    (
        "orders",
        "update invoices set total_minor = total_minor + 1",
        "a paid order has one invoice over its total, and credit notes over what went back",
    ),
    (
        "orders",
        "update invoices set content = jsonb_set(content, '{lines}', '[]')",
        "the lines of an invoice or a credit note add up to its total and its tax",
    ),
    (
        "orders",
        "insert into invoices (id, kind, year, position, number, order_id, order_number, reference, corrects, issued_at,
             currency, total_minor, tax_minor, content)
         select gen_random_uuid(), 'credit_note', year, position, 'CN-' || number, order_id, order_number,
             gen_random_uuid(), number, issued_at, currency, 0, 0, '{\"lines\": []}' from invoices",
        "a credit note answers to a refund that was recorded, and amends the invoice of its order",
    ),
    (
        "payments",
        "alter table payments drop constraint only_captured_has_an_amount;
         insert into payments (id, checkout_id, payment_method, amount_minor, currency, payment_status, gateway,
             gateway_reference, transaction_date, captured_minor)
         select gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'test_card', 100, 'EUR',
             'failed', 'test', gen_random_uuid()::text, now() - interval '1 hour', 100 from generate_series(1, 20) n",
        "what was captured has an amount, and nothing else has",
    ),
    (
        "payments",
        "insert into gateway_calls (idempotency_key, payment_id, operation, request)
         select gen_random_uuid()::text, id, 'capture', '{}' from payments where payment_status = 'captured'",
        "a payment is captured by one call of the gateway",
    ),
    (
        "notifications",
        "insert into notifications (id, email, message_template_id, template_name, language, payload, next_attempt_at,
             idempotency_key, message_id, created_at)
         select gen_random_uuid(), email, message_template_id, template_name, language, payload, now(),
             gen_random_uuid()::text, gen_random_uuid()::text, now()
         from notifications where template_name = 'order_confirmation'",
        "an order is confirmed by one mail",
    ),
    (
        "notifications",
        "update notifications set status = 'queued', sent_at = null, next_attempt_at = now() - interval '1 hour'",
        "a mail is tried within ten minutes of its time",
    ),
];

/// Rules that need two databases to be broken at once; the corruptions above break them on their way.
const ALSO_BROKEN: [&str; 1] = ["a purchase that was given up holds and keeps no money"];

#[tokio::test(flavor = "multi_thread")]
async fn twenty_rows_of_each_kind_that_were_corrupted_are_found_in_one_run() {
    let shop = shop_with_orders().await;
    for (service, statements, _) in CORRUPTIONS {
        run(&shop, service, statements).await;
    }
    let found = breaches(&shop).await;
    let also = ALSO_BROKEN.into_iter().map(|rule| ("", "", rule));
    for (_, statements, rule) in CORRUPTIONS.into_iter().chain(also) {
        let of_rule: Vec<_> = found.iter().filter(|finding| finding.what == rule).collect();
        let [finding] = of_rule[..] else { panic!("{statements}: not found as {rule:?} in {found:#?}") };
        assert!(finding.breaches >= 20, "{statements}: {finding:?}");
        assert!(finding.rows.len() as u64 == finding.breaches.min(100), "{finding:?}");
    }
    shop.close().await;
}

/// Examines as the job does, and lets everybody hear of it.
async fn examine(shop: &Shop) -> Examination {
    let orders = shop.databases.of("orders").unwrap();
    let job = workers::jobs_of(&orders, &shop.built).into_iter().find(|job| job.kind() == "verify");
    job.unwrap().run_now(serde_json::Value::Null).await.unwrap();
    shop.settle().await;
    shop.built.services.operations.examination(Actor::System).await.unwrap().unwrap()
}

async fn mails_of_broken_rules(shop: &Shop) -> i64 {
    let db = shop.databases.of("notifications").unwrap();
    let count = "select count(*) from notifications where template_name = 'rules_broken'";
    sqlx::query_scalar(count).fetch_one(db.pool()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_breaks_is_kept_with_its_moment_and_told_by_mail_once_until_it_holds_again() {
    let shop = Shop::open(&[]).await;
    let operations = &shop.built.services.operations;
    assert_eq!(operations.examination(Actor::System).await.unwrap(), None);
    let calm = examine(&shop).await;
    assert_eq!((calm.broken.len(), calm.asked_by.as_str()), (0, "system"));
    assert!(calm.findings.len() > 40, "{}", calm.findings.len());

    for (round, mails) in [(1, 1), (2, 2)] {
        run(
            &shop,
            "catalog",
            "insert into messaging.jobs (id, kind, payload, status, run_at, attempts, last_error)
             values (gen_random_uuid(), 'lost', '{}', 'dead', now(), 10, 'no')",
        )
        .await;
        let first = examine(&shop).await;
        let again = examine(&shop).await;
        let [rule] = &again.broken[..] else { panic!("one rule is broken: {:?}", again.broken) };
        assert_eq!((rule.place.as_str(), rule.what.as_str()), ("catalog", "no job is given up"));
        assert_eq!(first.broken[0].since, rule.since, "it has been broken since it was found");
        let open = operations.open_items(Actor::System).await.unwrap();
        assert_eq!((open.broken_rules, open.given_up), (1, 1));
        assert_eq!(mails_of_broken_rules(&shop).await, mails, "round {round}");
        run(&shop, "catalog", "delete from messaging.jobs where kind = 'lost'").await;
        assert_eq!(examine(&shop).await.broken, []);
    }
    let figures = operations.examinations(Actor::System).await.unwrap();
    let breaches: Vec<u64> = figures.iter().map(|past| past.breaches).collect();
    assert_eq!(breaches, [0, 1, 1, 0, 1, 1, 0]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_checks_the_rules_is_named_and_a_guest_is_refused() {
    let shop = Shop::open(&[]).await;
    let operations = &shop.built.services.operations;
    let (user, permissions) = (platform::ids::mint().into(), vec![contracts::Permission::OperateSystem]);
    let operator = Actor::Staff { user, email: "olga@shop.example".into(), permissions };
    let kept = operations.check_rules(operator.clone()).await.unwrap();
    assert_eq!(kept.asked_by, "olga@shop.example");
    assert_eq!(operations.examination(operator).await.unwrap(), Some(kept));
    assert_eq!(operations.check_rules(Actor::Guest).await.unwrap_err().kind, ErrorKind::Unauthenticated);
    shop.close().await;
}
