//! The table of `docs/invariants.md` names tests that exist.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// I-1 to I-26.
const RULES: usize = 26;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Words in backticks of a line's last column, but for commands.
fn tests_named(line: &str) -> impl Iterator<Item = &str> {
    let last = line.rsplit('|').nth(1).unwrap_or_default();
    last.split('`').skip(1).step_by(2).filter(|word| !word.contains(' '))
}

/// The function behind `#[test]`, `#[tokio::test(...)]` or `#[sqlx::test(...)]`, given what follows the word.
fn marked(after: &str) -> Option<&str> {
    let (attribute, function) = after.split_once("fn ")?;
    if !attribute.starts_with([']', '(']) {
        return None;
    }
    function.split('(').next()
}

/// The functions of a folder that are marked as tests.
fn tests_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests_below(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            found.extend(source.split("test").filter_map(marked).map(str::to_owned));
        }
    }
}

#[test]
fn the_tests_of_the_invariants_exist() {
    let table = std::fs::read_to_string(root().join("docs/invariants.md")).unwrap();
    let rules: Vec<_> = table.lines().filter(|line| line.starts_with("| I-")).collect();
    assert_eq!(rules.len(), RULES);
    let mut tests = BTreeSet::new();
    for folder in ["server", "chaos/src"] {
        tests_below(&root().join(folder), &mut tests);
    }
    for rule in rules {
        for name in tests_named(rule) {
            assert!(tests.contains(name), "{name} does not exist, but is named by: {rule}");
        }
    }
}
