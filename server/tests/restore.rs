//! A shop is put back from its backup: as it was, or not at all; and databases that were cut at different moments,
//! between and in the middle of purchases, are brought together until every rule holds again.

use crate::support::{
    Shop,
    books::{BOUGHT, STOCK},
    faults::{Fault, Wire},
};
use contracts::{
    Actor, Money, SERVICES, VariantId,
    after_sales::{RefundOrder, ShipOrder},
    checkout::{Checkout as _, Outcome},
    orders::{ItemQuantity, Order, OrderStatus},
    shipping::ShipmentStatus,
};
use server::{
    backup,
    databases::Located,
    restore::{
        put_back,
        reconcile::{Report, reconcile},
    },
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const GOOD_CARD: &str = "4242 4242 4242 4242";

/// A folder of this test alone, deleted with it.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("{test}_{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Shop {
    fn located(&self) -> Located {
        Located::at(|service| self.database_url(service))
    }

    async fn back_up(&self, folder: &Path) {
        let now = platform::system_clock().now();
        backup::take(&self.located(), &self.media(), folder, now).await.unwrap();
    }

    async fn buy(&self, variant: VariantId) {
        let submit = self.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
        let outcome = self.built.services.checkout.submit(submit).await.unwrap();
        assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    }

    /// A purchase whose process dies at the n-th call.
    async fn buy_and_die(&self, variant: VariantId, call: usize) {
        let submit = self.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
        let flow = Wire::new(&self.built.services, Some((call, Fault::DiesAfter))).checkout();
        let _ = tokio::spawn(async move { flow.submit(submit).await }).await;
    }
}

/// All rows of a database as Postgres tells them, by table.
async fn content(url: &str) -> BTreeMap<String, String> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "select format('%I.%I', schemaname, tablename) from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema') and tablename <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut content = BTreeMap::new();
    for table in tables {
        let rows = format!("select coalesce(string_agg(t::text, e'\n' order by t::text), '') from {table} t");
        let rows = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&mut connection).await.unwrap();
        content.insert(table, rows);
    }
    content
}

async fn schema_of(url: &str) -> Vec<String> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::query_scalar(
        "select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
         where connamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
         union all
         select format('%s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
         union all
         select indexdef from pg_indexes where schemaname not in ('pg_catalog', 'information_schema')
         order by 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap()
}

/// The gateway's book is another party's: it stays what it is when payments is put back.
async fn gateways_book(url: &str) -> Vec<(String, String)> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let mut book = Vec::new();
    for table in ["charges", "captures", "refunds"] {
        let rows = format!("select coalesce(json_agg(t), '[]')::text from test_gateway.{table} t");
        let rows = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&mut connection).await.unwrap();
        book.push((table.to_owned(), rows));
    }
    book
}

