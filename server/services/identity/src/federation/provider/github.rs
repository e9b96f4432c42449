//! GitHub: OAuth 2 without ID tokens. Who signed in, and whether the address is proved, is asked of its API.

use super::{Asked, http};
use crate::federation::{
    model::{self, Person},
    settings::ProviderConfig,
    trouble::Trouble,
};
use contracts::{Email, identity::FederationAnswer};
use reqwest::{Client, Url};
use serde::Deserialize;

const PUBLIC: &str = "https://github.com";
const PUBLIC_API: &str = "https://api.github.com";

/// The token, or, with status 200 as well, why there is none.
#[derive(Deserialize)]
struct Token {
    access_token: Option<String>,
    error: Option<String>,
}

/// <https://docs.github.com/en/rest/users/users#get-the-authenticated-user>
#[derive(Deserialize)]
struct User {
    id: u64,
    login: String,
    name: Option<String>,
}

/// <https://docs.github.com/en/rest/users/emails>
#[derive(Deserialize)]
struct Address {
    email: String,
    primary: bool,
    verified: bool,
}

/// Where the browser goes to sign in.
pub(super) fn door(config: &ProviderConfig) -> Result<Url, Trouble> {
    let address = Url::parse(&page(config, "login/oauth/authorize"));
    address.map_err(|_| Trouble::Untrusted("its door has no address"))
}

/// Who signed in.
pub(super) async fn identify(
    client: &Client,
    config: &ProviderConfig,
    answer: &FederationAnswer,
    asked: &Asked<'_>,
) -> Result<Person, Trouble> {
    let token = redeem(client, config, answer, asked).await?;
    let ask = |what: &str| client.get(format!("{}/{what}", api(config))).bearer_auth(&token);
    let user: User = http::json(ask("user")).await?;
    let addresses: Vec<Address> = http::json(ask("user/emails")).await?;
    let proved = addresses.into_iter().find(|address| address.primary && address.verified);
    let email: Option<Email> = proved.and_then(|address| address.email.parse().ok());
    Ok(Person {
        issuer: config.issuer.clone(),
        // Names can be changed and taken by others, numbers cannot.
        subject: user.id.to_string(),
        name: model::name_of(user.name.as_deref().or(Some(&user.login)), email.as_ref()),
        email,
        roles: Vec::new(),
        authenticated_at: None,
    })
}

async fn redeem(
    client: &Client,
    config: &ProviderConfig,
    answer: &FederationAnswer,
    asked: &Asked<'_>,
) -> Result<String, Trouble> {
    let form = [
        ("client_id", config.client_id.as_str()),
        ("client_secret", config.client_secret.as_str()),
        ("code", answer.code.as_deref().ok_or(Trouble::Untrusted("there is no code"))?),
        ("redirect_uri", asked.redirect_uri),
        ("code_verifier", asked.verifier),
    ];
    let token: Token = http::json(client.post(page(config, "login/oauth/access_token")).form(&form)).await?;
    match token.access_token {
        Some(token) => Ok(token),
        None => Err(Trouble::Answered { status: 200, code: token.error.unwrap_or_default() }),
    }
}

fn page(config: &ProviderConfig, path: &str) -> String {
    format!("{}/{path}", config.issuer.trim_end_matches('/'))
}

/// An enterprise's own server has it below its pages.
fn api(config: &ProviderConfig) -> String {
    if config.issuer.trim_end_matches('/') == PUBLIC { PUBLIC_API.to_owned() } else { page(config, "api/v3") }
}
