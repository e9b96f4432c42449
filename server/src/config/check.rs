//! What must hold before anything is started.

use super::{ADMIN_EMAIL, Config, MAIL_FROM};
use anyhow::{Context, Result, bail, ensure};
use contracts::Email;
use secrecy::{ExposeSecret, SecretString};

/// Relay, jobs and the news for pages (catalogue's page cache, notifications' back office) each listen on a connection of
/// their own for as long as the shop runs; with fewer, what is left for requests is nothing.
const LEAST_CONNECTIONS: u32 = 4;

impl Config {
    /// Refuses a set-up that would lose money or secrets.
    ///
    /// # Errors
    /// Names the setting and what to do.
    pub fn check(&self) -> Result<()> {
        self.admin_email.parse::<Email>().context("TRADEWIND_ADMIN_EMAIL is not an e-mail address")?;
        self.staff_email().parse::<Email>().context("TRADEWIND_STAFF_EMAIL is not an e-mail address")?;
        ensure!(
            self.pool_size >= LEAST_CONNECTIONS,
            "TRADEWIND_POOL_SIZE={} is too small: each service needs at least {LEAST_CONNECTIONS} connections, \
             three of which listen for its events and jobs",
            self.pool_size
        );
        if self.is_production() {
            self.refuse_empty_secrets()?;
            self.check_production()?;
        }
        self.sign_in_providers()?;
        self.check_stripe()
    }

    /// The same with settings that are given but empty not given at all: compose files pass on so what nobody
    /// has set. In production [`Config::check`] has refused those that are secret.
    #[must_use]
    pub fn without_empty(mut self) -> Self {
        for text in [
            &mut self.base_url,
            &mut self.media_url,
            &mut self.stripe_publishable_key,
            &mut self.stripe_api_base,
            &mut self.stripe_js_url,
            &mut self.seller_name,
            &mut self.seller_address,
            &mut self.seller_vat_id,
        ] {
            *text = text.take().filter(|text| !text.trim().is_empty());
        }
        for secret in [
            &mut self.database_url,
            &mut self.smtp_url,
            &mut self.stripe_secret_key,
            &mut self.stripe_webhook_secret,
            &mut self.admin_password,
        ] {
            *secret = secret.take().filter(is_filled);
        }
        self
    }

    /// Somebody meant to set it: the shop must not start with what takes its place, such as a Postgres of
    /// its own.
    fn refuse_empty_secrets(&self) -> Result<()> {
        let secrets = [
            ("DATABASE_URL", &self.database_url),
            ("SMTP_URL", &self.smtp_url),
            ("STRIPE_SECRET_KEY", &self.stripe_secret_key),
            ("STRIPE_WEBHOOK_SECRET", &self.stripe_webhook_secret),
            ("TRADEWIND_ADMIN_PASSWORD", &self.admin_password),
        ];
        let is_empty =
            |secret: &&Option<SecretString>| secret.as_ref().is_some_and(|secret| !is_filled(secret));
        match secrets.iter().find(|(_, secret)| is_empty(secret)) {
            Some((name, _)) => bail!("{name} is set but empty: fill it, or unset it"),
            None => Ok(()),
        }
    }

    fn check_production(&self) -> Result<()> {
        ensure!(
            self.secure(),
            "TRADEWIND_ENV=production needs TRADEWIND_BASE_URL=https://...: cookies must be secure"
        );
        ensure!(
            self.stripe_secret_key.is_some(),
            "TRADEWIND_ENV=production needs STRIPE_SECRET_KEY: the test gateway takes test cards only"
        );
        ensure!(
            self.smtp_url.is_some(),
            "TRADEWIND_ENV=production needs SMTP_URL: without it mails, links to set a password among them, \
             lie where the staff can read them"
        );
        ensure!(
            self.mail_from != MAIL_FROM && self.admin_email != ADMIN_EMAIL,
            "TRADEWIND_ENV=production needs TRADEWIND_MAIL_FROM and TRADEWIND_ADMIN_EMAIL: at the built-in \
             addresses nobody is reached"
        );
        Ok(())
    }

    fn check_stripe(&self) -> Result<()> {
        if !self.stripe_secret_key.as_ref().is_some_and(is_filled) {
            return Ok(());
        }
        ensure!(
            self.stripe_webhook_secret.as_ref().is_some_and(is_filled),
            "STRIPE_SECRET_KEY needs STRIPE_WEBHOOK_SECRET: without it nobody can tell Stripe's webhooks \
             from forged ones"
        );
        ensure!(
            self.stripe_webhook_secret.as_ref().is_some_and(is_a_list),
            "STRIPE_WEBHOOK_SECRET holds no secret beside its commas: it is one whsec_..., or several with \
             commas between them"
        );
        let publishable = self.stripe_publishable_key.as_deref().unwrap_or_default().trim();
        ensure!(
            publishable.starts_with("pk_"),
            "STRIPE_SECRET_KEY needs STRIPE_PUBLISHABLE_KEY=pk_...: the card form in the browser is made \
             with it, and everybody can read it there"
        );
        Ok(())
    }
}

