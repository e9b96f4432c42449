//! Whose scripts, frames and pages the checkout uses: <https://docs.stripe.com/security/guide#content-security-policy>.

use crate::config::Config;

/// Sources to add to a policy; each begins with a space, or is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentHosts {
    /// Where a form may lead: to the hosted page, to the bank's question.
    pub forms: String,
    /// Stripe.js and what it loads.
    pub scripts: String,
    /// Pictures in what it shows.
    pub pictures: String,
    /// What it asks.
    pub connections: String,
    /// The Payment Element's fields, the bank's question.
    pub frames: String,
}

impl PaymentHosts {
    /// Stripe's, or an emulator's; none with the test gateway.
    pub fn of(config: &Config) -> Option<Self> {
        config.stripe_secret_key.as_ref()?;
        Some(config.stripe_js_url.as_deref().map_or_else(Self::stripe, Self::emulator))
    }

    fn stripe() -> Self {
        Self {
            forms: " https://checkout.stripe.com https://hooks.stripe.com".to_owned(),
            scripts: " https://js.stripe.com https://*.js.stripe.com".to_owned(),
            pictures: " https://*.stripe.com".to_owned(),
            connections: " https://api.stripe.com".to_owned(),
            frames: " https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com".to_owned(),
        }
    }

    fn emulator(script: &str) -> Self {
        let origin = format!(" {}", origin(script));
        Self {
            forms: origin.clone(),
            scripts: origin.clone(),
            pictures: origin.clone(),
            connections: origin.clone(),
            frames: origin,
        }
    }
}

/// `scheme://host:port`.
fn origin(url: &str) -> &str {
    let Some((scheme, rest)) = url.split_once("://") else { return "" };
    let host = rest.find(['/', '?', '#', ';', ' ']).unwrap_or(rest.len());
    url.get(..scheme.len() + 3 + host).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_emulator_s_address_only_the_origin_is_let_in() {
        assert_eq!(origin("http://127.0.0.1:7000/stripe.js?x"), "http://127.0.0.1:7000");
        assert_eq!(origin("https://js.example; script-src *"), "https://js.example");
        assert_eq!(origin("nonsense"), "");
    }
}
