//! A shopper is asked whether an app may act for them.
//!
//! Where the browser is sent to is decided by identity; an app that is unknown, or names an address that is not its own,
//! is answered by a page. The form's answer is a page that leads on, as a form may lead nowhere else (`form-action`).

use super::form::{Fields, Sent, fields, once};
use crate::http::{
    Settings,
    federation::{
        answer::Asker,
        bridge::{bridge, redirect},
    },
    refusal::{Frame, escape, framed, refusal},
    security_headers::CspNonce,
};
use app::error::AppError;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::{
    Error, ErrorKind,
    identity::{Authorization, AuthorizationRequest, Realm, Scope},
};
use http::{StatusCode, request::Parts};
use std::sync::Arc;

type Asked = Result<Query<Vec<(String, String)>>, QueryRejection>;

/// Asks.
pub async fn ask(State(settings): State<Arc<Settings>>, query: Asked, request: Parts) -> Response {
    let asked = query.ok().and_then(|Query(pairs)| request_of(once(pairs)?));
    let Some(asked) = asked else { return unreadable() };
    match settings.services.identity.begin_authorization(asked.clone()).await {
        Ok(Authorization::Ask { client, host, scopes }) => {
            question(&settings, &request, &asked, &Wish { client, host, scopes }).await
        }
        Ok(Authorization::Refused { address }) => redirect(&address),
        Err(error) => refused(error),
    }
}

/// Takes the answer.
pub async fn answer(State(settings): State<Arc<Settings>>, request: Parts, sent: Sent) -> Response {
    let Some(mut fields) = fields(sent) else { return unreadable() };
    let allowed = fields.remove("answer").is_some_and(|answer| answer == "allow");
    let Some(asked) = request_of(fields) else { return unreadable() };
    let asker = match Asker::of(&settings, &request, Realm::Shop).await {
        Ok(asker) => asker,
        Err(error) if error.kind == ErrorKind::Unauthenticated => return redirect(&log_in(&asked)),
        Err(error) => return refused(error),
    };
    let actor = asker.session.actor();
    let response = match settings.services.identity.answer_authorization(actor, asked, allowed).await {
        Ok(address) => bridge(&settings.shop, &address),
        Err(error) => refused(error),
    };
    asker.keep_rotated(response, settings.secure)
}

/// What an app wants.
struct Wish {
    client: String,
    host: String,
    scopes: Vec<Scope>,
}

async fn question(
    settings: &Settings,
    request: &Parts,
    asked: &AuthorizationRequest,
    wish: &Wish,
) -> Response {
    let asker = match Asker::of(settings, request, Realm::Shop).await {
        Ok(asker) => asker,
        Err(error) if error.kind == ErrorKind::Unauthenticated => return redirect(&log_in(asked)),
        Err(error) => return refused(error),
    };
    let nonce = request.extensions.get::<CspNonce>().map(|nonce| nonce.0.clone()).unwrap_or_default();
    let main = main(asked, wish, asker.session.email.as_str());
    let frame = Frame { shop: &settings.shop.name(), nonce: &nonce };
    let page = Html(framed("Let an app in", &main, &frame)).into_response();
    asker.keep_rotated(page, settings.secure)
}

fn main(asked: &AuthorizationRequest, wish: &Wish, email: &str) -> String {
    let (client, host, email) = (escape(&wish.client), escape(&wish.host), escape(email));
    let list = wish.scopes.iter().map(|scope| ["<li>", words(*scope), "</li>"].concat());
    let list = list.collect::<Vec<_>>().concat();
    let (kept, action) = (escape(&kept(asked)), super::AUTHORIZE);
    format!(
        r#"<section class="consent">
<h1>Let “{client}” in?</h1>
<p>It wants to act for <strong>{email}</strong> in this shop:</p>
<ul>{list}</ul>
<p class="small">It never learns your password and cannot change it. You can take this back at any time in your account, under Security. Whatever you answer, you go on to <strong>{host}</strong>.</p>
<form method="post" action="{action}">
<input type="hidden" name="request" value="{kept}">
<div class="cluster"><button class="btn btn-primary" name="answer" value="allow">Allow</button><button class="btn btn-secondary" name="answer" value="deny">Do not allow</button></div>
</form>
</section>"#
    )
}

fn words(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "See your account, your addresses, your cart and your orders",
        Scope::Shop => "Change your cart and check out",
    }
}

/// The request as one word that every way through the log-in keeps.
fn kept(asked: &AuthorizationRequest) -> String {
    BASE64.encode(serde_json::to_vec(asked).unwrap_or_default())
}

/// Through the log-in and back. Its pages are ours, so the way back is one, too.
fn log_in(asked: &AuthorizationRequest) -> String {
    format!("/login?next=/account/app?request={}", kept(asked))
}

/// What an app asks: in words of its own, or as [`kept`].
fn request_of(mut fields: Fields) -> Option<AuthorizationRequest> {
    if let Some(kept) = fields.remove("request") {
        return serde_json::from_slice(&BASE64.decode(kept).ok()?).ok();
    }
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    Some(AuthorizationRequest {
        response_type: take("response_type"),
        client_id: take("client_id"),
        redirect_uri: take("redirect_uri"),
        scope: take("scope"),
        state: take("state"),
        code_challenge: take("code_challenge"),
        code_challenge_method: take("code_challenge_method"),
    })
}

fn unreadable() -> Response {
    refusal(StatusCode::BAD_REQUEST, "The app that sent you here asks for something that cannot be read.")
}

fn refused(error: Error) -> Response {
    // Nothing was typed that could be corrected.
    let is_invalid = error.kind == ErrorKind::Invalid;
    let error = AppError(error);
    let status = if is_invalid { 400 } else { error.status() };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    refusal(status, &error.0.message)
}
