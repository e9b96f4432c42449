//! What a key must be allowed for each operation, read from the document that describes them: what is
//! described is what is enforced.

use contracts::identity::Scope;
use http::Method;
use serde_json::Value;
use std::collections::HashMap;

/// The scopes of the operations; those without one are for shoppers, or for everybody.
pub struct Scopes(HashMap<(String, String), Scope>);

impl Scopes {
    /// The scopes that the document names; routes begin with `base`.
    pub fn described(document: &Value, base: &str) -> Self {
        let paths = document["paths"].as_object().into_iter().flatten();
        let operations = paths.flat_map(|(path, item)| {
            let item = item.as_object().into_iter().flatten();
            item.map(move |(method, operation)| (method.to_uppercase(), format!("{base}{path}"), operation))
        });
        Self(
            operations
                .filter_map(|(method, path, operation)| Some(((method, path), scope(operation)?)))
                .collect(),
        )
    }

    /// What a key needs for this operation.
    pub fn of(&self, method: &Method, route: &str) -> Option<Scope> {
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        self.0.get(&(method.to_string(), route.to_owned())).copied()
    }
}

fn scope(operation: &Value) -> Option<Scope> {
    let named = operation["security"].as_array()?.iter().find_map(|one| one["bearer"].as_array()?.first());
    serde_json::from_value(named?.clone()).ok()
}
