//! OpenID Connect: from the code to the claims of an ID token that can be believed.

use super::{
    Asked,
    discovery::{Discovery, Known, Metadata},
    http,
    id_token::{self, Expected},
    jws,
};
use crate::federation::{
    model::{self, Person},
    settings::ProviderConfig,
    trouble::Trouble,
};
use contracts::{Email, identity::FederationAnswer};
use reqwest::{Client, Url};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What the token endpoint answers.
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

/// A provider with discovery.
#[derive(Default)]
pub(super) struct Oidc {
    discovery: Discovery,
}

impl Oidc {
    /// Fails when the provider cannot be asked.
    pub(super) async fn examine(&self, client: &Client, config: &ProviderConfig) -> Result<(), Trouble> {
        let known = self.discovery.known(client, &config.issuer).await?;
        if known.keys.is_empty() {
            return Err(Trouble::Untrusted("it publishes no keys"));
        }
        Ok(())
    }

    /// Where the browser goes to sign in.
    pub(super) async fn door(&self, client: &Client, config: &ProviderConfig) -> Result<Url, Trouble> {
        let known = self.discovery.known(client, &config.issuer).await?;
        let address = Url::parse(&known.metadata.authorization_endpoint);
        address.map_err(|_| Trouble::Untrusted("its door has no address"))
    }

    /// Who signed in.
    pub(super) async fn identify(
        &self,
        client: &Client,
        config: &ProviderConfig,
        answer: &FederationAnswer,
        asked: &Asked<'_>,
    ) -> Result<Person, Trouble> {
        let known = self.discovery.known(client, &config.issuer).await?;
        check_sender(&known.metadata, answer.issuer.as_deref())?;
        let code = answer.code.as_deref().ok_or(Trouble::Untrusted("there is no code"))?;
        let tokens = redeem(client, config, &known.metadata, code, asked).await?;
        let claims = self.signed_claims(client, config, &known, &tokens.id_token).await?;
        let expected = Expected {
            issuer: &config.issuer,
            client_id: &config.client_id,
            nonce: asked.nonce,
            now: platform::system_clock().now().timestamp(),
            anew_since: asked.anew_since,
        };
        id_token::check(&claims, &expected)?;
        // Of what is signed only.
        let authenticated_at = id_token::authenticated_at(&claims).clamp(0, expected.now);
        let claims = with_user_info(client, config, &known.metadata, claims, tokens.access_token).await?;
        Ok(Person { authenticated_at: Some(authenticated_at), ..person(config, &claims)? })
    }

    /// A key that is not known may be a new one.
    async fn signed_claims(
        &self,
        client: &Client,
        config: &ProviderConfig,
        known: &Known,
        id_token: &str,
    ) -> Result<Map<String, Value>, Trouble> {
        match jws::verify(id_token, &known.keys) {
            Err(Trouble::UnknownKey) => {
                let known = self.discovery.known_anew(client, &config.issuer).await?;
                jws::verify(id_token, &known.keys)
            }
            verified => verified,
        }
    }
}

/// Seconds after which a provider asks everybody anew: ten years, so that it does not, and says when they signed in. With
/// any `max_age` its token has `auth_time` (OpenID Connect Core, 2 and 3.1.2.1).
const EVER: &str = "315360000";

/// Has the provider say when the person signed in, and has them do so anew where they have to.
pub(super) fn ask_when(address: &mut Url, asked: &Asked<'_>) {
    let mut query = address.query_pairs_mut();
    match asked.anew_since {
        Some(_) => query.append_pair("prompt", "login").append_pair("max_age", "0"),
        None => query.append_pair("max_age", EVER),
    };
}

/// RFC 9207, 2.4: a provider that says whose its answers are says so in each of them.
fn check_sender(metadata: &Metadata, issuer: Option<&str>) -> Result<(), Trouble> {
    match issuer {
        Some(issuer) if issuer == metadata.issuer => Ok(()),
        None if !metadata.authorization_response_iss_parameter_supported => Ok(()),
        _ => Err(Trouble::Untrusted("another provider sent the browser back")),
    }
}

async fn redeem(
    client: &Client,
    config: &ProviderConfig,
    metadata: &Metadata,
    code: &str,
    asked: &Asked<'_>,
) -> Result<Tokens, Trouble> {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", asked.redirect_uri),
        ("code_verifier", asked.verifier),
    ];
    let request = client.post(&metadata.token_endpoint);
    if metadata.wants_secret_in_form() {
        form.extend([
            ("client_id", config.client_id.as_str()),
            ("client_secret", config.client_secret.as_str()),
        ]);
        return http::json(request.form(&form)).await;
    }
    // RFC 6749, 2.3.1: both are encoded before they are joined.
    let (id, secret) = (http::encoded(&config.client_id), http::encoded(&config.client_secret));
    http::json(request.basic_auth(id, Some(secret)).form(&form)).await
}

/// Adds what the provider tells only when asked, where something is missing. What is signed wins.
async fn with_user_info(
    client: &Client,
    config: &ProviderConfig,
    metadata: &Metadata,
    mut claims: Map<String, Value>,
    access_token: Option<String>,
) -> Result<Map<String, Value>, Trouble> {
    let mut wanted = ["email", "email_verified"].into_iter().chain(config.role_claim.as_deref());
    let lacks = wanted.any(|name| model::claim(&claims, name).is_none());
    let (true, Some(address), Some(token)) = (lacks, &metadata.userinfo_endpoint, access_token) else {
        return Ok(claims);
    };
    let told: Map<String, Value> = http::json(client.get(address).bearer_auth(token)).await?;
    // OpenID Connect Core, 5.3.2.
    if told.get("sub") != claims.get("sub") {
        return Err(Trouble::Untrusted("it tells of another person"));
    }
    for (name, value) in told {
        claims.entry(name).or_insert(value);
    }
    Ok(claims)
}

fn person(config: &ProviderConfig, claims: &Map<String, Value>) -> Result<Person, Trouble> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let subject = text("sub").filter(|subject| (1..=255).contains(&subject.chars().count()));
    let subject = subject.ok_or(Trouble::Untrusted("it names nobody"))?;
    let is_verified = model::says_yes(claims.get("email_verified"));
    let email: Option<Email> = text("email").filter(|_| is_verified).and_then(|email| email.parse().ok());
    let role_claim = config.role_claim.as_deref().and_then(|name| model::claim(claims, name));
    Ok(Person {
        issuer: config.issuer.clone(),
        subject: subject.to_owned(),
        name: model::name_of(text("name"), email.as_ref()),
        email,
        roles: model::roles_of(role_claim, &config.role_map),
        authenticated_at: None,
    })
}
