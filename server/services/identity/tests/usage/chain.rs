//! The audit log proves itself: whoever gets around its triggers is noticed.

use crate::common::{Shop, shop};
use contracts::{
    Actor, AuditRecord, Envelope, EventId,
    identity::{AuditQuery, Identity as _},
};
use platform::{AnyEnvelope, verify::examine};
use sqlx::PgPool;

const CHANGED: &str = "an entry of the audit log is what its hash says, after the entry before it";
const MISSING: &str = "no entry of the audit log is missing or stands where none was appended";

/// Who may do anything in the database, as an attacker who got hold of it.
const UNSEEN: &str = "set session_replication_role = replica;";

fn act(number: usize) -> AnyEnvelope {
    let record = AuditRecord {
        actor: None,
        actor_label: "manager@example.com".into(),
        action: "product.updated".into(),
        subject: format!("product {number}"),
        details: r#"{"price":{"before":1.50,"after":2}}"#.into(),
    };
    Envelope {
        id: EventId(platform::ids::mint()),
        service: "catalog".into(),
        name: "audit_recorded".into(),
        aggregate: platform::ids::mint(),
        occurred_at: platform::system_clock().now(),
        request_id: Some("r-1".into()),
        payload: serde_json::to_value(record).unwrap(),
    }
}

async fn shop_with_acts(pool: PgPool, acts: usize) -> Shop {
    let shop = shop(pool).await;
    for number in 1..=acts {
        shop.identity.on_audit(act(number)).await.unwrap();
    }
    shop
}

/// What breaks the rules: each with the rule's words.
async fn breaches(shop: &Shop) -> Vec<(String, String)> {
    let findings = examine(&shop.db, identity::verify::RULES).await.unwrap();
    let rows = |found: contracts::operations::Finding| {
        found.rows.into_iter().map(move |row| (found.what.clone(), row))
    };
    findings.into_iter().flat_map(rows).collect()
}

