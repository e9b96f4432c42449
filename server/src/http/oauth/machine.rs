//! Tokens are issued (RFC 6749, 3.2), asked about (RFC 7662) and ended (RFC 7009).

use super::{
    cors,
    form::{Fields, Sent, fields, proof},
};
use crate::http::{Settings, refusal::refusal};
use app::error::AppError;
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contracts::{
    Error,
    identity::{ClientProof, OauthRefusal, TokenAnswer, TokenRequest},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::sync::Arc;

/// Issues tokens.
pub async fn token(State(settings): State<Arc<Settings>>, headers: HeaderMap, sent: Sent) -> Response {
    let (client, fields) = match read(&headers, sent) {
        Ok(read) => read,
        Err(why) => return refused(why),
    };
    let page = page_of(&settings, &headers, &client).await;
    let answer = match settings.services.identity.issue_tokens(client, request_of(fields)).await {
        Ok(TokenAnswer::Issued(tokens)) => unkept(Json(tokens).into_response()),
        Ok(TokenAnswer::Refused(why)) => refused(why),
        Err(error) => failed(error),
    };
    cors::shown(answer, page)
}

fn request_of(mut fields: Fields) -> TokenRequest {
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    TokenRequest {
        grant_type: take("grant_type"),
        code: take("code"),
        redirect_uri: take("redirect_uri"),
        code_verifier: take("code_verifier"),
        refresh_token: take("refresh_token"),
        scope: take("scope"),
    }
}

/// Says what a token is good for.
pub async fn introspect(State(settings): State<Arc<Settings>>, headers: HeaderMap, sent: Sent) -> Response {
    let (client, token) = match asked(&headers, sent) {
        Ok(asked) => asked,
        Err(why) => return refused(why),
    };
    match settings.services.identity.introspect_token(client, token).await {
        Ok(Some(told)) => unkept(Json(told).into_response()),
        Ok(None) => refused(OauthRefusal::InvalidClient),
        Err(error) => failed(error),
    }
}

/// Ends a token. One that is unknown is ended already.
pub async fn revoke(State(settings): State<Arc<Settings>>, headers: HeaderMap, sent: Sent) -> Response {
    let (client, token) = match asked(&headers, sent) {
        Ok(asked) => asked,
        Err(why) => return refused(why),
    };
    let page = page_of(&settings, &headers, &client).await;
    let answer = match settings.services.identity.revoke_token(client, token).await {
        Ok(true) => unkept(StatusCode::OK.into_response()),
        Ok(false) => refused(OauthRefusal::InvalidClient),
        Err(error) => failed(error),
    };
    cors::shown(answer, page)
}

/// The page of this client that may read what it is answered.
async fn page_of(settings: &Settings, headers: &HeaderMap, client: &ClientProof) -> Option<HeaderValue> {
    cors::page(settings, headers.get(header::ORIGIN).cloned(), Some(client.id.clone())).await
}

fn read(headers: &HeaderMap, sent: Sent) -> Result<(ClientProof, Fields), OauthRefusal> {
    let mut fields = fields(sent).ok_or(OauthRefusal::InvalidRequest)?;
    let client = proof(headers, &mut fields).ok_or(OauthRefusal::InvalidClient)?;
    Ok((client, fields))
}

fn asked(headers: &HeaderMap, sent: Sent) -> Result<(ClientProof, String), OauthRefusal> {
    let (client, mut fields) = read(headers, sent)?;
    let token = fields.remove("token").filter(|token| !token.is_empty());
    Ok((client, token.ok_or(OauthRefusal::InvalidRequest)?))
}

/// RFC 6749, 5.2.
fn refused(why: OauthRefusal) -> Response {
    let body = Json(serde_json::json!({ "error": why.code() }));
    if why != OauthRefusal::InvalidClient {
        return unkept((StatusCode::BAD_REQUEST, body).into_response());
    }
    let ask = HeaderValue::from_static("Basic realm=\"Tradewind\"");
    unkept((StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, ask)], body).into_response())
}

fn failed(error: Error) -> Response {
    let error = AppError(error);
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    unkept(refusal(status, &error.0.message))
}

/// RFC 6749, 5.1.
fn unkept(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