async fn write_book(url: &str, book: Vec<(String, String)>) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let empty = "truncate test_gateway.charges, test_gateway.captures, test_gateway.refunds";
    sqlx::raw_sql(empty).execute(&mut connection).await.unwrap();
    for (table, rows) in book {
        let insert = format!(
            "insert into test_gateway.{table} select * from json_populate_recordset(null::test_gateway.{table}, $1::json)"
        );
        sqlx::query(AssertSqlSafe(insert)).bind(rows).execute(&mut connection).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_put_back_is_what_it_was() {
    let (shop, folder) = (Shop::open(&[]).await, Folder::new("whole"));
    let variant = shop.stocked(10).await;
    shop.buy(variant).await;
    shop.settle().await;
    let picture = shop.media().join("01890000-0000-7000-8000-000000000000");
    fs::create_dir_all(&picture).unwrap();
    fs::write(picture.join("original.webp"), b"a picture").unwrap();
    shop.back_up(&folder.at("backup")).await;
    let mut before = Vec::new();
    for service in SERVICES {
        let url = shop.database_url(service);
        before.push((content(&url).await, schema_of(&url).await));
    }
    shop.buy(variant).await;
    fs::remove_dir_all(&picture).unwrap();

    shop.disconnect().await;
    put_back(&folder.at("backup"), &shop.located(), &shop.media(), true).await.unwrap();
    for (service, (rows, schema)) in SERVICES.iter().zip(before) {
        let url = shop.database_url(service);
        assert_eq!(content(&url).await, rows, "{service}");
        assert_eq!(schema_of(&url).await, schema, "{service}");
    }
    assert_eq!(fs::read(picture.join("original.webp")).unwrap(), b"a picture");
    let shop = shop.reopened().await;
    shop.buy(variant).await;
    assert_eq!(shop.stock_of(variant).await.available, STOCK - 2 * BOUGHT, "counters go on where they stood");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_was_damaged_changes_nothing() {
    let (shop, folder) = (Shop::open(&[]).await, Folder::new("damaged"));
    shop.back_up(&folder.at("backup")).await;
    shop.disconnect().await;
    let before = content(&shop.database_url("orders")).await;
    let rows = folder.at("backup/orders/public.tax_rates.copy");
    let mut text = fs::read(&rows).unwrap();
    text[0] ^= 1;
    fs::write(&rows, text).unwrap();
    let refused = put_back(&folder.at("backup"), &shop.located(), &shop.media(), true).await.unwrap_err();
    assert!(format!("{refused:#}").contains("tax_rates.copy is not what was backed up"), "{refused:#}");
    assert_eq!(content(&shop.database_url("orders")).await, before);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_in_use_or_not_empty_is_not_replaced_unasked() {
    let (shop, folder) = (Shop::open(&[]).await, Folder::new("refused"));
    shop.back_up(&folder.at("backup")).await;
    let (located, media, backup) = (shop.located(), shop.media(), folder.at("backup"));
    let again = backup::take(&located, &media, &backup, platform::system_clock().now()).await;
    assert!(again.unwrap_err().to_string().contains("exists already"));
    let in_use = put_back(&backup, &shop.located(), &shop.media(), true).await.unwrap_err();
    assert!(format!("{in_use:#}").contains("stop it first"), "{in_use:#}");
    shop.disconnect().await;
    let full = put_back(&backup, &shop.located(), &shop.media(), false).await.unwrap_err();
    assert!(format!("{full:#}").contains("--replace"), "{full:#}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_take_its_rows_stays_as_it_was() {
    let (shop, folder) = (Shop::open(&[]).await, Folder::new("atomic"));
    let variant = shop.stocked(10).await;
    shop.back_up(&folder.at("backup")).await;
    shop.buy(variant).await;
    shop.disconnect().await;
    // Whole by its own sums, and yet not what the tables take: an order line of no order.
    let mut forged = backup::manifest::Manifest::read(&folder.at("backup")).unwrap();
    let orders = forged.databases.iter_mut().find(|database| database.service == "orders").unwrap();
    let table = orders.tables.iter_mut().find(|table| table.name == "checkout_steps").unwrap();
    let row = table.columns.iter().map(|_| "nonsense").collect::<Vec<_>>().join("\t") + "\n";
    fs::write(folder.at("backup").join(&table.file.path), row).unwrap();
    table.rows = 1;
    table.file = backup::manifest::FileSum::of(&folder.at("backup"), &table.file.path).unwrap();
    forged.write(&folder.at("backup")).unwrap();

    let url = shop.database_url("orders");
    let before = (content(&url).await, schema_of(&url).await);
    let refused = put_back(&folder.at("backup"), &shop.located(), &shop.media(), true).await.unwrap_err();
    assert!(format!("{refused:#}").contains("orders is as it was"), "{refused:#}");
    assert_eq!((content(&url).await, schema_of(&url).await), before);
    shop.close().await;
}

/// Puts each of these services back from the backup of its moment and brings the shop together; the gateway's book
/// stays what it is.
async fn put_back_and_reconcile(shop: Shop, folder: &Folder, cuts: &[(&str, usize)]) -> (Shop, Report) {
    let book = gateways_book(&shop.database_url("payments")).await;
    shop.disconnect().await;
    let mut earliest = None;
    for (service, moment) in cuts {
        let mut located = shop.located();
        located.only(&[(*service).to_owned()]).unwrap();
        let cut = put_back(&folder.at(&moment.to_string()), &located, &shop.media(), true).await.unwrap();
        earliest = Some(earliest.map_or(cut, |known| cut.min(known)));
    }
    write_book(&shop.database_url("payments"), book).await;
    let shop = shop.reopened().await;
    let report = reconcile(&shop.databases, &shop.built, earliest.unwrap()).await.unwrap();
    (shop, report)
}

/// Where a purchase stands that dies while the databases are cut: the number of its last call.
const IN_THE_MIDDLE: [usize; 5] = [9, 11, 13, 15, 17];

/// Purchases before, between and after three backups; each of orders, payments, inventory and notifications
/// is put back from another one of them, or stays as it is.
async fn cut_at_different_moments(cuts: [Option<usize>; 4]) {
    let (shop, folder) = (Shop::open(&[]).await, Folder::new(&format!("cuts_{cuts:?}")));
    let variants = [shop.stocked(100).await, shop.stocked(100).await, shop.stocked(100).await];
    for (moment, variant) in variants.iter().enumerate() {
        for _ in 0..3 {
            shop.buy(*variant).await;
        }
        for call in IN_THE_MIDDLE {
            shop.buy_and_die(*variant, call).await;
        }
        shop.back_up(&folder.at(&moment.to_string())).await;
        shop.settle().await;
        shop.buy(*variant).await;
    }
    let named = ["orders", "payments", "inventory", "notifications"].into_iter().zip(cuts);
    let moments: Vec<_> = named.filter_map(|(service, cut)| Some((service, cut?))).collect();
    let (shop, report) = put_back_and_reconcile(shop, &folder, &moments).await;
    println!("{cuts:?}: {report}");
    assert_eq!(report.open, Vec::<String>::new(), "{cuts:?}: nothing is left to a person");
    assert_eq!(broken_rules(&shop).await, Vec::<String>::new(), "{cuts:?}");
    for variant in variants {
        let orders = shop.orders_of(variant).await;
        let standing = orders.iter().filter(|order| order.status != OrderStatus::Cancelled).count();
        let sold = u32::try_from(standing).unwrap() * BOUGHT;
        assert_eq!(
            shop.stock_of(variant).await.available,
            100 - sold,
            "{cuts:?}: what was not sold is there"
        );
    }
    shop.close().await;
}

async fn broken_rules(shop: &Shop) -> Vec<String> {
    an_hour_later(shop).await;
    let findings = shop.built.verifier.verify().await.unwrap();
    let broken = findings.into_iter().filter(|found| found.breaches > 0);
    broken.map(|found| format!("{}: {:?}", found.what, found.rows)).collect()
}

/// Old enough to be compared.
async fn an_hour_later(shop: &Shop) {
    for (service, statement) in [
        ("orders", "update orders set order_date = order_date - interval '1 hour'"),
        ("orders", "update order_status_history set changed_at = changed_at - interval '1 hour'"),
        ("orders", "update order_movements set recorded_at = recorded_at - interval '1 hour'"),
        ("payments", "update payments set transaction_date = transaction_date - interval '1 hour'"),
        ("shipping", "update shipments set created_at = created_at - interval '1 hour'"),
        (
            "inventory",
            "update reservations set expires_at = now() - interval '1 second' where status = 'held'",
        ),
    ] {
        sqlx::raw_sql(statement).execute(shop.databases.of(service).unwrap().pool()).await.unwrap();
    }
    shop.built.inventory.expire_reservations().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_that_are_older_than_the_others_give_back_what_they_have_forgotten() {
    cut_at_different_moments([Some(0), None, None, None]).await;
    cut_at_different_moments([Some(0), Some(2), Some(1), None]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_that_are_older_than_the_others_learn_from_the_gateway() {
    cut_at_different_moments([None, Some(0), None, None]).await;
    cut_at_different_moments([Some(1), Some(0), Some(2), None]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_that_is_older_than_the_others_is_taken_again() {
    cut_at_different_moments([None, None, Some(0), None]).await;
    cut_at_different_moments([Some(2), Some(1), Some(0), None]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_that_are_older_than_the_others_are_written_again() {
    cut_at_different_moments([None, None, None, Some(0)]).await;
    cut_at_different_moments([Some(1), Some(2), None, Some(0)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_one_moment_needs_nobody() {
    cut_at_different_moments([Some(1), Some(1), Some(1), Some(1)]).await;
}

/// Two orders of a variant after a backup of the moment 0: of one, a unit was refunded and returned to its shelf; the
/// other one was sent and has arrived.
async fn refunded_and_sent(folder: &Folder) -> (Shop, VariantId) {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    shop.buy(variant).await;
    shop.buy(variant).await;
    shop.settle().await;
    shop.back_up(&folder.at("0")).await;
    let orders = shop.orders_of(variant).await;
    shop.refund_a_unit(&orders[0]).await;
    shop.send_all(&orders[1]).await;
    shop.settle().await;
    (shop, variant)
}

impl Shop {
    async fn refund_a_unit(&self, order: &Order) {
        let one = ItemQuantity { item: order.items[0].id, quantity: 1_u32.try_into().unwrap() };
        let wish = RefundOrder {
            order: order.id,
            idempotency_key: platform::ids::mint(),
            lines: vec![one],
            extra: Money::new(0, order.total.currency),
            restock: true,
            reason: "It was chipped".into(),
        };
        self.built.services.after_sales.refund(Actor::System, wish).await.unwrap();
    }

    async fn send_all(&self, order: &Order) {
        let parcel = ShipOrder {
            order: order.id,
            idempotency_key: platform::ids::mint(),
            carrier: "DHL".into(),
            tracking_number: "00340434161094042557".into(),
            lines: Vec::new(),
        };
        let after_sales = &self.built.services.after_sales;
        let parcel = after_sales.ship(Actor::System, parcel).await.unwrap();
        after_sales.record_delivery(Actor::System, order.id, parcel.id).await.unwrap();
    }

    /// The refund counts once, its unit is back once, the parcel is what it was.
    async fn assert_refunded_and_sent(&self, variant: VariantId, case: &str) {
        let orders = self.orders_of(variant).await;
        let mut refunded: Vec<_> = orders.iter().map(|order| order.refunded.minor).collect();
        refunded.sort_unstable();
        assert_eq!(refunded, [0, 2000], "{case}");
        assert_eq!(self.stock_of(variant).await.available, STOCK - 2 * BOUGHT + 1, "{case}");
        let sent = orders.iter().find(|order| order.status == OrderStatus::Delivered).unwrap();
        let parcels = self.built.services.shipping.shipments_of(sent.id).await.unwrap();
        let [parcel] = &parcels[..] else { panic!("{case}: {parcels:?}") };
        assert_eq!(parcel.tracking_number.as_deref(), Some("00340434161094042557"), "{case}");
        assert_eq!(parcel.status, ShipmentStatus::Delivered, "{case}");
        assert_eq!(broken_rules(self).await, Vec::<String>::new(), "{case}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_and_parcels_that_one_service_has_forgotten_come_back_from_the_others() {
    for cuts in [
        &["payments"][..],
        &["shipping"],
        &["inventory"],
        &["orders"],
        &["payments", "orders"],
        &["payments", "orders", "inventory"],
        &["shipping", "orders"],
        &["payments", "shipping", "orders", "inventory"],
    ] {
        let (case, folder) = (format!("{cuts:?}"), Folder::new(&format!("after_{}", cuts.join("_"))));
        let (shop, variant) = refunded_and_sent(&folder).await;
        let cuts: Vec<_> = cuts.iter().map(|service| (*service, 0)).collect();
        let (shop, report) = put_back_and_reconcile(shop, &folder, &cuts).await;
        println!("{case}: {report}");
        assert_eq!(report.open, Vec::<String>::new(), "{case}: nothing is left to a person");
        shop.assert_refunded_and_sent(variant, &case).await;
        shop.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_knows_of_a_refund_and_a_parcel_any_more_is_named_for_a_person() {
    let folder = Folder::new("nobody_knows");
    let (shop, variant) = refunded_and_sent(&folder).await;
    let cuts = ["payments", "orders", "analytics"].map(|service| (service, 0));
    let (shop, report) = put_back_and_reconcile(shop, &folder, &cuts).await;
    let [refund] = &report.open[..] else { panic!("{report}") };
    assert!(refund.ends_with("went back, nobody knows for which lines"), "{refund}");
    let kept: Vec<_> = shop.orders_of(variant).await.iter().map(|order| order.refunded.minor).collect();
    assert_eq!(kept.iter().sum::<i64>(), 2000, "the money counts all the same");
    shop.close().await;

    let folder = Folder::new("nobody_knows_the_parcel");
    let (shop, _) = refunded_and_sent(&folder).await;
    let cuts = ["shipping", "analytics"].map(|service| (service, 0));
    let (shop, report) = put_back_and_reconcile(shop, &folder, &cuts).await;
    let [parcel] = &report.open[..] else { panic!("{report}") };
    assert!(parcel.contains("nobody knows its carrier and number any more"), "{parcel}");
    let broken = broken_rules(&shop).await;
    assert!(
        broken.len() == 1 && broken[0].starts_with("what an order counts as sent is a parcel"),
        "{broken:?}"
    );
    shop.close().await;
}
