//! Who may call which method of the services, in tables, and that nobody else may: every method that is told who asks
//! is called by everybody who may not and by who may. A method without a row fails.

mod accounts;
mod called;
mod edge;
mod goods;
mod money;
mod orders;
mod staff;

use crate::support::Shop;
use called::{Named, Rule, actors, may, outcome};
use contracts::Permission;
use serde_json::Value;
use std::collections::BTreeSet;

/// Who may call a method, and what it is called with.
pub struct Row {
    method: &'static str,
    rule: Rule,
    /// What it takes beside who asks.
    arguments: Value,
    /// Why a method is not told who asks.
    why: &'static str,
}

/// The same for everybody, or for whoever knows the secret that it takes.
fn anyone(method: &'static str, why: &'static str) -> Row {
    Row { method, rule: Rule::Anyone, arguments: Value::Null, why }
}

/// Called by the gateway, a flow or a worker of this process, which know on whose behalf they act.
fn inside(method: &'static str, why: &'static str) -> Row {
    Row { method, rule: Rule::Inside, arguments: Value::Null, why }
}

/// About whoever asks, who has to be signed in.
fn own(method: &'static str, arguments: Value) -> Row {
    Row { method, rule: Rule::Own, arguments, why: "" }
}

/// Names something of one's own: to everybody else it does not exist.
fn owned(method: &'static str, arguments: Value) -> Row {
    Row { method, rule: Rule::Owned, arguments, why: "" }
}

/// About whoever asks, in a session in which something else was done first; refused to everybody without that.
fn begun(method: &'static str, arguments: Value) -> Row {
    Row { method, rule: Rule::Begun, arguments, why: "" }
}

/// Staff with this permission, and Tradewind itself.
fn staff(method: &'static str, permission: Permission, arguments: Value) -> Row {
    Row { method, rule: Rule::Staff(permission), arguments, why: "" }
}

/// Staff with this permission as persons: what they do is theirs, and nobody's when Tradewind does it.
fn member(method: &'static str, permission: Permission, arguments: Value) -> Row {
    Row { method, rule: Rule::Member(permission), arguments, why: "" }
}

/// Staff who may do anything at all, as persons.
fn working(method: &'static str, arguments: Value) -> Row {
    Row { method, rule: Rule::Working, arguments, why: "" }
}

/// Whoever is in the back office.
fn any_staff(method: &'static str, arguments: Value) -> Row {
    Row { method, rule: Rule::AnyStaff, arguments, why: "" }
}

/// Tradewind itself.
fn system(method: &'static str, arguments: Value) -> Row {
    Row { method, rule: Rule::System, arguments, why: "" }
}

/// A contract, its methods with the types of what they take, and who may call them.
struct Table {
    contract: &'static str,
    methods: &'static [(&'static str, &'static [&'static str])],
    rows: fn(&Named) -> Vec<Row>,
}

const TABLES: [Table; 13] = [
    Table { contract: "identity", methods: contracts::identity::METHODS, rows: accounts::identity },
    Table { contract: "catalog", methods: contracts::catalog::METHODS, rows: goods::catalog },
    Table { contract: "inventory", methods: contracts::inventory::METHODS, rows: goods::inventory },
    Table { contract: "orders", methods: contracts::orders::METHODS, rows: orders::orders },
    Table { contract: "payments", methods: contracts::payments::METHODS, rows: money::payments },
    Table { contract: "shipping", methods: contracts::shipping::METHODS, rows: goods::shipping },
    Table {
        contract: "notifications",
        methods: contracts::notifications::METHODS,
        rows: staff::notifications,
    },
    Table {
        contract: "recommendations",
        methods: contracts::recommendations::METHODS,
        rows: goods::recommendations,
    },
    Table { contract: "analytics", methods: contracts::analytics::METHODS, rows: staff::analytics },
    Table { contract: "checkout", methods: contracts::checkout::METHODS, rows: orders::checkout },
    Table { contract: "after_sales", methods: contracts::after_sales::METHODS, rows: orders::after_sales },
    Table { contract: "privacy", methods: contracts::privacy::METHODS, rows: accounts::privacy },
    Table { contract: "operations", methods: contracts::operations::METHODS, rows: staff::operations },
];

/// Whether a method is told on whose behalf it is called.
fn is_told_who_asks(types: &[&str]) -> bool {
    types.first().is_some_and(|first| first.ends_with("Actor"))
}

#[test]
fn every_method_of_every_service_has_one_row() {
    for Table { contract, methods, rows } in TABLES {
        let rows = rows(&Named::nobodys());
        let named: BTreeSet<&str> = rows.iter().map(|row| row.method).collect();
        let known: BTreeSet<&str> = methods.iter().map(|(method, _)| *method).collect();
        let without: Vec<_> = known.difference(&named).collect();
        assert!(without.is_empty(), "{contract} has no row in server/tests/permissions for {without:?}");
        let gone: Vec<_> = named.difference(&known).collect();
        assert!(gone.is_empty(), "{contract} has no such method any more: {gone:?}");
        assert_eq!(rows.len(), known.len(), "{contract} has a method with two rows");
    }
}

#[test]
fn only_methods_that_are_not_told_who_asks_go_without_a_check_of_it_and_each_says_why() {
    for Table { contract, methods, rows } in TABLES {
        for row in rows(&Named::nobodys()) {
            let types = methods.iter().find(|(method, _)| *method == row.method);
            let types = types.map(|(_, types)| *types).unwrap_or_default();
            let goes_unchecked = matches!(row.rule, Rule::Anyone | Rule::Inside);
            assert_ne!(is_told_who_asks(types), goes_unchecked, "{contract}.{} {types:?}", row.method);
            assert_eq!(row.why.is_empty(), !goes_unchecked, "{contract}.{} says why", row.method);
            assert!(!types.iter().skip(1).any(|one| one.ends_with("Actor")), "{contract}.{}", row.method);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_method_refuses_whoever_may_not_call_it_and_takes_who_may() {
    let shop = Shop::open(&[]).await;
    let services = &shop.built.services;
    let ada = called::ada(&shop).await;
    let mut wrong = Vec::new();
    for Table { contract, rows, .. } in TABLES {
        for row in rows(&ada.things) {
            for (name, actor) in actors(row.rule, ada.user) {
                let answer = outcome(services, contract, row.method, &actor, &row.arguments).await;
                if called::is_refusal(&answer) == may(row.rule, &actor) {
                    wrong.push(format!("{contract}.{} called by {name}: {answer:?}", row.method));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_somebody_else_is_answered_like_what_does_not_exist() {
    let shop = Shop::open(&[]).await;
    let services = &shop.built.services;
    let ada = called::ada(&shop).await;
    let eve = called::shopper(services, "eve@example.com").await;
    let mut tried = 0;
    for Table { contract, rows, .. } in TABLES {
        for (hers, nobodys) in rows(&ada.things).into_iter().zip(rows(&Named::nobodys())) {
            if hers.rule != Rule::Owned {
                continue;
            }
            let taken = outcome(services, contract, hers.method, &eve, &hers.arguments).await;
            let missing = outcome(services, contract, hers.method, &eve, &nobodys.arguments).await;
            assert_eq!(taken, missing, "{contract}.{}", hers.method);
            tried += 1;
        }
    }
    assert!(tried >= 5, "the tables name what belongs to people");
    assert_eq!(called::things_of(services, ada.user).await, ada.things, "and it is all there still");
    shop.close().await;
}
