//! How payments are made.

/// Which gateway, and when money is taken.
#[derive(Clone, Debug)]
pub struct Config {
    /// The gateway.
    pub gateway: Gateway,
    /// The shop's own address, without a slash at the end, e.g. `https://shop.example`.
    pub base_url: String,
    /// Whether to capture at once; otherwise staff captures, at dispatch at the latest.
    pub capture_at_checkout: bool,
}

/// Who moves the money.
#[derive(Clone)]
pub enum Gateway {
    /// The built-in test gateway: no money moves.
    Test,
    /// Stripe.
    Stripe(StripeConfig),
}

/// What Stripe's dashboard shows under "Developers".
#[derive(Clone)]
pub struct StripeConfig {
    /// `sk_…`
    pub secret_key: String,
    /// `pk_…`
    pub publishable_key: String,
    /// `whsec_…`; several, separated by commas, while one replaces another.
    pub webhook_secrets: String,
    /// Where the API is, with a slash at the end; Stripe's own when empty.
    pub api_base: Option<String>,
    /// Where Stripe.js is; Stripe's own when empty.
    pub script_url: Option<String>,
    /// Where a payer who leaves Stripe's page without paying comes back to, e.g. `https://shop.example/checkout`.
    pub given_up_url: String,
}

impl std::fmt::Debug for Gateway {
    /// Secrets stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Test => "Test",
            Self::Stripe(_) => "Stripe(..)",
        })
    }
}
