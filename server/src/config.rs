//! How the shop is set up: the environment first, the command line where that is handier.

mod check;
mod sign_in;

use clap::{Args, ValueEnum};
use contracts::orders::Seller;
use secrecy::{ExposeSecret, SecretString};
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// Who mails come from, and who the first administrator is, while nobody says so.
const MAIL_FROM: &str = "Tradewind <shop@tradewind.test>";
const ADMIN_EMAIL: &str = "admin@tradewind.test";

/// Whether mistakes are forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Environment {
    /// On a laptop: defaults for everything, readable logs.
    Development,
    /// For customers: refuses to start with what is only good for development; JSON logs.
    Production,
}

/// Everything that can be set.
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// Development or production.
    #[arg(long, env = "TRADEWIND_ENV", value_enum, default_value = "development", global = true)]
    pub env: Environment,
    /// Where the shop listens.
    #[arg(long, env = "TRADEWIND_ADDR", default_value = "127.0.0.1:3000", global = true)]
    pub addr: SocketAddr,
    /// Where health and metrics listen; keep it away from the internet.
    #[arg(long, env = "TRADEWIND_INTERNAL_ADDR", default_value = "127.0.0.1:3100", global = true)]
    pub internal_addr: SocketAddr,
    /// Where shoppers reach the shop; links in mails and cookies follow it. Default: `http://localhost:<port>`.
    #[arg(long, env = "TRADEWIND_BASE_URL", global = true)]
    pub base_url: Option<String>,
    /// Tells search engines to leave the shop alone: for one that is only tried out where the internet sees it.
    #[arg(long, env = "TRADEWIND_NO_INDEX", global = true)]
    pub no_index: bool,
    /// The folder for the private Postgres and the pictures.
    #[arg(long, env = "TRADEWIND_DATA", default_value = ".data", global = true)]
    pub data: PathBuf,
    /// A bucket for the pictures, `s3://<bucket>/<folder>`, instead of a folder; region, keys and endpoint are AWS' own
    /// settings (`AWS_REGION`, `AWS_ACCESS_KEY_ID`, ...). Needs a build with the feature `s3`.
    #[arg(long, env = "TRADEWIND_MEDIA_URL", global = true)]
    pub media_url: Option<String>,
    /// The folder with the built browser side (`pkg`); found by itself where `cargo leptos` built it.
    #[arg(long, env = "TRADEWIND_SITE", global = true)]
    pub site: Option<PathBuf>,
    /// The folder with the demo shop.
    #[arg(long, env = "TRADEWIND_DEMO", default_value = "demo_shop", global = true)]
    pub demo: PathBuf,
    /// A Postgres for all services; the database's name is replaced by each service's. Each can have its
    /// own in `<SERVICE>_DATABASE_URL`. With neither, a private Postgres is started.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<SecretString>,
    /// Connections per service.
    #[arg(long, env = "TRADEWIND_POOL_SIZE", default_value = "10", global = true)]
    pub pool_size: u32,
    /// Where mail goes, e.g. `smtps://user:password@mail.example`; without it, into the mailbox of the back office.
    #[arg(long, env = "SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<SecretString>,
    /// Who mails come from.
    #[arg(
        long,
        env = "TRADEWIND_MAIL_FROM",
        default_value = MAIL_FROM,
        global = true
    )]
    pub mail_from: String,
    /// Stripe's secret key; without it the built-in test gateway takes test cards.
    #[arg(long, env = "STRIPE_SECRET_KEY", hide_env_values = true, global = true)]
    pub stripe_secret_key: Option<SecretString>,
    /// Stripe's publishable key, for the browser; goes with the secret one.
    #[arg(long, env = "STRIPE_PUBLISHABLE_KEY", global = true)]
    pub stripe_publishable_key: Option<String>,
    /// The secrets Stripe signs webhooks with, separated by commas while one is replaced by another.
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET", hide_env_values = true, global = true)]
    pub stripe_webhook_secret: Option<SecretString>,
    /// Another address than Stripe's, for an emulator.
    #[arg(long, env = "STRIPE_API_BASE", global = true)]
    pub stripe_api_base: Option<String>,
    /// Another address of Stripe.js, for an emulator: its origin stands for all of Stripe's in the checkout's
    /// policy then.
    #[arg(long, env = "STRIPE_JS_URL", global = true)]
    pub stripe_js_url: Option<String>,
    /// Whether money is taken at the checkout, or by staff and at dispatch at the latest.
    #[arg(long, env = "TRADEWIND_CAPTURE", value_enum, default_value = "checkout", global = true)]
    pub capture: Capture,
    /// The first administrator.
    #[arg(long, env = "TRADEWIND_ADMIN_EMAIL", default_value = ADMIN_EMAIL, global = true)]
    pub admin_email: String,
    /// Who is mailed what the shop needs, such as stock that runs low; the first administrator unless said.
    #[arg(long, env = "TRADEWIND_STAFF_EMAIL", global = true)]
    pub staff_email: Option<String>,
    /// Hosts to which webhooks may go although they are not public, by `http` and at any port, separated by commas.
    #[arg(long, env = "TRADEWIND_WEBHOOK_HOSTS", value_delimiter = ',', global = true)]
    pub webhook_hosts: Vec<String>,
    /// Who sells, as invoices must say: the firm's full name.
    #[arg(long, env = "TRADEWIND_SELLER_NAME", global = true)]
    pub seller_name: Option<String>,
    /// The firm's full address on invoices, its parts separated by commas.
    #[arg(long, env = "TRADEWIND_SELLER_ADDRESS", global = true)]
    pub seller_address: Option<String>,
    /// The firm's VAT number on invoices, e.g. `DE123456789`.
    #[arg(long, env = "TRADEWIND_SELLER_VAT_ID", global = true)]
    pub seller_vat_id: Option<String>,
    /// The first administrator's password; without it one is made and printed once.
    #[arg(long, env = "TRADEWIND_ADMIN_PASSWORD", hide_env_values = true, global = true)]
    pub admin_password: Option<SecretString>,
    /// Proxies in front whose `X-Forwarded-For` is believed: how many hops.
    #[arg(long, env = "TRADEWIND_TRUSTED_HOPS", default_value = "0", global = true)]
    pub trusted_hops: usize,
    /// Seconds for which a shop that was told to stop goes on answering while it says that it is not ready: for
    /// whoever balances the load to look elsewhere. In production 5 unless said, elsewhere none.
    #[arg(long, env = "TRADEWIND_DRAIN", global = true)]
    pub drain: Option<u16>,
    /// Days for which the event log keeps what happened, until that is set in the back office; 0 keeps it for ever.
    #[arg(long, env = "TRADEWIND_EVENT_LOG_DAYS", default_value = "365", global = true)]
    pub event_log_days: u16,
    /// Requests per minute from one address before it is told to slow down. Log-ins and declined payments may
    /// be so many fewer.
    #[arg(long, env = "TRADEWIND_RATE_LIMIT", default_value = "1200", global = true)]
    pub rate_limit: u32,
}

