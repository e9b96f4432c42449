//! What the edge offers has rows, too: in `end2end/attack/support/ownership.ts`, by which every server function and
//! every operation of the API is attacked.

use crate::api::OPERATIONS;
use std::collections::BTreeSet;

/// The rows' names: `account/api.rs#log_in`, `POST /sessions`.
fn rows() -> Vec<String> {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/attack/support/ownership.ts");
    let text = std::fs::read_to_string(table).expect("the table is there");
    let names = text.lines().filter_map(|line| line.trim_start().strip_prefix('\'')?.split_once("': "));
    names.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_server_function_has_a_row() {
    let paths = leptos::server_fn::axum::server_fn_paths();
    // An address is the name and a number, as that of the module differs.
    let name = |path: &str| {
        path.rsplit('/').next().unwrap_or_default().trim_end_matches(char::is_numeric).to_owned()
    };
    let mut offered: Vec<String> = paths.map(|(path, _)| name(path)).collect();
    offered.sort_unstable();
    let rows = rows().into_iter().filter_map(|row| Some(row.split_once('#')?.1.to_owned()));
    let mut rows: Vec<String> = rows.collect();
    rows.sort_unstable();
    let differing = |these: &[String], those: &[String]| {
        let count = |names: &[String], name: &String| names.iter().filter(|other| *other == name).count();
        let more = these.iter().filter(|&name| count(these, name) > count(those, name));
        more.cloned().collect::<BTreeSet<_>>()
    };
    assert!(!offered.is_empty(), "server functions are registered");
    assert_eq!(differing(&offered, &rows), BTreeSet::new(), "these have no row that says who may call them");
    assert_eq!(differing(&rows, &offered), BTreeSet::new(), "these rows are of functions that are gone");
}

#[test]
fn every_operation_of_the_api_has_a_row() {
    let methods = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE "];
    let is_operation = |row: &String| methods.iter().any(|method| row.starts_with(method));
    let rows: BTreeSet<String> = rows().into_iter().filter(is_operation).collect();
    let offered: BTreeSet<String> = OPERATIONS.iter().map(ToString::to_string).collect();
    assert_eq!(rows, offered);
}
