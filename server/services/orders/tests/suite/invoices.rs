//! Invoices and credit notes: when they are issued, what they say, and that their numbers have no gaps.

use crate::support::{Shop, euros, staff, units, user};
use contracts::{
    Actor, ErrorKind, OrderId, Permission,
    orders::{
        Invoice, InvoiceKind, InvoiceQuery, ItemQuantity, Order, OrderStatus, Orders as _, PaymentState,
    },
};
use platform::{ids, testing};
use sqlx::{PgPool, raw_sql};
use std::sync::Arc;
use tokio::task::JoinSet;

const PARALLEL: i64 = 1000;

impl Shop {
    /// What a guest finds by number and address.
    async fn documents(&self, order: &Order) -> Vec<Invoice> {
        self.orders.find_invoices(order.number.clone(), order.email.to_string()).await.unwrap()
    }

    async fn run(&self, statements: &'static str) {
        raw_sql(statements).execute(self.db.pool()).await.unwrap();
    }

    async fn positions(&self) -> Vec<i64> {
        let all = "select position from invoices where kind = 'invoice' order by position";
        sqlx::query_scalar(all).fetch_all(self.db.pool()).await.unwrap()
    }

    async fn issue_missing(self: Arc<Self>) -> Arc<Self> {
        let orders = orders::Orders::new(self.db.clone(), platform::system_clock());
        let jobs = orders::jobs(&Arc::new(orders));
        let job = jobs.iter().find(|job| job.kind() == "issue_missing_invoices").unwrap();
        job.run_now(serde_json::Value::Null).await.unwrap();
        self
    }

    /// What breaks a rule named I-15.
    async fn breaches(&self) -> Vec<String> {
        let mut found = Vec::new();
        for rule in orders::verify::RULES.iter().filter(|rule| rule.name == "I-15") {
            let rows: Vec<String> =
                sqlx::query_scalar(rule.breaches).fetch_all(self.db.pool()).await.unwrap();
            found.extend(rows);
        }
        found
    }
}

/// A thousand orders like this one, their money held.
const MANY_ORDERS: &str = "
    insert into orders (id, number, checkout_id, cart_id, payment_id, user_id, email, language, order_status,
        payment_status, currency, subtotal_minor, shipping_minor, tax_minor, tax_rate_bp, total_amount_minor, units,
        shipping_method, address, note)
    select gen_random_uuid(), 'TW-0000-0000-' || lpad(n::text, 4, '0'), gen_random_uuid(), gen_random_uuid(),
        gen_random_uuid(), null, email, language, 'confirmed', 'authorised', currency, subtotal_minor, shipping_minor,
        tax_minor, tax_rate_bp, total_amount_minor, units, shipping_method, address, 'many'
    from orders, generate_series(0, 999) n;
    insert into order_items (id, order_id, position, product_id, variant_id, sku, name, choices, weight_g, quantity,
        unit_price_minor, subtotal_minor)
    select gen_random_uuid(), many.id, i.position, i.product_id, i.variant_id, i.sku, i.name, i.choices, i.weight_g,
        i.quantity, i.unit_price_minor, i.subtotal_minor
    from order_items i, orders many where many.note = 'many'";

/// Every tenth order's transaction is refused by its commit, after it took its number.
const REFUSED_BY_THE_COMMIT: &str = "
    create function refuse_at_commit() returns trigger language plpgsql as $$
    begin raise exception 'not today'; end $$;
    create constraint trigger every_tenth after update on orders deferrable initially deferred for each row
        when (new.number like 'TW-0000-0000-%7') execute function refuse_at_commit()";

