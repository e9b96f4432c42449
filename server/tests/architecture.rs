//! The arrows between our crates, and the rooms every service has, as ARCHITECTURE.md draws them.
use contracts::SERVICES;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// Each of our crates with those of ours that it depends on, tests apart.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let packages = MetadataCommand::new().no_deps().current_dir(root()).exec().unwrap().packages;
    let ours: BTreeSet<String> = packages.iter().map(|package| package.name.to_string()).collect();
    packages.iter().map(|package| (package.name.to_string(), targets(package, &ours))).collect()
}

fn targets(package: &Package, ours: &BTreeSet<String>) -> BTreeSet<String> {
    let shipped =
        package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
    shipped.map(|dependency| dependency.name.clone()).filter(|name| ours.contains(name)).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn the_browser_side_knows_only_the_contracts() {
    let arrows = arrows();
    assert_eq!(arrows["contracts"], set(&[]));
    assert_eq!(arrows["app"], set(&["contracts"]));
    assert_eq!(arrows["frontend"], set(&["app"]));
}

#[test]
fn platform_services_and_flows_know_only_what_is_below_them() {
    let arrows = arrows();
    assert_eq!(arrows["platform"], set(&["contracts"]));
    assert_eq!(arrows["search"], set(&[]));
    for name in SERVICES.iter().chain(&["flows"]) {
        let mut allowed = set(&["contracts", "platform"]);
        if *name == "catalog" {
            allowed.insert("search".into());
        }
        assert!(arrows[*name].is_subset(&allowed), "{name} depends on {:?}", arrows[*name]);
    }
}

#[test]
fn only_the_server_knows_the_services() {
    let services = set(&SERVICES);
    for (name, targets) in arrows() {
        let known: Vec<_> = targets.intersection(&services).collect();
        assert_eq!(known.is_empty(), name != "server", "{name} depends on {known:?}");
    }
}

#[test]
fn there_are_no_other_crates_than_the_drawn_ones() {
    let others =
        set(&["app", "bench", "chaos", "contracts", "flows", "frontend", "platform", "search", "server"]);
    let drawn: BTreeSet<String> = others.union(&set(&SERVICES)).cloned().collect();
    assert_eq!(arrows().into_keys().collect::<BTreeSet<_>>(), drawn);
}

#[test]
fn nothing_of_the_server_reaches_the_browser() {
    let shipped = browser_crates();
    assert!(shipped.contains("contracts"), "the tree is empty");
    let heavy =
        ["axum", "hyper", "image", "platform", "reqwest", "search", "server", "sqlx", "tantivy", "tokio"];
    for name in SERVICES.iter().chain(&heavy) {
        assert!(!shipped.contains(*name), "{name} is compiled into the browser's half");
    }
}

/// Every crate that is compiled to WebAssembly.
fn browser_crates() -> BTreeSet<String> {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--package", "frontend", "--target", "wasm32-unknown-unknown"]);
    tree.args(["--edges", "no-proc-macro,normal", "--prefix", "none", "--format", "{p}"]);
    let output = tree.current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_string).collect()
}

/// Files that are parts of the flows beside them, recover them, or only read. `privacy.rs` tries erasing: it is a job
/// that begins anew.
const PARTS_OF_FLOWS: [&str; 6] = [
    "after_sales/mod.rs",
    "after_sales/recover.rs",
    "after_sales/stuck.rs",
    "privacy/erase.rs",
    "privacy/export.rs",
    "privacy/mod.rs",
];

#[test]
fn every_flow_is_tried_in_every_way() {
    let flows = root().join("server/flows/src");
    let mut found = BTreeSet::new();
    for folder in
        std::fs::read_dir(&flows).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        if folder.join("steps").exists() {
            // One flow, whose files are its steps.
            found.insert(format!("{name}/mod.rs"));
            continue;
        }
        let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        found.extend(files.map(|file| format!("{name}/{}", file.to_str().unwrap())));
    }
    let tried: BTreeSet<String> = crate::flows::FLOWS.iter().map(|(file, _)| (*file).to_owned()).collect();
    let parts: BTreeSet<String> = PARTS_OF_FLOWS.iter().map(|file| (*file).to_owned()).collect();
    let untried: Vec<_> = found.difference(&tried).filter(|file| !parts.contains(*file)).collect();
    assert!(untried.is_empty(), "server/tests/flows.rs does not try {untried:?}");
    let gone: Vec<_> = tried.difference(&found).collect();
    assert!(gone.is_empty(), "server/tests/flows.rs tries {gone:?}, which are no flows");
}

/// Analytics publishes nothing; payments and shipping still build their events beside the aggregate.
const WITHOUT_EVENTS: [&str; 3] = ["analytics", "payments", "shipping"];

#[test]
fn every_service_has_the_same_rooms() {
    for name in SERVICES {
        let service = root().join("server/services").join(name);
        for room in ["sqlx.toml", "src/lib.rs", "src/error.rs", "tests"] {
            assert!(service.join(room).exists(), "{name} lacks {room}");
        }
        let publishes_elsewhere = WITHOUT_EVENTS.contains(&name);
        assert_ne!(service.join("src/events.rs").exists(), publishes_elsewhere, "{name}: src/events.rs");
        let front_door = std::fs::read_to_string(service.join("src/lib.rs")).unwrap();
        assert!(front_door.starts_with("//!"), "{name}/src/lib.rs does not begin by saying what it owns");
    }
}
