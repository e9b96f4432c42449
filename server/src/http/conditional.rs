//! Conditional requests (RFC 9110, section 13): what the client has already is not sent again.

use http::{HeaderMap, HeaderValue, header::IF_NONE_MATCH};

/// The tags of what the client has, from `If-None-Match`.
pub struct Known(Vec<HeaderValue>);

impl Known {
    /// What a request says.
    pub fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(IF_NONE_MATCH).iter().cloned().collect())
    }

    /// Whether the client has what bears this tag; weak and strong tags are not told apart.
    pub fn has(&self, tag: &HeaderValue) -> bool {
        let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
        let Some(tag) = text(tag) else { return false };
        let wanted = opaque(&tag).next();
        self.0
            .iter()
            .filter_map(text)
            .any(|list| list.trim() == "*" || opaque(&list).any(|tag| Some(tag) == wanted))
    }
}

/// A weak tag: the answer may be compressed or carry another nonce.
pub fn weak_tag(digest: &[u8]) -> HeaderValue {
    let tag = format!("W/\"{}\"", hex::encode(&digest[..digest.len().min(12)]));
    HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

/// What stands between the quotes of a list of tags; commas may be part of it.
fn opaque(list: &str) -> impl Iterator<Item = &str> {
    list.split('"').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(values: &[&'static str]) -> bool {
        let values = values.iter().map(|value| (IF_NONE_MATCH, HeaderValue::from_static(value)));
        Known::of(&values.collect()).has(&HeaderValue::from_static("W/\"a,b\""))
    }

    #[test]
    fn a_list_of_tags_a_star_and_several_headers_are_understood() {
        for known in ["W/\"a,b\"", "\"a,b\"", "\"x\", W/\"a,b\"", "\"x\",\"a,b\" , \"y\"", " * "] {
            assert!(has(&[known]), "{known}");
        }
        assert!(has(&["\"x\"", "\"a,b\""]));
        for other in ["\"a\", \"b\"", "a,b", "W/\"\"", "\"*\"", ""] {
            assert!(!has(&[other]), "{other}");
        }
    }
}
