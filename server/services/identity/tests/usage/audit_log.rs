//! Searching the audit log, and taking it home.

use crate::common::{Shop, shop};
use contracts::{
    Actor, AuditRecord, Envelope, ErrorKind, EventId, Timestamp,
    identity::{AuditQuery, CustomerQuery, DataExport, Identity as _},
};
use sqlx::PgPool;

async fn did(shop: &Shop, at: &str, actor: &str, action: &str, subject: &str) {
    let record = AuditRecord {
        actor: None,
        actor_label: actor.into(),
        action: action.into(),
        subject: subject.into(),
        details: "{}".into(),
    };
    let envelope = Envelope {
        id: EventId(platform::ids::mint()),
        service: "catalog".into(),
        name: "audit_recorded".into(),
        aggregate: platform::ids::mint(),
        occurred_at: at.parse::<Timestamp>().unwrap(),
        request_id: None,
        payload: serde_json::to_value(record).unwrap(),
    };
    shop.identity.on_audit(envelope).await.unwrap();
}

async fn three_days(pool: PgPool) -> Shop {
    let shop = shop(pool).await;
    for (at, actor, action, subject) in [
        ("2026-03-01T00:00:00Z", "ada@example.com", "product.updated", "product 1"),
        ("2026-03-01T23:59:59Z", "bob@example.com", "stock.adjusted", "variant 100%_7"),
        ("2026-03-02T00:00:00Z", "ada@example.com", "stock.adjusted", "variant 8"),
        ("2026-03-03T12:00:00Z", "system", "product.updated", "product 2 of ada@example.com"),
    ] {
        did(&shop, at, actor, action, subject).await;
    }
    shop
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    Some(text.parse().unwrap())
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn acts_are_found_by_who_what_whereto_and_day(pool: PgPool) {
    let shop = three_days(pool).await;
    let all = AuditQuery::default();
    for (query, found) in [
        (all.clone(), vec![4, 3, 2, 1]),
        (AuditQuery { actor: " ADA".into(), ..all.clone() }, vec![3, 1]),
        (AuditQuery { action: "stock.adjusted".into(), ..all.clone() }, vec![3, 2]),
        (AuditQuery { action: "stock".into(), ..all.clone() }, vec![]),
        (AuditQuery { subject: "0%_7".into(), ..all.clone() }, vec![2]),
        (AuditQuery { from: day("2026-03-02"), ..all.clone() }, vec![4, 3]),
        (AuditQuery { to: day("2026-03-01"), ..all.clone() }, vec![2, 1]),
        (AuditQuery { to: day("2026-03-01"), time_zone: "Asia/Tokyo".into(), ..all.clone() }, vec![1]),
        (AuditQuery { from: day("2026-03-02"), to: day("2026-03-02"), ..all.clone() }, vec![3]),
        (AuditQuery { actor: "ada".into(), action: "stock.adjusted".into(), ..all.clone() }, vec![3]),
    ] {
        let page = shop.identity.audit_log(Actor::System, query.clone()).await.unwrap();
        let positions: Vec<_> = page.items.iter().map(|entry| entry.position).collect();
        assert_eq!((positions.as_slice(), page.total), (found.as_slice(), found.len() as u64), "{query:?}");
        let file = shop.identity.export_audit_log(Actor::System, query.clone(), None).await.unwrap();
        assert_eq!(file, page.items, "{query:?}");
    }
    let actions = shop.identity.audit_actions(Actor::System).await.unwrap();
    assert_eq!(actions, ["product.updated", "stock.adjusted"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_whole_id_is_found_as_it_is_and_a_part_of_it_too(pool: PgPool) {
    let shop = shop(pool).await;
    let id = "01932f6e-7c1a-7d3e-9b52-00aa5f3a9c21";
    for subject in
        [format!("order {id}"), format!("product {id}"), format!("order {}", platform::ids::mint())]
    {
        did(&shop, "2026-03-01T00:00:00Z", "ada@example.com", "order.shipped", &subject).await;
    }
    let found = async |subject: &str| {
        let query = AuditQuery { subject: subject.into(), ..AuditQuery::default() };
        let page = shop.identity.audit_log(Actor::System, query.clone()).await.unwrap();
        assert_eq!(shop.identity.export_audit_log(Actor::System, query, None).await.unwrap(), page.items);
        page.total
    };
    assert_eq!([found(id).await, found(&id.to_uppercase()).await, found("5f3a9c21").await], [2, 2, 2]);
    assert_eq!([found(&format!(" order {id}")).await, found(&format!("stock {id}")).await], [1, 0]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_file_goes_on_after_the_last_entry_it_has(pool: PgPool) {
    let shop = three_days(pool).await;
    let mut file = shop.identity.export_audit_log(Actor::System, AuditQuery::default(), None).await.unwrap();
    let second = file.remove(1);
    let after = Some((second.at, second.number));
    let rest = shop.identity.export_audit_log(Actor::System, AuditQuery::default(), after).await.unwrap();
    assert_eq!(rest, file[1..]);

    let people = shop.register("ada@example.com").await.session.user;
    let latest = shop.register("bob@example.com").await.session.user;
    let export = async |after| {
        shop.identity.export_customers(Actor::System, CustomerQuery::default(), after).await.unwrap()
    };
    let ids = |customers: Vec<contracts::identity::Customer>| {
        customers.into_iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(export(None).await), [latest, people]);
    assert_eq!(ids(export(Some(latest)).await), [people]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_is_taken_home_is_an_entry_itself_and_only_staff_takes_anything(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session.actor();
    let export =
        |rows, complete| DataExport { list: "customers".into(), filter: "q=ada".into(), rows, complete };
    for (rows, complete) in [(None, false), (Some(3), true), (Some(2), false)] {
        shop.identity.record_export(support.clone(), export(rows, complete)).await.unwrap();
    }
    let query = AuditQuery { subject: "list customers".into(), ..AuditQuery::default() };
    let log = shop.identity.audit_log(Actor::System, query).await.unwrap().items;
    let told: Vec<_> = log.iter().map(|entry| (entry.action.as_str(), entry.details.as_str())).collect();
    let expected = [
        ("data.export_broken_off", r#"{"rows": 2, "filter": "q=ada"}"#),
        ("data.exported", r#"{"rows": 3, "filter": "q=ada"}"#),
        ("data.export_begun", r#"{"filter": "q=ada"}"#),
    ];
    assert_eq!(told, expected);
    for actor in [Actor::Guest, Actor::System] {
        let refused = shop.identity.record_export(actor, export(None, false)).await;
        assert_eq!(refused.unwrap_err().kind, ErrorKind::Forbidden);
    }
    let audit = shop.identity.export_audit_log(support, AuditQuery::default(), None).await;
    assert_eq!(audit.unwrap_err().kind, ErrorKind::Forbidden);
    let guest = shop.identity.export_customers(Actor::Guest, CustomerQuery::default(), None).await;
    assert_eq!(guest.unwrap_err().kind, ErrorKind::Unauthenticated);
}
