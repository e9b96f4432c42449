//! What clients, requests and scopes must be. No I/O.

use crate::api_key::{scope_names, scopes};
use contracts::{
    Checks, Result,
    identity::{OauthClientDraft, OauthFlow, Scope},
};
use reqwest::Url;

/// Addresses of one client.
const MOST_ADDRESSES: usize = 10;
/// Characters of an address.
const LONGEST_ADDRESS: usize = 500;

/// The draft, tidied.
///
/// # Errors
/// Field errors at `name`, `redirect_uris`, `flows` and `scopes`.
pub(crate) fn checked(draft: &OauthClientDraft) -> Result<OauthClientDraft> {
    let name = platform::pan::hidden(draft.name.trim().to_owned());
    let draft = OauthClientDraft { name, ..draft.clone() };
    let for_shoppers = draft.flows.contains(&OauthFlow::AuthorizationCode);
    let for_itself = draft.flows.contains(&OauthFlow::ClientCredentials);
    let mut checks = Checks::default();
    let fits = (1..=100).contains(&draft.name.chars().count());
    checks.require(fits, "name", "Please name it, in at most 100 characters.");
    checks.require(for_shoppers || for_itself, "flows", "Please choose how it gets its tokens.");
    let keeps = draft.is_confidential || !for_itself;
    checks.require(keeps, "flows", "A public client has no secret, so it cannot act for itself.");
    checks.require(!draft.scopes.is_empty(), "scopes", "Please choose what it may do.");
    let enough = !for_shoppers || !draft.redirect_uris.is_empty();
    checks.require(enough, "redirect_uris", "Please enter where shoppers are sent back to.");
    let few = draft.redirect_uris.len() <= MOST_ADDRESSES;
    checks.require(few, "redirect_uris", "Please enter at most 10 addresses.");
    let wrong = draft.redirect_uris.iter().find(|address| !is_redirect_uri(address));
    let shown: String = wrong.into_iter().flat_map(|address| address.chars()).take(60).collect();
    let message = format!("“{shown}” is no https address, and not http on 127.0.0.1, [::1] or localhost.");
    checks.require(wrong.is_none(), "redirect_uris", &message);
    checks.finish()?;
    Ok(draft)
}

/// RFC 9700, 2.1 and 2.6: https, or the loopback interface; nothing that a browser reads in another way than we do.
fn is_redirect_uri(text: &str) -> bool {
    let plain = text.len() <= LONGEST_ADDRESS && text.bytes().all(|byte| byte.is_ascii_graphic());
    let Some(url) = Url::parse(text).ok().filter(|_| plain && !text.contains(['#', '\\'])) else {
        return false;
    };
    let is_loopback = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    let is_nobody = url.username().is_empty() && url.password().is_none();
    is_nobody && url.has_host() && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback))
}

/// Whether a browser may be sent to `asked`: one of the client's addresses, letter by letter but for the port on the
/// loopback interface, which apps on a device choose when they start (RFC 8252, 7.3; RFC 9700, 4.1.3).
pub(crate) fn is_own(asked: &str, addresses: &[String]) -> bool {
    let on_device = without_port(asked).filter(|_| is_redirect_uri(asked));
    let fits = |address: &String| on_device.is_some() && without_port(address) == on_device;
    addresses.iter().any(|address| address == asked || fits(address))
}

/// An address of the loopback interface, whatever its port; `localhost` may be anywhere.
fn without_port(address: &str) -> Option<Url> {
    let mut url = Url::parse(address).ok()?;
    url.set_port(None).ok()?;
    let is_loopback = matches!(url.host_str(), Some("127.0.0.1" | "[::1]"));
    (is_loopback && url.scheme() == "http").then_some(url)
}

/// From where pages at this address ask, as browsers say it (RFC 6454, 6.2).
pub(crate) fn origin(address: &str) -> Option<String> {
    Some(Url::parse(address).ok()?.origin().ascii_serialization())
}