fn is_filled(secret: &SecretString) -> bool {
    !secret.expose_secret().trim().is_empty()
}

/// Whether something stands between the commas.
fn is_a_list(secrets: &SecretString) -> bool {
    secrets.expose_secret().split(',').any(|secret| !secret.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::Parser;

    const STRIPE: [[&str; 2]; 3] = [
        ["--stripe-secret-key", "sk_x"],
        ["--stripe-publishable-key", "pk_x"],
        ["--stripe-webhook-secret", "whsec_x"],
    ];
    const PRODUCTION: [[&str; 2]; 7] = [
        ["--env", "production"],
        ["--base-url", "https://shop.example"],
        ["--smtp-url", "smtps://mail.example"],
        ["--mail-from", "Shop <shop@shop.example>"],
        ["--admin-email", "ada@shop.example"],
        ["--admin-password", "correct horse battery"],
        ["--database-url", "postgres://db.example/postgres"],
    ];

    fn config(settings: &[[&str; 2]]) -> Config {
        Cli::parse_from(std::iter::once(&"tradewind").chain(settings.iter().flatten())).config
    }

    /// What is said when one of these settings has another value, or none.
    fn refusal(settings: &[[&str; 2]], name: &str, value: Option<&str>) -> String {
        let others = settings.iter().copied().filter(|[setting, _]| *setting != name);
        let changed: Vec<_> = others.chain(value.map(|value| [name, value])).collect();
        config(&changed).check().unwrap_err().to_string()
    }

    #[test]
    fn production_refuses_what_is_only_good_for_development() {
        let ready = [&PRODUCTION[..], &STRIPE].concat();
        config(&ready).check().unwrap();
        for (setting, named) in [
            ("--base-url", "TRADEWIND_BASE_URL"),
            ("--smtp-url", "SMTP_URL"),
            ("--mail-from", "TRADEWIND_MAIL_FROM"),
            ("--admin-email", "TRADEWIND_ADMIN_EMAIL"),
            ("--stripe-secret-key", "STRIPE_SECRET_KEY"),
        ] {
            let said = refusal(&ready, setting, None);
            assert!(said.contains(named), "{setting}: {said}");
        }
        assert!(refusal(&ready, "--base-url", Some("http://shop.example")).contains("https"));
    }

    #[test]
    fn stripe_s_three_keys_go_together() {
        config(&STRIPE).check().unwrap();
        for (setting, named) in [
            ("--stripe-publishable-key", "STRIPE_PUBLISHABLE_KEY"),
            ("--stripe-webhook-secret", "STRIPE_WEBHOOK_SECRET"),
        ] {
            for value in [None, Some("")] {
                let said = refusal(&STRIPE, setting, value);
                assert!(said.contains(named), "{setting} {value:?}: {said}");
            }
        }
    }

    #[test]
    fn commas_are_no_webhook_secret() {
        for value in [",", " , ", ",,  ,"] {
            let said = refusal(&STRIPE, "--stripe-webhook-secret", Some(value));
            assert!(said.contains("STRIPE_WEBHOOK_SECRET"), "{value:?}: {said}");
        }
        let rotating = [STRIPE[0], STRIPE[1], ["--stripe-webhook-secret", "whsec_new, whsec_old,"]];
        config(&rotating).check().unwrap();
    }

    #[test]
    fn a_pool_that_cannot_serve_anybody_is_refused() {
        let said = config(&[["--pool-size", "3"]]).check().unwrap_err().to_string();
        assert!(said.contains("TRADEWIND_POOL_SIZE=3"), "{said}");
        config(&[["--pool-size", "4"]]).check().unwrap();
    }

    #[test]
    fn the_secret_key_is_not_taken_for_the_one_that_everybody_reads() {
        assert!(refusal(&STRIPE, "--stripe-publishable-key", Some("sk_x")).contains("pk_"));
    }

    #[test]
    fn what_a_compose_file_passes_on_empty_is_not_set() {
        let config =
            config(&["--smtp-url", "--stripe-secret-key", "--stripe-publishable-key"].map(|name| [name, ""]));
        config.check().unwrap();
        let config = config.without_empty();
        assert!(config.smtp_url.is_none() && config.stripe_secret_key.is_none());
        assert!(config.stripe_publishable_key.is_none());
    }

    #[test]
    fn an_empty_secret_is_refused_in_production() {
        let ready = [&PRODUCTION[..], &STRIPE].concat();
        for (setting, named) in [
            ("--database-url", "DATABASE_URL"),
            ("--smtp-url", "SMTP_URL"),
            ("--stripe-secret-key", "STRIPE_SECRET_KEY"),
            ("--stripe-webhook-secret", "STRIPE_WEBHOOK_SECRET"),
            ("--admin-password", "TRADEWIND_ADMIN_PASSWORD"),
        ] {
            let said = refusal(&ready, setting, Some(""));
            assert!(said.contains(named) && said.contains("empty"), "{setting}: {said}");
        }
    }
}
