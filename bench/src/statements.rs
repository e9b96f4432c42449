//! The services' own statements, as `sqlx prepare` wrote them down: the comparison cannot drift from them.

use anyhow::{Context, Result, bail};
use std::path::Path;

/// The one statement of a crate that contains these words, however its lines are broken.
///
/// # Errors
/// When there is none, or more than one.
pub fn find(folder: &str, words: &str) -> Result<&'static str> {
    let folder = Path::new(folder).join(".sqlx");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let text = std::fs::read_to_string(entry?.path())?;
        let described: serde_json::Value = serde_json::from_str(&text)?;
        let statement = described["query"].as_str().unwrap_or_default();
        let one_line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        if one_line.contains(words) {
            found.push(statement.to_owned());
        }
    }
    match found.len() {
        1 => Ok(found.remove(0).leak()),
        count => bail!("{count} statements of {} contain “{words}”", folder.display()),
    }
}
