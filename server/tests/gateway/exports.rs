//! Lists of the back office as files: who may have them, what is in them, and that it is written down.

use super::office::administrator;
use crate::support::{Shop, client::Client, people::registered};
use contracts::{
    Actor,
    identity::{AuditQuery, ClientInfo, Credentials, Realm, Registration},
};
use http_body_util::BodyExt;
use std::time::Duration;

const PASSWORD: &str = "correct horse battery";

async fn register(shop: &Shop, name: &str, email: &str) {
    let registration = Registration { name: name.into(), email: email.into(), password: PASSWORD.into() };
    registered(&shop.built.services, registration, ClientInfo::default()).await;
}

async fn support(shop: &Shop) -> Client {
    let identity = &shop.built.services.identity;
    let email = "support@example.com";
    let registration = Registration { name: "Sue".into(), email: email.into(), password: PASSWORD.into() };
    let user = registered(&shop.built.services, registration, ClientInfo::default()).await.session.user;
    identity.assign_roles(Actor::System, user, vec!["support".into()]).await.unwrap();
    let credentials = Credentials { email: email.into(), password: PASSWORD.into() };
    let outcome = identity.log_in(Realm::Staff, credentials, ClientInfo::default()).await.unwrap();
    let session = outcome.signed_in().unwrap();
    shop.client().with("cookie", format!("admin={}", session.token))
}

/// What the audit log says of files, oldest first.
async fn written_down(shop: &Shop) -> Vec<String> {
    let query = AuditQuery { subject: "list ".into(), ..AuditQuery::default() };
    let log = shop.built.services.identity.audit_log(Actor::System, query).await.unwrap().items;
    let told = |entry: &contracts::identity::AuditEntry| {
        format!("{} {} {} {}", entry.actor, entry.action, entry.subject, entry.details)
    };
    log.iter().rev().map(told).collect()
}

