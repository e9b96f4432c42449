//! The `OpenAPI` 3.1 document: the operations describe themselves; what all of them share is added here.

use super::problem::Problem;
use serde_json::{Value, json};
use utoipa::{OpenApi, openapi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tradewind",
        version = "1",
        description = "All that a shopper can do. Amounts are in minor units (cents). Errors are problem details \
                       (RFC 9457). Carts and checkout need a bearer token: an API key for machines, which keeps its \
                       guests' `Cart-Token`s, or a shopper's session from `POST /sessions`. Access tokens from `/oauth/token` \
                       are taken, too: for a machine as a key with their scopes, for an app as the shopper who let \
                       it in, within their scopes.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/api/v1")),
    components(schemas(Problem, contracts::catalog::Sort)),
)]
struct Frame;

/// What the operations are put into.
pub fn frame() -> openapi::OpenApi {
    Frame::openapi()
}

/// The whole document.
pub fn complete(described: &openapi::OpenApi) -> Value {
    let mut document = serde_json::to_value(described).unwrap_or_default();
    document["components"]["securitySchemes"] = json!({
        "bearer": { "type": "http", "scheme": "bearer", "description": "An API key (`tw_…`), a session's token, or an OAuth 2 access token." },
    });
    document["components"]["parameters"] = parameters();
    document["components"]["responses"] = json!({ "Problem": problem() });
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (path, item) in paths {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            add_shared(path, method, operation);
        }
    }
    document
}

fn add_shared(path: &str, method: &str, operation: &mut Value) {
    let cart = ["/carts/current", "/checkout", "/sessions", "/customers/confirmations"]
        .iter()
        .any(|prefix| path.starts_with(prefix));
    let wanted = [(method == "post", "IdempotencyKey"), (cart && path != "/sessions/current", "CartToken")];
    for (_, name) in wanted.into_iter().filter(|(wanted, _)| *wanted) {
        let reference = json!({ "$ref": format!("#/components/parameters/{name}") });
        match operation["parameters"].as_array_mut() {
            Some(parameters) => parameters.push(reference),
            None => operation["parameters"] = json!([reference]),
        }
    }
    let changes = if matches!(method, "get") { &[][..] } else { &["409", "413", "415"] };
    if method == "get" && operation["tags"][0] == "catalogue" {
        operation["responses"]["304"] =
            json!({ "description": "It is what the tag in If-None-Match stands for" });
    }
    let refusals = ["400", "401", "403", "404", "422", "429", "500", "503", "504"];
    for status in refusals.iter().chain(changes) {
        operation["responses"][status] = json!({ "$ref": "#/components/responses/Problem" });
    }
}

fn parameters() -> Value {
    json!({
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Made for one wish: sent again with the same body within 24 hours, the first answer \
                            is given again with the header Idempotency-Replayed.",
            "schema": { "type": "string", "minLength": 16, "maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$" },
        },
        "CartToken": {
            "name": "Cart-Token", "in": "header", "required": false,
            "description": "Opens a guest's cart; from POST /carts.",
            "schema": { "type": "string", "minLength": 43, "maxLength": 43, "pattern": "^[A-Za-z0-9_-]+$" },
        },
    })
}

fn problem() -> Value {
    json!({
        "description": "The request was not done",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}