/// The one breach after a tampering, which must be of this rule and name this.
async fn must_be_named(shop: &Shop, tampering: &str, rule: &str, named: &str) {
    shop.execute(&format!("{UNSEEN} {tampering}; set session_replication_role = origin")).await.unwrap();
    let found = breaches(shop).await;
    let named = found.iter().any(|(what, row)| what == rule && row.contains(named));
    assert!(named, "{tampering}: {found:?}");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_changed_entry_of_the_audit_log_is_named(pool: PgPool) {
    let shop = shop_with_acts(pool, 5).await;
    assert_eq!(breaches(&shop).await, []);
    for change in [
        "at = at - interval '1 microsecond'",
        "actor_id = gen_random_uuid()",
        "actor = 'nobody@example.com'",
        "action = 'product.viewed'",
        "subject = 'product 4'",
        r#"details = '{"price":{"before":1.50,"after":3}}'"#,
        "request_id = null",
        "hash = null",
    ] {
        let kept = "create temporary table kept as select * from audit_log";
        let back =
            "update audit_log l set (at, actor_id, actor, action, subject, details, request_id, hash) =
            (select k.at, k.actor_id, k.actor, k.action, k.subject, k.details, k.request_id, k.hash
             from kept k where k.number = l.number)";
        let mut conn = shop.db.pool().acquire().await.unwrap();
        for statement in [UNSEEN, kept] {
            sqlx::raw_sql(statement).execute(&mut *conn).await.unwrap();
        }
        let change = format!("update audit_log set {change} where position = 3");
        sqlx::raw_sql(sqlx::AssertSqlSafe(change.clone())).execute(&mut *conn).await.unwrap();
        let found = breaches(&shop).await;
        let named = found.iter().any(|(what, row)| what == CHANGED && row.starts_with("entry 3 "));
        assert!(named, "{change}: {found:?}");
        for statement in [back, "drop table kept; set session_replication_role = origin"] {
            sqlx::raw_sql(statement).execute(&mut *conn).await.unwrap();
        }
        assert_eq!(breaches(&shop).await, [], "{change}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_entry_that_was_taken_out_of_the_audit_log_is_noticed(pool: PgPool) {
    let shop = shop_with_acts(pool, 6).await;
    let middle = "delete from audit_log where position = 3";
    must_be_named(&shop, middle, MISSING, "entry 4 ").await;
    let first = "delete from audit_log where position = 1";
    must_be_named(&shop, first, MISSING, "entry 2 ").await;
    let last = "delete from audit_log where position = 6";
    must_be_named(&shop, last, MISSING, "ends with entry 5, the last one that was appended is entry 6").await;
    // What comes later does not cover it.
    shop.identity.on_audit(act(7)).await.unwrap();
    must_be_named(&shop, "", MISSING, "entry 7 ").await;
    must_be_named(&shop, "delete from audit_head", MISSING, "nobody knows any more").await;
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_forged_entry_at_the_end_of_the_audit_log_is_named(pool: PgPool) {
    let shop = shop_with_acts(pool, 3).await;
    let columns = "insert into audit_log (actor, action, subject, details, position, hash)";
    let bare = format!("{columns} values ('eve', 'order.cancelled', 'order 1', '{{}}', null, null)");
    must_be_named(&shop, &bare, MISSING, "without position").await;
    let undo =
        format!("{UNSEEN} delete from audit_log where actor = 'eve'; set session_replication_role = origin");
    shop.execute(&undo).await.unwrap();
    assert_eq!(breaches(&shop).await, []);
    let made_up =
        format!("{columns} values ('eve', 'order.cancelled', 'order 1', '{{}}', 4, sha256('made up'))");
    must_be_named(&shop, &made_up, CHANGED, "entry 4 ").await;
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn fifty_appends_at_once_keep_the_chain_of_the_audit_log_whole(pool: PgPool) {
    let shop = std::sync::Arc::new(shop(pool).await);
    let appends = (1..=50).map(|number| {
        let shop = std::sync::Arc::clone(&shop);
        tokio::spawn(async move {
            if number % 5 == 0 {
                // Killed in the middle: its place is taken by another.
                let mut given_up = shop.db.begin().await.unwrap();
                let append =
                    "insert into audit_log (actor, action, subject, details) values ('a', 'b', 'c', '{}')";
                sqlx::query(append).execute(&mut *given_up).await.unwrap();
                given_up.rollback().await.unwrap();
            }
            shop.identity.on_audit(act(number)).await.unwrap();
        })
    });
    for append in appends.collect::<Vec<_>>() {
        append.await.unwrap();
    }
    assert_eq!(breaches(&shop).await, []);
    let query = AuditQuery { actor: "manager".into(), ..AuditQuery::default() };
    let page = shop.identity.audit_log(Actor::System, query).await.unwrap();
    assert_eq!(page.total, 50);
    let last: i64 =
        sqlx::query_scalar("select position from audit_head").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(last, 50);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn entries_from_before_the_chain_are_chained_by_the_migration(pool: PgPool) {
    let shop = shop(pool).await;
    let undo =
        "drop trigger audit_log_one_at_a_time on audit_log; drop trigger audit_log_chained on audit_log;
        drop function audit_hash(bytea, audit_log); drop function wait_for_the_audit_head();
        drop function chain_audit_entry(); drop table audit_head;
        alter table audit_log drop column position, drop column hash";
    shop.execute(undo).await.unwrap();
    let before = "insert into audit_log (number, actor, action, subject, details) overriding system value
        select n, 'manager@example.com', 'product.updated', 'product', '{}' from unnest(array[1, 2, 5, 9]) n;
        alter sequence audit_log_number_seq restart with 10";
    shop.execute(before).await.unwrap();
    shop.execute(include_str!("../../../../../migrations/identity/0007_audit_chain.sql")).await.unwrap();
    shop.identity.on_audit(act(1)).await.unwrap();
    assert_eq!(breaches(&shop).await, []);
    let changes = ["update audit_log set actor = 'nobody'", "delete from audit_log", "truncate audit_log"];
    for change in changes {
        assert!(shop.execute(change).await.is_err(), "{change}");
    }
    must_be_named(&shop, "delete from audit_log where number = 5", MISSING, "entry 4 ").await;
}
