use super::{
    LiveNews, body_limit, face, guard, live, page_cache::PageCache, rate_limit::Limits,
    security_headers::PaymentHosts, stories,
};
use crate::{config::Config, databases::Databases, services::Built};
use anyhow::Result;
use app::context::Stories;
use contracts::Services;
use platform::Database;
use std::{sync::Arc, time::Duration};

/// What the gateway's parts share.
pub struct Settings {
    /// The services behind the gateway.
    pub services: Services,
    /// Where the shop is reached, without a trailing slash.
    pub base_url: String,
    /// Whether it is reached by HTTPS.
    pub secure: bool,
    /// Whether search engines are to leave it alone.
    pub no_index: bool,
    /// Whose scripts, frames and pages the checkout may use, if Stripe takes the money.
    pub stripe: Option<PaymentHosts>,
    /// Whether `cargo leptos watch` reloads the pages.
    pub live_reload: bool,
    /// Proxies in front whose `X-Forwarded-For` is believed.
    pub trusted_hops: usize,
    /// Requests that are worked on at once; further ones are told to come back.
    pub at_once: usize,
    /// How long an answer may take.
    pub time_limit: Duration,
    /// How long a request has to send its body.
    pub body_time: Duration,
    /// Requests per client and account.
    pub limits: Limits,
    /// The catalogue's pages.
    pub pages: Arc<PageCache>,
    /// What the open pages of the back office are told.
    pub live_news: Arc<LiveNews>,
    /// How often they are told that they are, and their sessions are looked at.
    pub live_beat: Duration,
    /// What the shop says of itself.
    pub shop: face::Heard,
    /// What the home page may tell.
    pub stories: Stories,
    /// Where answers are kept for requests that are sent again.
    pub idempotency: Database,
}

impl Settings {
    /// The gateway's part of the configuration.
    ///
    /// # Errors
    /// When a database is missing.
    pub fn new(config: &Config, databases: &Databases, built: &Built) -> Result<Self> {
        Ok(Self {
            services: built.services.clone(),
            base_url: config.base_url(),
            secure: config.secure(),
            no_index: config.no_index,
            stripe: PaymentHosts::of(config),
            live_reload: std::env::var_os("LEPTOS_WATCH").is_some(),
            trusted_hops: config.trusted_hops,
            at_once: guard::at_once(),
            time_limit: guard::LIMIT,
            body_time: body_limit::ORDINARY_TIME,
            limits: Limits::new(config.rate_limit),
            pages: Arc::clone(&built.pages),
            live_news: Arc::clone(&built.live_news),
            live_beat: live::BEAT,
            shop: face::Heard::default(),
            stories: stories::read(&config.demo),
            idempotency: databases.of("orders")?,
        })
    }
}
