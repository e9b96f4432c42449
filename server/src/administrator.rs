//! The administrator: made at the first start, let in again when the password is lost.

use crate::config::Config;
use anyhow::{Context, Result};
use contracts::{Actor, Email, identity::Identity};
use platform::ids::group;
use secrecy::ExposeSecret;

/// Makes the administrator where there is none. A password that is made here is told at once, since the
/// account stays whatever becomes of the rest of the start, and returned to be told again.
///
/// # Errors
/// When address or password break a rule, or the identity service does not answer.
pub async fn ensure(config: &Config, identity: &dyn Identity) -> Result<Option<String>> {
    let email = address(&config.admin_email)?;
    let given = config.admin_password.as_ref().map(|password| password.expose_secret().to_owned());
    let password = given.clone().unwrap_or_else(one_time_password);
    let made = identity.ensure_administrator(Actor::System, email, password.clone()).await?;
    let to_tell = (made && given.is_none()).then_some(password);
    if let Some(password) = &to_tell {
        println!("{}", line(&config.admin_email, Some(password)));
    }
    Ok(to_tell)
}

/// Gives an administrator a new password and prints it; a second factor is taken away.
///
/// # Errors
/// When nobody with the address is an administrator, or the identity service does not answer.
pub async fn reset_password(identity: &dyn Identity, email: &str) -> Result<()> {
    let password = one_time_password();
    let reset = identity.reset_administrator(Actor::System, address(email)?, password.clone()).await;
    reset.with_context(|| format!("{email} got no new password"))?;
    println!("{}", line(email, Some(&password)));
    Ok(())
}

/// How the administrator is told of.
pub fn line(email: &str, password: Option<&str>) -> String {
    let with = password.map(|password| format!(" with the one-time password {password}"));
    format!("  Administrator:     {email}{}", with.unwrap_or_default())
}

fn address(email: &str) -> Result<Email> {
    email.parse().with_context(|| format!("{email} is not an e-mail address"))
}

/// Eighty random bits that can be read and typed.
fn one_time_password() -> String {
    [group(), group(), group(), group()].join("-").to_lowercase()
}
