//! Two releases work on the same databases while one takes over from the other, so migrations expand first and
//! contract a release later: what the previous release needs stays as it is, and no statement locks a table for as
//! long as it takes to read it.
//!
//! A statement that contracts is preceded by a line `-- contract: <version>`, the release since which nobody uses
//! what it takes away.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What each folder held when the rule was made; no release ran on less.
const BEFORE_THE_RULE: [(&str, u32); 10] = [
    ("analytics", 2),
    ("catalog", 3),
    ("identity", 5),
    ("inventory", 3),
    ("notifications", 6),
    ("orders", 6),
    ("payments", 6),
    ("platform", 4),
    ("recommendations", 2),
    ("shipping", 3),
];

/// A statement, in lower case, without comments, with single spaces.
struct Statement {
    text: String,
    contracts_since: Option<String>,
}

/// Splits a file at the semicolons that end statements: those outside texts and `$$` bodies.
fn statements(sql: &str) -> Vec<Statement> {
    let (mut found, mut text, mut since) = (Vec::new(), String::new(), None);
    let (mut in_body, mut in_text) = (false, false);
    for line in sql.lines() {
        let code = if in_text || in_body { line } else { line.split("--").next().unwrap_or_default() };
        if let Some(version) = line.trim().strip_prefix("-- contract:") {
            since = Some(version.trim().to_owned());
        }
        let mut rest = code;
        while let Some(character) = rest.chars().next() {
            let is_fence = rest.starts_with("$$") && !in_text;
            in_body ^= is_fence;
            in_text ^= character == '\'' && !in_body;
            let taken = if is_fence { 2 } else { character.len_utf8() };
            if character == ';' && !in_body && !in_text {
                found.push(Statement { text: plain(&text), contracts_since: since.take() });
                text.clear();
            } else {
                text.push_str(&rest[..taken]);
            }
            rest = &rest[taken..];
        }
        text.push('\n');
    }
    found
}

fn plain(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The first word after these.
fn name_after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let rest = text.split_once(words)?.1.trim_start();
    let rest =
        rest.strip_prefix("if not exists ").or_else(|| rest.strip_prefix("if exists ")).unwrap_or(rest);
    rest.split([' ', '(']).find(|word| !matches!(*word, "" | "only"))
}

/// Why the previous release, or its customers, could not live with this statement.
fn breach(statement: &str, own_tables: &BTreeSet<&str>) -> Option<&'static str> {
    let has = |words: &str| statement.contains(words);
    let begins = |words: &str| statement.starts_with(words);
    if begins("drop table") || begins("drop schema") || begins("drop view") {
        return Some("takes a table away that the previous release may use");
    }
    if begins("create index") || begins("create unique index") {
        let is_own = name_after(statement, " on ").is_some_and(|table| own_tables.contains(table));
        let waits = !is_own && !has(" concurrently ");
        return waits.then_some("builds an index while nobody may write: say `concurrently`");
    }
    let table = name_after(statement, "alter table ").filter(|_| begins("alter table"))?;
    if own_tables.contains(table) {
        return None;
    }
    altering(statement)
}

fn altering(statement: &str) -> Option<&'static str> {
    let has = |words: &str| statement.contains(words);
    if has(" drop column ") {
        return Some("takes a column away that the previous release may use");
    }
    if has(" rename ") {
        return Some("renames what the previous release calls by its old name");
    }
    if has(" set not null") || has(" drop default") {
        return Some("refuses rows that the previous release writes");
    }
    if has(" alter column ") && (has(" type ") || has(" set data type ")) {
        return Some(
            "writes every row anew while nobody may read, and changes what the previous release reads",
        );
    }
    if has(" add constraint ") && !has(" not valid") && !has(" using index ") {
        return Some("reads every row while nobody may write: say `not valid` and validate in another file");
    }
    let adds = statement.split(" add column ").skip(1);
    adds.filter_map(adding).next()
}

