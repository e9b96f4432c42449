//! Passwords: changed by who knows the present one, set anew by who reads the account's mail.

use super::{
    Answer, Shop,
    body::Sent,
    caller::Shopper,
    text::{EmailText, MailedToken, NewPassword, Password},
};
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    email: EmailText,
}

/// What the mail's link holds, and the next password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordReset {
    /// The `token` of the link in the mail; good once, for half an hour.
    token: MailedToken,
    new: NewPassword,
}

/// The present password and the next.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    current: Password,
    new: NewPassword,
}

/// Mails a link to set a new password, if there is such an account; tells nobody whether there is.
#[utoipa::path(post, path = "/password-resets", tag = "account", request_body = Forgotten,
    responses((status = 204, description = "Accepted")), security((), ("bearer" = ["shop"])))]
pub async fn request_reset(State(shop): Shop, Sent(forgotten): Sent<Forgotten>) -> Answer<StatusCode> {
    shop.services.after_sales.request_password_reset(forgotten.email.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a new password with the token of the mailed link, and ends all sessions.
#[utoipa::path(post, path = "/passwords", tag = "account", request_body = PasswordReset,
    responses((status = 204, description = "It is set; log in with it")), security((), ("bearer" = ["shop"])))]
pub async fn reset(State(shop): Shop, Sent(reset): Sent<PasswordReset>) -> Answer<StatusCode> {
    shop.services.identity.reset_password(reset.token.0, reset.new.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a new password and ends all other sessions.
#[utoipa::path(put, path = "/account/password", tag = "account", request_body = PasswordChange,
    responses((status = 204, description = "It is changed")), security(("bearer" = [])))]
pub async fn change(
    State(shop): Shop,
    shopper: Shopper,
    Sent(change): Sent<PasswordChange>,
) -> Answer<StatusCode> {
    let keep = Some(shopper.session.id);
    shop.services.identity.change_password(shopper.actor(), change.current.0, change.new.0, keep).await?;
    Ok(StatusCode::NO_CONTENT)
}