/// What is asked for, if that is a part of what may be had; all of it when nothing is said.
pub(crate) fn asked(scope: &str, most: &[Scope]) -> Option<Vec<Scope>> {
    let names: Vec<String> = scope.split_ascii_whitespace().map(str::to_owned).collect();
    if names.is_empty() {
        return Some(most.to_vec());
    }
    let known = scopes(&names);
    let all_known = names.iter().all(|name| scope_names(&known).contains(name));
    (all_known && known.iter().all(|scope| most.contains(scope))).then_some(known)
}

/// Scopes as they stand in requests and tokens.
pub(crate) fn scope_text(scopes: &[Scope]) -> String {
    scope_names(scopes).join(" ")
}

/// The names that flows are stored by.
pub(crate) fn flow_names(flows: &[OauthFlow]) -> Vec<String> {
    // The same order as in the table's own check.
    let all = [OauthFlow::ClientCredentials, OauthFlow::AuthorizationCode];
    all.into_iter().filter(|flow| flows.contains(flow)).map(|flow| flow_name(flow).to_owned()).collect()
}

/// The flows of these stored names.
pub(crate) fn flows(names: &[String]) -> Vec<OauthFlow> {
    let all = [OauthFlow::ClientCredentials, OauthFlow::AuthorizationCode];
    all.into_iter().filter(|flow| names.iter().any(|name| name == flow_name(*flow))).collect()
}

fn flow_name(flow: OauthFlow) -> &'static str {
    match flow {
        OauthFlow::ClientCredentials => "client_credentials",
        OauthFlow::AuthorizationCode => "authorization_code",
    }
}

/// The address with more in its query.
pub(crate) fn with_query(address: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let mut url = Url::parse(address).ok()?;
    url.query_pairs_mut().extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    Some(url.to_string())
}

/// The host of an address, for a person.
pub(crate) fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_sent_to_https_or_to_the_device_itself() {
        for good in ["https://app.example/cb", "http://127.0.0.1:8080/cb", "http://[::1]/cb?x=1"] {
            assert!(is_redirect_uri(good), "{good}");
        }
        for bad in [
            "http://app.example/cb",
            "https://app.example/cb#part",
            "https://user@app.example/",
            "javascript:alert(1)",
            "/cb",
            "https://app.example/a b",
            "http://127.0.0.1.evil.example/",
        ] {
            assert!(!is_redirect_uri(bad), "{bad}");
        }
    }

    #[test]
    fn apps_on_a_device_choose_their_port_and_nothing_else() {
        let own =
            ["http://127.0.0.1/cb", "http://localhost:8080/cb", "https://app.example/cb"].map(String::from);
        for good in ["http://127.0.0.1:51004/cb", "http://localhost:8080/cb", "https://app.example/cb"] {
            assert!(is_own(good, &own), "{good}");
        }
        for bad in [
            "http://127.0.0.1:51004/other",
            "http://127.0.0.1:51004/cb?x=1",
            "http://eve@127.0.0.1:51004/cb",
            "https://127.0.0.1:51004/cb",
            "http://127.0.0.1.evil.example/cb",
            "http://[::1]:51004/cb",
            "http://localhost:51004/cb",
            "https://app.example:51004/cb",
        ] {
            assert!(!is_own(bad, &own), "{bad}");
        }
    }

    #[test]
    fn an_address_has_the_origin_that_browsers_name() {
        for (address, expected) in [
            ("https://APP.example:443/cb?x=1", "https://app.example"),
            ("http://[::1]:5173/cb", "http://[::1]:5173"),
        ] {
            assert_eq!(origin(address).as_deref(), Some(expected));
        }
    }

    #[test]
    fn nobody_gets_more_than_there_is() {
        let read = [Scope::Read];
        assert_eq!(asked("", &read), Some(vec![Scope::Read]));
        assert_eq!(asked("read", &read), Some(vec![Scope::Read]));
        assert_eq!(asked("read shop", &read), None);
        assert_eq!(asked("read everything", &[Scope::Read, Scope::Shop]), None);
    }

    #[test]
    fn what_is_added_to_an_address_stays_in_its_query() {
        let address = with_query("https://app.example/cb?x=1", &[("code", "a&b"), ("state", "")]).unwrap();
        assert_eq!(address, "https://app.example/cb?x=1&code=a%26b");
    }
}