/// A column, up to the next change of the same statement.
fn adding(column: &str) -> Option<&'static str> {
    let has = |words: &str| column.contains(words);
    if has(" generated always as (") || has(" default gen_random_uuid(") || has(" default clock_timestamp(") {
        return Some("writes every row anew while nobody may read");
    }
    if has(" unique") || has(" primary key") {
        return Some("builds an index while nobody may write");
    }
    let is_refused = has(" not null") && !has(" default ") && !has(" generated ");
    is_refused.then_some("refuses rows that the previous release writes")
}

fn breaches(sql: &str) -> Vec<String> {
    let statements = statements(sql);
    let own_tables: BTreeSet<&str> =
        statements.iter().filter_map(|statement| name_after(&statement.text, "create table ")).collect();
    let told = |statement: &Statement, why: &str| format!("{why}: {:.100}", statement.text);
    let mut found = Vec::new();
    for statement in &statements {
        match (&statement.contracts_since, breach(&statement.text, &own_tables)) {
            (Some(version), Some(_)) if !is_released(version) => {
                found.push(told(statement, "names no release that is out"));
            }
            (None, Some(why)) => found.push(told(statement, why)),
            _ => {}
        }
    }
    let alone = statements.len() == 1 && sql.starts_with("-- no-transaction");
    if statements.iter().any(|statement| statement.text.contains(" concurrently ")) && !alone {
        found.push("`concurrently` stands alone in a file that begins with `-- no-transaction`".to_owned());
    }
    found
}

/// Whether a version is at most this one.
fn is_released(version: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(|part| part.parse().ok()).collect::<Option<Vec<u32>>>();
    numbers(version).is_some_and(|asked| Some(asked) <= numbers(env!("CARGO_PKG_VERSION")))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.collect();
    files.sort();
    files
}

#[test]
fn every_migration_leaves_the_previous_release_what_it_needs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut found = Vec::new();
    for folder in files(&root) {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let (_, last) = BEFORE_THE_RULE.into_iter().find(|(folder, _)| *folder == name).unwrap();
        for file in files(&folder) {
            let file_name = file.file_name().unwrap().to_str().unwrap();
            let number: u32 = file_name.split('_').next().unwrap().parse().unwrap();
            let broken =
                if number > last { breaches(&fs::read_to_string(&file).unwrap()) } else { Vec::new() };
            found.extend(broken.into_iter().map(|broken| format!("migrations/{name}/{file_name}: {broken}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_the_previous_release_cannot_live_with_is_refused() {
    for refused in [
        "drop table orders;",
        "alter table orders drop column note;",
        "alter table orders rename column note to remark;",
        "ALTER TABLE orders\n    RENAME TO purchases;",
        "alter table orders alter column note set not null;",
        "alter table orders alter column note drop default;",
        "alter table orders alter column units type bigint;",
        "alter table orders add constraint some_units check (units > 0);",
        "alter table orders add column gift text not null;",
        "alter table orders add column gift text, add column wrap text not null;",
        "alter table orders add column words text generated always as (lower(note)) stored;",
        "create index orders_by_note on orders (note);",
        "create unique index orders_by_note on orders (note);",
        "create index concurrently orders_by_note on orders (note);",
        "-- contract: 99.0.0\ndrop table orders;",
        "-- contract: soon\ndrop table orders;",
        "-- contract: 0.1.0\ndrop table orders; drop table carts;",
    ] {
        assert_eq!(breaches(refused).len(), 1, "{refused}: {:?}", breaches(refused));
    }
}

#[test]
fn what_both_releases_can_live_with_passes() {
    for allowed in [
        "create table gifts (id uuid primary key, note text not null); create index gifts_by_note on gifts (note);",
        "alter table orders add column gift text;",
        "alter table orders add column gift text not null default '';",
        "alter table orders add constraint some_units check (units > 0) not valid;",
        "alter table orders validate constraint some_units;",
        "alter table orders drop constraint some_units;",
        "-- no-transaction\ncreate index concurrently orders_by_note on orders (note);",
        "-- What nobody has read since.\n-- contract: 0.1.0\nalter table orders drop column note;",
        "create function told() returns trigger language plpgsql as $$ begin drop table orders; end $$;",
        "insert into texts values ('a; drop table orders;'); -- drop table orders;",
    ] {
        assert_eq!(breaches(allowed), Vec::<String>::new(), "{allowed}");
    }
}