async fn pay_all(shop: &Arc<Shop>, ids: &[OrderId]) -> usize {
    let mut tries = JoinSet::new();
    for id in ids {
        let (shop, id) = (Arc::clone(shop), *id);
        tries.spawn(async move { shop.orders.set_payment_state(id, PaymentState::Paid).await.is_ok() });
    }
    tries.join_all().await.into_iter().filter(|paid| *paid).count()
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_15_a_thousand_parallel_invoices_with_ten_per_cent_aborts_leave_no_gap(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    shop.placed().await;
    shop.run(MANY_ORDERS).await;
    shop.run(REFUSED_BY_THE_COMMIT).await;
    let ids: Vec<uuid::Uuid> = sqlx::query_scalar("select id from orders where note = 'many'")
        .fetch_all(shop.db.pool())
        .await
        .unwrap();
    let ids: Vec<OrderId> = ids.into_iter().map(OrderId).collect();

    assert_eq!(pay_all(&shop, &ids).await, 900);
    assert_eq!(shop.positions().await, (1..=900).collect::<Vec<_>>());
    assert_eq!(shop.breaches().await, Vec::<String>::new());

    shop.run("drop trigger every_tenth on orders").await;
    pay_all(&shop, &ids).await;
    assert_eq!(shop.positions().await, (1..=PARALLEL).collect::<Vec<_>>());
    assert_eq!(shop.breaches().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_15_an_order_has_one_invoice_however_often_it_is_told_that_it_is_paid(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let order = shop.placed().await;
    assert_eq!(shop.documents(&order).await, [], "nothing is paid");
    pay_all(&shop, &[order.id; 20]).await;
    let documents = shop.documents(&order).await;
    let [invoice] = &documents[..] else { panic!("one invoice: {documents:?}") };
    assert_eq!((invoice.kind, invoice.total, invoice.tax), (InvoiceKind::Invoice, order.total, order.tax));
    let year = platform::system_clock().now().format("%Y");
    assert_eq!(invoice.number, format!("{year}-000001"));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn i_15_each_refund_has_its_credit_note_and_together_they_give_back_all_tax(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let (refund, line) = (ids::mint(), vec![line(&order, 0, 1)]);
    for _ in 0..2 {
        shop.orders.record_refund(order.id, refund, line.clone(), euros(1300)).await.unwrap();
    }
    shop.orders.record_refund(order.id, ids::mint(), Vec::new(), euros(4590)).await.unwrap();

    let documents = shop.documents(&order).await;
    let [invoice, first, second] = &documents[..] else { panic!("three documents: {documents:?}") };
    assert_eq!((first.total, second.total), (euros(1300), euros(4590)));
    assert!([first, second].iter().all(|note| note.corrects.as_ref() == Some(&invoice.number)));
    assert_eq!(first.tax.plus(second.tax), Some(invoice.tax));
    let told: Vec<_> = first.lines.iter().map(|line| (line.name.as_str(), line.gross)).collect();
    assert_eq!(told, [("Article MUG-1", euros(1200)), ("Shipping and other amounts", euros(100))]);
    assert_eq!(shop.breaches().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_paid_order_that_is_cancelled_has_its_credit_note_when_the_money_goes_back(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let cancelled = shop.orders.cancel_order(Actor::System, order.id, "Changed their mind".to_owned()).await;
    assert_eq!(cancelled.unwrap().status, OrderStatus::Cancelled);
    assert_eq!(shop.documents(&order).await.len(), 1, "the money is still here");
    let all = vec![line(&order, 0, 2), line(&order, 1, 1)];
    shop.orders.record_refund(order.id, order.id.0, all, order.total).await.unwrap();
    let documents = shop.documents(&order).await;
    let [invoice, note] = &documents[..] else { panic!("two documents: {documents:?}") };
    assert_eq!((note.total, note.tax, note.net), (invoice.total, invoice.tax, invoice.net));
    assert_eq!(shop.breaches().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_invoice_says_what_the_law_asks_for(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    shop.run("update orders set address = jsonb_set(address, '{name}', '\"Somebody else\"')").await;
    let invoice = shop.documents(&order).await.remove(0);
    let line = |line: &contracts::orders::InvoiceLine| {
        let (unit, rate) = (line.unit_price, line.tax_rate_bp);
        format!(
            "{} × {} ({}) at {unit}: net {}, tax {} of {rate}, gross {}",
            line.quantity, line.name, line.detail, line.net, line.tax, line.gross
        )
    };
    let lines: Vec<_> = invoice.lines.iter().map(line).collect();
    let told = format!(
        "{} / {} / {}\n{}, {}, {}\n{}\nnet {}, tax {}, total {}",
        invoice.seller.name,
        invoice.seller.address,
        invoice.seller.vat_id,
        invoice.buyer.name,
        invoice.buyer.street,
        invoice.buyer.city,
        lines.join("\n"),
        invoice.net,
        invoice.tax,
        invoice.total
    );
    insta::assert_snapshot!(
        told.replace('\u{a0}', " "),
        @r"
        Tradewind Goods GmbH / Hafenstraße 1, 20359 Hamburg, Germany / DE123456789
        Ada Lovelace, Lindenstraße 1, Berlin
        2 × Article MUG-1 (MUG-1 Blue) at 12.00 €: net 20.17 €, tax 3.83 € of 1900, gross 24.00 €
        1 × Article TRAY-1 (TRAY-1 Blue) at 30.00 €: net 25.21 €, tax 4.79 € of 1900, gross 30.00 €
        1 × Shipping: Standard () at 4.90 €: net 4.12 €, tax 0.78 € of 1900, gross 4.90 €
        net 49.50 €, tax 9.40 €, total 58.90 €
        "
    );
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_issued_invoice_cannot_be_changed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.paid().await;
    for change in ["update invoices set total_minor = 1", "delete from invoices", "truncate invoices"] {
        let refused = raw_sql(change).execute(shop.db.pool()).await.unwrap_err().to_string();
        assert!(refused.contains("cannot be changed"), "{change}: {refused}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn orders_that_were_paid_and_refunded_before_get_their_documents_in_their_order(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let (first, second) = (shop.placed().await, shop.placed().await);
    shop.run(
        "update orders set payment_status = 'partially_refunded', refunded_minor = 1500;
         insert into order_movements (kind, reference, order_id) select 'refund', gen_random_uuid(), id from orders",
    )
    .await;
    let shop = shop.issue_missing().await.issue_missing().await;
    assert_eq!(shop.positions().await, [1, 2]);
    for (order, end) in [(&first, "000001"), (&second, "000002")] {
        let documents = shop.documents(order).await;
        let [invoice, note] = &documents[..] else { panic!("two documents: {documents:?}") };
        assert!(invoice.number.ends_with(end) && note.number.ends_with(end), "{documents:?}");
        assert_eq!((note.total, invoice.seller.is_complete()), (euros(1500), false));
    }
    assert_eq!(shop.breaches().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn documents_are_seen_by_their_buyer_and_by_staff_and_by_nobody_else(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let (number, orders) = (order.number.clone(), &shop.orders);
    let (known, unknown) = (
        shop.documents(&order).await,
        orders.find_invoices("TW-1".to_owned(), order.email.to_string()).await,
    );
    assert_eq!((known.len(), unknown.unwrap().len()), (1, 0));
    assert_eq!(orders.find_invoices(number, "eve@example.com".to_owned()).await.unwrap(), []);
    let (clerk, packer) = (staff(&[Permission::ViewOrders]), staff(&[Permission::ViewStock]));
    let row = orders.order_invoices(clerk.clone(), order.id).await.unwrap().remove(0);
    assert!(orders.invoice(clerk, row.number.clone()).await.unwrap().is_some());
    for actor in [packer, Actor::Shopper { user: user() }] {
        let refused = [
            orders.order_invoices(actor.clone(), order.id).await.map(drop).unwrap_err(),
            orders.invoice(actor.clone(), row.number.clone()).await.map(drop).unwrap_err(),
            orders.invoices(actor.clone(), InvoiceQuery::default()).await.map(drop).unwrap_err(),
            orders.export_invoices(actor.clone(), InvoiceQuery::default(), None).await.map(drop).unwrap_err(),
        ];
        assert!(refused.iter().all(|error| error.kind == ErrorKind::Forbidden), "{refused:?}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_list_is_searched_narrowed_and_taken_home(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (order, _other) = (shop.paid().await, shop.paid().await);
    shop.orders.record_refund(order.id, ids::mint(), Vec::new(), euros(100)).await.unwrap();
    let found = async |query: InvoiceQuery| {
        let page = shop.orders.invoices(Actor::System, query.clone()).await.unwrap();
        let file = shop.orders.export_invoices(Actor::System, query, None).await.unwrap();
        assert_eq!(page.items, file);
        page.total
    };
    let month = platform::system_clock().now().format("%Y-%m").to_string();
    let all = InvoiceQuery::default();
    assert_eq!(found(all.clone()).await, 3);
    assert_eq!(found(InvoiceQuery { search: order.number.to_lowercase(), ..all.clone() }).await, 2);
    assert_eq!(found(InvoiceQuery { search: "LOVELACE".to_owned(), ..all.clone() }).await, 3);
    assert_eq!(found(InvoiceQuery { kind: Some(InvoiceKind::CreditNote), ..all.clone() }).await, 1);
    assert_eq!(found(InvoiceQuery { month, ..all.clone() }).await, 3);
    assert_eq!(found(InvoiceQuery { month: "2020-02".to_owned(), ..all.clone() }).await, 0);
    let then: Option<chrono::NaiveDate> = "2020-02-01".parse().ok();
    assert_eq!(found(InvoiceQuery { from: then, ..all.clone() }).await, 3);
    assert_eq!(found(InvoiceQuery { to: then, ..all.clone() }).await, 0);
    assert_eq!(found(InvoiceQuery { month: "soon".to_owned(), ..all }).await, 3);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_index_serves_lists_of_documents_and_what_the_job_looks_for(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.placed().await;
    shop.run(MANY_ORDERS).await;
    shop.run(
        "insert into invoices (id, kind, year, position, number, order_id, order_number, issued_at, currency,
             total_minor, tax_minor, content)
         select gen_random_uuid(), 'invoice', 2026, row_number() over (), '2026-' || number, id, number, order_date, 'EUR',
             total_amount_minor, tax_minor, jsonb_build_object('buyer', address) from orders;
         update orders set payment_status = 'paid', is_invoiced = true",
    )
    .await;
    shop.run("vacuum analyze").await;
    for (words, arguments, index) in [
        (
            "order by issued_at desc, id desc limit $5",
            "null, null, null, null, 26, 0, now(), gen_random_uuid()",
            "invoices_newest",
        ),
        (
            "order by issued_at, id limit $5",
            "null, null, null, null, 26, 0, now(), gen_random_uuid()",
            "invoices_newest",
        ),
        (
            "order by issued_at desc, id desc limit $5",
            "'%0000-0777%', null, null, null, 26, 0, null, null",
            "invoices_by_words",
        ),
        ("from invoices where order_id = $1", "gen_random_uuid()", "invoices_by_order"),
        ("not is_invoiced or", "500", "orders_to_invoice"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        assert!(plan.contains(index), "{words} {arguments}:\n{plan}");
    }
}

fn line(order: &Order, index: usize, count: u32) -> ItemQuantity {
    ItemQuantity { item: order.items[index].id, quantity: units(count) }
}