async fn run(shop: &Shop, statement: &'static str) {
    shop.as_owner("identity", statement).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_leaves_with_staff_who_may_see_it_and_with_nobody_else() {
    let shop = Shop::open(&[]).await;
    let (guest, support) = (shop.client(), support(&shop).await);
    for list in ["audit", "orders", "invoices", "customers", "stock"] {
        guest.get(&format!("/admin/export/{list}.csv")).await.must_be(401).problem();
    }
    support.get("/admin/export/audit.csv").await.must_be(403).problem();
    let unknown = guest.with("cookie", format!("admin={}", platform::ids::token()));
    unknown.get("/admin/export/customers.csv").await.must_be(401);
    support.get("/admin/export/passwords.csv").await.must_be(404);
    assert_eq!(written_down(&shop).await, Vec::<String>::new(), "what is refused does not leave");
    for list in ["orders", "customers", "stock"] {
        let file = support.get(&format!("/admin/export/{list}.csv")).await.must_be(200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert!(file.header("content-disposition").starts_with(&format!("attachment; filename=\"{list}-")));
        assert_eq!(file.header("cache-control"), "no-store");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_holds_what_is_filtered_and_no_formula_and_is_in_the_audit_log() {
    let shop = Shop::open(&[]).await;
    register(&shop, "=HYPERLINK(\"https://evil.example\"), Ada", "ada@shop.example").await;
    register(&shop, "Bob", "bob@shop.example").await;
    let staff = administrator(&shop).await;
    let file = staff.get("/admin/export/customers.csv?q=ada%40shop").await.must_be(200).text();
    let lines: Vec<_> = file.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "id,name,email,status,roles,created_at,last_seen_at,tags,groups");
    let [_, ada] = lines[..] else { panic!("{file}") };
    let name = "\"'=HYPERLINK(\"\"https://evil.example\"\"), Ada\"";
    assert!(ada.contains(&format!(",{name},ada@shop.example,active,customer,")), "{ada}");
    let expected = [
        r#"ada@example.com data.export_begun list customers {"filter": "q=ada%40shop"}"#,
        r#"ada@example.com data.exported list customers {"rows": 1, "filter": "q=ada%40shop"}"#,
    ];
    assert_eq!(written_down(&shop).await, expected);

    let acts = staff.get("/admin/export/audit.csv?action=data.exported&who=ada").await.must_be(200).text();
    assert_eq!(acts.lines().count(), 2, "{acts}");
    assert!(acts.contains("list customers") && !acts.contains("export_begun"), "{acts}");
    let none = staff.get("/admin/export/audit.csv?to=2020-01-01").await.must_be(200).text();
    assert_eq!(none.lines().count(), 1, "{none}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_and_stock_leave_as_their_lists_show_them() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(7).await;
    let wish = shop.ready_to_buy(variant, 2, "4242 4242 4242 4242").await;
    shop.built.services.checkout.submit(wish).await.unwrap();
    shop.settle().await;
    let staff = administrator(&shop).await;
    let stock = staff.get("/admin/export/stock.csv").await.must_be(200).text();
    let row = stock.lines().nth(1).unwrap();
    assert!(row.starts_with("SKU-") && row.contains(",5,0,"), "{stock}");
    let low = staff.get("/admin/export/stock.csv?q=nothing-like-it").await.must_be(200).text();
    assert_eq!(low.lines().count(), 1, "{low}");
    let orders = staff.get("/admin/export/orders.csv?status=confirmed").await.must_be(200).text();
    let row = orders.lines().nth(1).unwrap();
    assert!(row.starts_with("TW-") && row.contains(",Ada Lovelace,ada@example.com,confirmed,"), "{orders}");
    let cancelled = staff.get("/admin/export/orders.csv?status=cancelled").await.must_be(200).text();
    assert_eq!(cancelled.lines().count(), 1, "{cancelled}");
    shop.close().await;
}

const ENTRIES: usize = 50_000;

/// That many entries, which are not chained one by one here.
async fn many_acts(shop: &Shop) {
    let append = "alter table audit_log disable trigger audit_log_chained;
        insert into audit_log (actor, action, subject, details)
        select 'ada@example.com', 'product.updated', 'product ' || n, '{}' from generate_series(1, 50000) n;
        alter table audit_log enable trigger audit_log_chained";
    run(shop, append).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_thousand_rows_leave_in_small_pieces_and_a_file_that_is_broken_off_is_written_down() {
    let shop = Shop::open(&[]).await;
    many_acts(&shop).await;
    let staff = administrator(&shop).await;
    let (mut pieces, mut rows) = (0, 0);
    let mut body = staff.open("/admin/export/audit.csv?action=product.updated").await.into_body();
    while let Some(piece) = body.frame().await {
        let piece = piece.unwrap().into_data().unwrap();
        assert!(piece.len() < 200_000, "{} bytes at once", piece.len());
        rows += piece.iter().filter(|byte| **byte == b'\n').count();
        pieces += 1;
    }
    assert_eq!(rows, ENTRIES + 1);
    assert!(pieces > 100, "{pieces}");
    let told = written_down(&shop).await;
    assert!(told[1].contains(&format!(r#"data.exported list audit {{"rows": {ENTRIES}"#)), "{told:?}");

    let mut body = staff.open("/admin/export/audit.csv?action=product.updated").await.into_body();
    body.frame().await.unwrap().unwrap();
    drop(body);
    let broken_off = async {
        while !written_down(&shop).await.iter().any(|told| told.contains("data.export_broken_off")) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), broken_off).await.expect("it is written down");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_audit_log_shows_what_was_filtered_the_chain_and_the_file() {
    let shop = Shop::open(&[]).await;
    let staff = administrator(&shop).await;
    run(
        &shop,
        r#"insert into audit_log (at, actor, action, subject, details) values
           ('2026-03-01', 'bob@example.com', 'product.updated', 'product 1', '{"name": {"before": "Mug", "after": "Cup"}}'),
           ('2026-03-02', 'eve@example.com', 'stock.adjusted', 'variant 2', '{"reason": "counted"}')"#,
    )
    .await;
    shop.built.verifier.examine("system").await.unwrap();
    let page = staff.get("/admin/audit?who=bob&from=2026-03-01&to=2026-03-01").await.must_be(200).text();
    assert!(page.contains("1 entry") && page.contains("<del>Mug") && page.contains("Cup"), "{page}");
    assert!(!page.contains("variant 2"), "{page}");
    assert!(page.contains("verified until entry 4") && page.contains("href=\"/admin/rules\""), "{page}");
    let link = page.split("href=\"/admin/export/audit.csv?").nth(1).expect("a link to the file");
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let file = staff.get(&format!("/admin/export/audit.csv?{link}")).await.must_be(200).text();
    assert!(file.lines().count() == 2 && file.contains("bob@example.com"), "{link}: {file}");
    run(&shop, "alter table audit_log disable trigger user; update audit_log set actor = 'nobody' where position = 3").await;
    shop.built.verifier.examine("system").await.unwrap();
    let page = staff.get("/admin/audit").await.must_be(200).text();
    assert!(page.contains("The chain of entries is broken: 1 entry"), "{page}");
    shop.close().await;
}
