use crate::config::Config;
use contracts::Services;

/// What the gateway's parts share.
pub struct Settings {
    /// The services behind the gateway.
    pub services: Services,
    /// Where the shop is reached, without a trailing slash.
    pub base_url: String,
    /// Whether it is reached by HTTPS.
    pub secure: bool,
    /// Proxies in front whose `X-Forwarded-For` is believed.
    pub trusted_hops: usize,
    /// Requests per minute from one address.
    pub rate_limit: u32,
}

impl Settings {
    /// The gateway's part of the configuration.
    pub fn new(config: &Config, services: Services) -> Self {
        Self {
            services,
            base_url: config.base_url(),
            secure: config.secure(),
            trusted_hops: config.trusted_hops,
            rate_limit: config.rate_limit,
        }
    }
}
