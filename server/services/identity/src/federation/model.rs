//! What is believed of a provider's answer, and where people are led.

use contracts::{Email, identity::Realm};
use serde_json::{Map, Value};

/// Somebody for whom a provider vouches.
pub(crate) struct Person {
    /// Who vouches.
    pub(crate) issuer: String,
    /// Its name for the person, which stays the same for ever.
    pub(crate) subject: String,
    /// Their address, if the provider has proved it.
    pub(crate) email: Option<Email>,
    /// What they are called, as it may be stored.
    pub(crate) name: String,
    /// The roles of staff that this gives here, each once.
    pub(crate) roles: Vec<String>,
    /// When they showed the provider who they are, seconds since 1970; 0 when it does not say, none when it never does.
    pub(crate) authenticated_at: Option<i64>,
}

/// A name that can be stored: what the provider says, else what stands before the @.
pub(crate) fn name_of(told: Option<&str>, email: Option<&Email>) -> String {
    let local = email.and_then(|email| email.as_str().split('@').next());
    let mut cleaned = [told, local].into_iter().flatten().map(clean);
    cleaned.find(|name| !name.is_empty()).unwrap_or_else(|| "Customer".to_owned())
}

fn clean(text: &str) -> String {
    let cut: String = text.chars().filter(|sign| !sign.is_control()).take(100).collect();
    cut.trim().to_owned()
}

/// Whether a claim says yes: some providers write `"true"`.
pub(crate) fn says_yes(claim: Option<&Value>) -> bool {
    matches!(claim, Some(Value::Bool(true))) || matches!(claim, Some(Value::String(text)) if text == "true")
}

/// The claim of this name, or, where dots lead into objects, what is there.
pub(crate) fn claim<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(found) = claims.get(name) {
        return Some(found);
    }
    let (first, rest) = name.split_once('.')?;
    claim(claims.get(first)?.as_object()?, rest)
}

/// The roles that a claim gives by the map, each once, in the map's order.
pub(crate) fn roles_of(claim: Option<&Value>, map: &[(String, String)]) -> Vec<String> {
    let values: Vec<&str> = match claim {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(value)) => vec![value],
        _ => Vec::new(),
    };
    let mut roles: Vec<String> = Vec::new();
    for (value, role) in map {
        if values.contains(&value.as_str()) && !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    roles
}

/// The path to go on to: of this door and nowhere else.
pub(crate) fn local_path(realm: Realm, path: &str) -> String {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.len() <= 500
        && path.bytes().all(|sign| sign.is_ascii_graphic());
    let is_office = path == "/admin" || path.starts_with("/admin/");
    match realm {
        Realm::Shop if is_local && !is_office => path.to_owned(),
        Realm::Shop => "/account".to_owned(),
        Realm::Staff if is_local && is_office => path.to_owned(),
        Realm::Staff => "/admin".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map() -> Vec<(String, String)> {
        let pairs = [("shop-admins", "administrator"), ("helpers", "support"), ("desk", "support")];
        pairs.map(|(value, role)| (value.to_owned(), role.to_owned())).to_vec()
    }

    #[test]
    fn roles_are_those_of_the_map_and_no_others() {
        let of = |claim: Value| roles_of(Some(&claim), &map());
        assert_eq!(of(json!(["helpers", "desk", "administrator", 7])), ["support"]);
        assert_eq!(of(json!("shop-admins")), ["administrator"]);
        assert!(of(json!({ "shop-admins": true })).is_empty() && roles_of(None, &map()).is_empty());
    }

    #[test]
    fn dots_lead_into_objects() {
        let claims = json!({ "realm_access": { "roles": ["helpers"] }, "a.b": 1 });
        let claims = claims.as_object().unwrap();
        assert_eq!(claim(claims, "realm_access.roles"), Some(&json!(["helpers"])));
        assert_eq!(claim(claims, "a.b"), Some(&json!(1)));
        assert_eq!(claim(claims, "realm_access.none"), None);
    }

    #[test]
    fn a_path_leads_nowhere_but_into_its_own_door() {
        let shop = |path: &str| local_path(Realm::Shop, path);
        assert_eq!(
            [shop("/checkout"), shop("/account/orders?page=2")],
            ["/checkout", "/account/orders?page=2"]
        );
        for evil in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", "", "/admin/staff"]
        {
            assert_eq!(shop(evil), "/account", "{evil}");
        }
        assert_eq!(local_path(Realm::Staff, "/admin/orders"), "/admin/orders");
        assert_eq!(local_path(Realm::Staff, "/checkout"), "/admin");
        assert_eq!(local_path(Realm::Staff, "/administrator"), "/admin");
    }

    #[test]
    fn a_name_can_be_stored() {
        let ada: Email = "ada@example.com".parse().unwrap();
        assert_eq!(name_of(Some(" Ada\u{7} Lovelace "), Some(&ada)), "Ada Lovelace");
        assert_eq!(name_of(Some("  "), Some(&ada)), "ada");
        assert_eq!(name_of(None, None), "Customer");
        assert_eq!(name_of(Some(&"x".repeat(300)), None).chars().count(), 100);
    }

    #[test]
    fn only_a_clear_yes_is_one() {
        assert!(says_yes(Some(&json!(true))) && says_yes(Some(&json!("true"))));
        assert!(!says_yes(Some(&json!("yes"))) && !says_yes(Some(&json!(1))) && !says_yes(None));
    }
}
