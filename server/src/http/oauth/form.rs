//! What a client sends: a form in which nothing stands twice (RFC 6749, 3.2), and who it says that it is (2.3.1).

use axum::{Form, extract::rejection::FormRejection};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use contracts::identity::ClientProof;
use http::{HeaderMap, header::AUTHORIZATION};
use reqwest::Url;
use std::collections::BTreeMap;

/// A form as it came.
pub type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;
/// The fields of a form.
pub type Fields = BTreeMap<String, String>;

/// The fields; `None` when it is no form, or something stands in it twice.
pub fn fields(sent: Sent) -> Option<Fields> {
    once(sent.ok()?.0)
}

/// Each pair once; `None` when a name comes twice.
pub fn once(pairs: Vec<(String, String)>) -> Option<Fields> {
    let count = pairs.len();
    let fields: Fields = pairs.into_iter().collect();
    (fields.len() == count).then_some(fields)
}

/// Who a client says that it is, in one way: in the header, or in the form. `None` when it does so in both, or not at all.
/// What is empty was not said (RFC 6749, 3.2).
pub fn proof(headers: &HeaderMap, fields: &mut Fields) -> Option<ClientProof> {
    let mut take = |name: &str| fields.remove(name).filter(|value| !value.is_empty());
    let (id, secret) = (take("client_id"), take("client_secret"));
    let Some(header) = headers.get(AUTHORIZATION) else {
        return Some(ClientProof { id: id?, secret });
    };
    let proof = basic(header.to_str().ok()?)?;
    let in_one_way = secret.is_none() && id.is_none_or(|id| id == proof.id);
    in_one_way.then_some(proof)
}

fn basic(header: &str) -> Option<ClientProof> {
    let (scheme, text) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(BASE64.decode(text.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let secret = Some(decoded(secret)).filter(|secret| !secret.is_empty());
    Some(ClientProof { id: decoded(id), secret })
}

/// Both parts are encoded before they are joined.
fn decoded(text: &str) -> String {
    let query = Url::parse(&format!("http://x/?x={text}")).ok();
    let value = query.and_then(|url| url.query_pairs().next().map(|(_, value)| value.into_owned()));
    value.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn sent(header: Option<&str>, pairs: &[(&str, &str)]) -> Option<ClientProof> {
        let mut headers = HeaderMap::new();
        if let Some(text) = header {
            let value = format!("Basic {}", BASE64.encode(text));
            headers.insert(AUTHORIZATION, HeaderValue::try_from(value).unwrap());
        }
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        proof(&headers, &mut once(pairs.collect())?)
    }

    #[test]
    fn a_client_says_in_one_way_who_it_is() {
        let both = [("client_id", "a"), ("client_secret", "s")];
        assert_eq!(sent(None, &both).unwrap().secret.as_deref(), Some("s"));
        for public in [&[("client_id", "a")][..], &[("client_id", "a"), ("client_secret", "")]] {
            assert_eq!(sent(None, public).unwrap().secret, None);
        }
        assert_eq!(sent(Some("a:"), &[]).unwrap().secret, None);
        let by_header = sent(Some("a%2Bb:s+t"), &[]).unwrap();
        assert_eq!((by_header.id.as_str(), by_header.secret.as_deref()), ("a+b", Some("s t")));
        assert!(sent(Some("a:s"), &[("client_id", "a")]).is_some());
        assert!(sent(Some("a:s"), &both).is_none());
        assert!(sent(Some("a:s"), &[("client_id", "b")]).is_none());
        assert!(sent(None, &[]).is_none());
        assert!(sent(None, &[("client_id", "a"), ("client_id", "b")]).is_none());
    }
}
