//! What browsers do with passkeys (WebAuthn, Level 3). They read and write the JSON themselves (Baseline since 2025);
//! others are taken for browsers without passkeys.

use crate::error::AppError;
use contracts::Error;
use js_sys::{Function, JSON, Object, Promise, Reflect, futures::JsFuture};
use leptos::wasm_bindgen::{JsCast, JsValue};

/// Whether this browser knows passkeys.
pub(super) fn knows_passkeys() -> bool {
    let key = member(&js_sys::global(), "PublicKeyCredential");
    key.and_then(|key| member(&key, "parseRequestOptionsFromJSON")).is_ok_and(|parse| parse.is_function())
}

/// Makes a passkey.
///
/// # Errors
/// Why there is none, in words for its owner.
pub(super) async fn make(options: &str) -> Result<String, AppError> {
    ask("create", "parseCreationOptionsFromJSON", options).await.map_err(|error| told(&error))
}

/// Answers by a passkey.
///
/// # Errors
/// Why it does not, in words for its owner.
pub(super) async fn sign(options: &str) -> Result<String, AppError> {
    ask("get", "parseRequestOptionsFromJSON", options).await.map_err(|error| told(&error))
}

async fn ask(verb: &str, parse: &str, options: &str) -> Result<String, JsValue> {
    let global = js_sys::global();
    let options = call(&member(&global, "PublicKeyCredential")?, parse, &JSON::parse(options)?)?;
    let wish = Object::new();
    Reflect::set(&wish, &"publicKey".into(), &options)?;
    let credentials = member(&member(&global, "navigator")?, "credentials")?;
    let promise = call(&credentials, verb, &wish)?.dyn_into::<Promise>()?;
    let credential = JsFuture::from(promise).await?;
    Ok(JSON::stringify(&credential)?.into())
}

fn member(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}

fn call(of: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    member(of, name)?.dyn_into::<Function>()?.call1(of, argument)
}

/// The names are those of `DOMException`.
fn told(error: &JsValue) -> AppError {
    let name = member(error, "name").ok().and_then(|name| name.as_string()).unwrap_or_default();
    let text = match name.as_str() {
        "NotAllowedError" | "AbortError" => {
            "No passkey was used: it was cancelled, took too long, or this device has none for this shop. Please try again."
        }
        "InvalidStateError" => "This device has a passkey of yours already.",
        "NotSupportedError" | "ConstraintError" => {
            "This device cannot keep a passkey. Please try another one, or a security key."
        }
        "SecurityError" => "Passkeys do not work at this address of the shop.",
        _ => "The browser could not use a passkey. Please try again.",
    };
    AppError(Error::invalid(text))
}