/// When money is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Capture {
    /// With the order.
    Checkout,
    /// By staff, or when the order is sent.
    Dispatch,
}

impl Config {
    /// Whether this shop is for customers.
    pub fn is_production(&self) -> bool {
        self.env == Environment::Production
    }

    /// How long the shop goes on answering after it was told to stop.
    pub fn drain(&self) -> Duration {
        let unless_said = if self.is_production() { 5 } else { 0 };
        Duration::from_secs(self.drain.unwrap_or(unless_said).into())
    }

    /// Where shoppers reach the shop, without a trailing slash.
    pub fn base_url(&self) -> String {
        let fallback = || format!("http://localhost:{}", self.addr.port());
        self.base_url.clone().map_or_else(fallback, |url| url.trim_end_matches('/').to_owned())
    }

    /// Whether the shop is reached by HTTPS: cookies are then `Secure`.
    pub fn secure(&self) -> bool {
        self.base_url().starts_with("https://")
    }

    /// Declined payments after which an account or a cart waits ten minutes: five, unless the limits were changed.
    pub fn most_declines(&self) -> u32 {
        (self.rate_limit / 240).max(1)
    }

    /// Who is mailed what the shop needs.
    pub fn staff_email(&self) -> &str {
        self.staff_email.as_deref().filter(|email| !email.is_empty()).unwrap_or(&self.admin_email)
    }

    /// Who sells; parts that nobody has set are empty, and invoices say so.
    pub fn seller(&self) -> Seller {
        let text = |set: &Option<String>| set.as_deref().unwrap_or_default().trim().to_owned();
        Seller {
            name: text(&self.seller_name),
            address: text(&self.seller_address),
            vat_id: text(&self.seller_vat_id),
        }
    }

    /// The database of a service, when one is configured.
    pub fn database(&self, service: &str) -> Option<String> {
        let own = std::env::var(format!("{}_DATABASE_URL", service.to_uppercase())).ok();
        own.filter(|url| !url.is_empty()).or_else(|| {
            let shared = self.database_url.as_ref()?.expose_secret();
            let (server, query) =
                shared.split_once('?').map_or((shared, None), |(url, query)| (url, Some(query)));
            let server = server.rsplit_once('/').map_or(server, |(server, _)| server);
            Some(
                query.map_or_else(
                    || format!("{server}/{service}"),
                    |query| format!("{server}/{service}?{query}"),
                ),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::Parser;

    fn config(arguments: &[&str]) -> Config {
        Cli::parse_from(std::iter::once(&"tradewind").chain(arguments)).config
    }

    #[test]
    fn one_database_url_serves_every_service() {
        let config = config(&["--database-url", "postgres://u:p@db:5432/postgres?sslmode=require"]);
        let url = config.database("warehousing").unwrap();
        assert_eq!(url, "postgres://u:p@db:5432/warehousing?sslmode=require");
    }
}
