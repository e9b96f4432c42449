//! Which page a path leads to.

use super::pages::PAGES;
use std::borrow::Cow;

/// What stands in a path for the parts that are filled in, by their names; still as the address has it.
pub type Params = Vec<(Cow<'static, str>, String)>;

/// The place in [`PAGES`] of the page that a path below `/admin` leads to, and what is filled in. Of the pages that fit
/// it is the one with the least filled in: `stock/low` is no variant.
pub fn find(path: &str) -> Option<(usize, Params)> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let fitting =
        PAGES.iter().enumerate().filter_map(|(place, (pattern, _))| Some((place, filled_in(pattern, path)?)));
    fitting.min_by_key(|(_, params)| params.len())
}

/// What the path fills in, if the pattern fits all of it.
fn filled_in(pattern: &'static str, path: &str) -> Option<Params> {
    let (mut parts, mut params) = (path.split('/'), Params::new());
    for wanted in pattern.split('/') {
        let part = parts.next()?;
        match wanted.strip_prefix(':') {
            Some(name) if !part.is_empty() => params.push((Cow::Borrowed(name), part.to_owned())),
            None if wanted == part => {}
            _ => return None,
        }
    }
    parts.next().is_none().then_some(params)
}
