//! Whether those outside answer: the mail server, Stripe, and who vouches for people.

use super::{Finding, PATIENCE, in_time};
use crate::config::Config;
use anyhow::{Context, Result, ensure};
use futures::future::join_all;
use http::StatusCode;
use identity::{ProviderConfig, ProviderKind};
use notifications::mail::SmtpMailer;
use secrecy::ExposeSecret;

const STRIPE: &str = "https://api.stripe.com";

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    // What cannot be read of them is among the settings.
    let providers = config.sign_in_providers().unwrap_or_default();
    let providers = join_all(providers.iter().map(provider));
    let (mail, payments, providers) =
        tokio::join!(in_time(mail(config)), in_time(payments(config)), providers);
    let mut findings = vec![Finding::new("mail", mail), Finding::new("payments", payments)];
    findings.extend(providers);
    findings
}

async fn provider(config: &ProviderConfig) -> Finding {
    Finding::new(format!("sign-in with {}", config.name), in_time(vouches(config)).await)
}

async fn vouches(config: &ProviderConfig) -> Result<String> {
    identity::examine(config).await.with_context(|| format!("{} cannot be used", config.issuer))?;
    Ok(match config.kind {
        ProviderKind::Oidc => format!("{} answers", config.issuer),
        ProviderKind::GitHub => "set up; only signing in shows whether it works".to_owned(),
    })
}

async fn mail(config: &Config) -> Result<String> {
    let Some(url) = &config.smtp_url else {
        return Ok("into the mailbox of the back office".to_owned());
    };
    let mailer = SmtpMailer::new(url.expose_secret(), &config.mail_from)?;
    mailer.greet().await.context("the mail server does not take mail from us")?;
    Ok("the mail server answers".to_owned())
}

/// Asks for something that any key may read.
async fn payments(config: &Config) -> Result<String> {
    let Some(key) = &config.stripe_secret_key else {
        return Ok("the test gateway".to_owned());
    };
    let base = config.stripe_api_base.as_deref().unwrap_or(STRIPE).trim_end_matches('/');
    let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
    let asked = client.get(format!("{base}/v1/balance")).bearer_auth(key.expose_secret().trim());
    let status = asked.send().await.with_context(|| format!("{base} cannot be reached"))?.status();
    ensure!(status != StatusCode::UNAUTHORIZED, "Stripe does not know STRIPE_SECRET_KEY");
    ensure!(!status.is_server_error(), "{base} answers {status}");
    Ok(format!("Stripe answers at {base}"))
}
