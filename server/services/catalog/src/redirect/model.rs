//! Addresses as they are compared and kept.

use contracts::{Checks, Error, Result, catalog::RedirectDraft};
use std::fmt::Write;

const LONGEST: usize = 500;
/// What machines call, what staff open, and the files that pages are made of: they do not move.
const FIXED: [&str; 4] = ["/admin", "/api", "/pkg", "/fonts"];

const NO_SOURCE: &str = "Please enter an old address like /old/page.html, without a question mark.";
const NO_TARGET: &str = "Please enter an address of this shop that begins with one slash, like /shop.";
/// Said where an address would lead to itself.
pub(crate) const CIRCLE: &str = "This leads back to the old address.";

/// An old address and where it leads, both as they are kept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewRedirect {
    pub source: String,
    pub target: String,
}

/// Checks what was written; every broken rule is told at once, at its field.
pub(crate) fn parse(draft: &RedirectDraft) -> Result<NewRedirect> {
    let mut checks = Checks::default();
    let (source, target) = (source(&draft.source), target(&draft.target));
    checks.require(source.is_some(), "source", NO_SOURCE);
    let is_fixed = source.as_deref().is_some_and(is_fixed);
    checks.require(!is_fixed, "source", "Addresses of the back office, the API and the shop's files stay.");
    checks.require(target.is_some(), "target", NO_TARGET);
    let is_circle = target.as_deref().map(path) == source.as_deref() && source.is_some();
    checks.require(!is_circle, "target", CIRCLE);
    checks.finish()?;
    let (source, target) = source.zip(target).ok_or_else(Error::internal)?;
    Ok(NewRedirect { source, target })
}

/// The path of an address as browsers send it, without its closing slash; `None` for what is no address, for one with a
/// query, and for the home page. Of a whole address the path counts: lists of other shops hold such.
pub(crate) fn source(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let local = match typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://")) {
        Some(rest) => rest.get(rest.find('/')?..)?,
        None => typed,
    };
    let path = encoded(local.trim_end_matches('/'));
    let is_path = path.starts_with('/') && !path.contains(['?', '#']) && path.len() <= LONGEST;
    is_path.then_some(path)
}

/// A path of this shop with its query. Nothing else: whoever follows an address of the shop stays in it, so that no link
/// to it can be made to lead to a forged one.
pub(crate) fn target(typed: &str) -> Option<String> {
    let typed = encoded(typed.trim());
    let split = typed.find(['?', '#']).unwrap_or(typed.len());
    let (path, rest) = typed.split_at(split);
    let is_own = path.starts_with('/') && !path.starts_with("//") && !typed.contains('\\');
    let kept = path.trim_end_matches('/');
    let target = [if kept.is_empty() { "/" } else { kept }, rest].concat();
    (is_own && target.len() <= LONGEST).then_some(target)
}

/// A target without query and fragment.
pub(crate) fn path(target: &str) -> &str {
    target.split(['?', '#']).next().unwrap_or_default()
}

fn is_fixed(path: &str) -> bool {
    FIXED
        .iter()
        .any(|fixed| path.strip_prefix(fixed).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// What is no visible ASCII is escaped as browsers do (RFC 3986, 2.1), with large digits.
fn encoded(text: &str) -> String {
    let (mut out, mut digits) = (String::with_capacity(text.len()), 0_u8);
    for byte in text.bytes() {
        match byte {
            b'%' => digits = 3,
            _ if digits > 0 && !byte.is_ascii_hexdigit() => digits = 0,
            _ => {}
        }
        let byte = if digits > 0 { byte.to_ascii_uppercase() } else { byte };
        digits = digits.saturating_sub(1);
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_is_kept_as_browsers_send_it() {
        for (typed, kept) in [
            (" /old/path.html ", "/old/path.html"),
            ("https://old.example/shop/mug/", "/shop/mug"),
            ("/gr\u{f6}\u{df}e%c3%b6 a", "/gr%C3%B6%C3%9Fe%C3%B6%20a"),
            ("/100%-wool", "/100%-wool"),
        ] {
            assert_eq!(source(typed).as_deref(), Some(kept), "{typed}");
        }
        for refused in ["", "/", "old.html", "/index.php?id=5", "/a#b", "https://old.example"] {
            assert_eq!(source(refused), None, "{refused}");
        }
        assert_eq!(source(&"/x".repeat(400)), None);
    }

    #[test]
    fn an_old_address_never_leads_to_another_site() {
        for (typed, kept) in
            [("/shop/", "/shop"), ("/", "/"), ("/shop?sort=newest#top", "/shop?sort=newest#top")]
        {
            assert_eq!(target(typed).as_deref(), Some(kept), "{typed}");
        }
        for refused in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "evil",
            "",
            "\\/evil",
        ] {
            assert_eq!(target(refused), None, "{refused}");
        }
        assert_eq!(target("/a\r\nb").as_deref(), Some("/a%0D%0Ab"));
    }

    #[test]
    fn every_broken_rule_is_told_at_its_field() {
        let draft = |source: &str, target: &str| RedirectDraft {
            id: None,
            source: source.into(),
            target: target.into(),
        };
        let refused = parse(&draft("old", "http://evil.example")).unwrap_err();
        assert!(refused.for_field("source").is_some() && refused.for_field("target").is_some());
        assert_eq!(parse(&draft("/a/", "/a?b=c")).unwrap_err().for_field("target"), Some(CIRCLE));
        assert!(parse(&draft("/admin/products", "/shop")).unwrap_err().for_field("source").is_some());
        assert!(parse(&draft("/administration", "/shop")).is_ok());
    }
}
