//! The folders: the browser's files, and where the shop keeps what it stores.

use super::Finding;
use crate::config::Config;
use anyhow::{Context, Result, bail};
use std::path::Path;

pub(super) fn examine(config: &Config) -> [Finding; 2] {
    [
        Finding::new("browser side", browser_side(config)),
        Finding::new("data folder", data_folder(&config.data)),
    ]
}

fn browser_side(config: &Config) -> Result<String> {
    let options = crate::http::leptos_options(config)?;
    let pkg = Path::new(options.site_root.as_ref()).join(options.site_pkg_dir.as_ref());
    if pkg.is_dir() {
        return Ok(pkg.display().to_string());
    }
    bail!("{} is missing: build it with `make run` or `cargo leptos build`", pkg.display())
}

/// Tries to write in it; where it is missing, in the folder that it would be made in.
fn data_folder(data: &Path) -> Result<String> {
    let existing = data.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let probe = existing.join(format!(".tradewind-doctor-{}", std::process::id()));
    let written = std::fs::write(&probe, "").and_then(|()| std::fs::remove_file(&probe));
    written.with_context(|| {
        format!("{} cannot be written to; TRADEWIND_DATA names another", existing.display())
    })?;
    let so_far = if data.exists() { "can be written to" } else { "is made at the first start" };
    Ok(format!("{} {so_far}", data.display()))
}
