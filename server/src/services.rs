//! Builds the nine services and the flows over their databases: the only place that knows them all.

use crate::{
    config::{Capture, Config},
    databases::Databases,
    http::{LiveNews, PageCache, PageNews},
    operations::Operator,
    verify::Verifier,
};
use anyhow::Result;
use contracts::{Services, orders::ShopSettings};
use flows::{AfterSalesFlow, CheckoutFlow, PrivacyFlow, after_sales, checkout, privacy};
use payments::config::{Gateway, StripeConfig};
use platform::system_clock;
use secrecy::ExposeSecret;
use std::sync::Arc;

/// Everything that was built: the facades for workers, the contracts for everybody else.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is the service it is named after")]
pub struct Built {
    pub identity: Arc<identity::Identity>,
    pub catalog: Arc<catalog::Catalog>,
    pub inventory: Arc<inventory::Inventory>,
    pub orders: Arc<orders::Orders>,
    pub payments: Arc<payments::Payments>,
    pub shipping: Arc<shipping::Shipping>,
    pub notifications: Arc<notifications::Notifications>,
    pub recommendations: Arc<recommendations::Recommendations>,
    pub analytics: Arc<analytics::Analytics>,
    pub after_sales: Arc<AfterSalesFlow>,
    pub privacy: Arc<PrivacyFlow>,
    pub pages: Arc<PageCache>,
    pub page_news: Arc<PageNews>,
    pub live_news: Arc<LiveNews>,
    pub verifier: Verifier,
    pub services: Services,
}

/// Builds everything.
///
/// # Errors
/// When a setting is not usable, e.g. a malformed SMTP address.
pub fn build(config: &Config, databases: &Databases) -> Result<Built> {
    let clock = system_clock();
    let identity = identity::Identity::new(databases.of("identity")?).reached_at(&config.base_url());
    let identity = Arc::new(identity.signing_in_with(config.sign_in_providers()?, &config.base_url())?);
    let media = catalog::Config { media_dir: config.data.join("media") };
    let catalog = catalog::Catalog::new(databases.of("catalog")?, media);
    let catalog = Arc::new(catalog.searching_in(config.data.join("search")));
    let inventory = Arc::new(inventory::Inventory::new(databases.of("inventory")?));
    let orders = orders::Orders::new(databases.of("orders")?, Arc::clone(&clock));
    let orders = Arc::new(orders.selling_as(config.seller()));
    let gateway = payments_config(config);
    let payments =
        Arc::new(payments::Payments::new(databases.of("payments")?, Arc::clone(&clock), &gateway)?);
    let shipping = Arc::new(shipping::Shipping::new(databases.of("shipping")?, Arc::clone(&clock)));
    let mail = notifications_config(config);
    let notifications = Arc::new(notifications::Notifications::new(
        databases.of("notifications")?,
        Arc::clone(&clock),
        mail,
    )?);
    let recommendations =
        Arc::new(recommendations::Recommendations::new(databases.of("recommendations")?, Arc::clone(&clock)));
    let log_days = Some(config.event_log_days).filter(|days| *days > 0);
    let analytics = analytics::Analytics::new(databases.of("analytics")?, Arc::clone(&clock));
    let analytics = Arc::new(analytics.keeping_events_for(log_days));
    let checkout = Arc::new(CheckoutFlow::new(checkout::Parts {
        catalog: catalog.clone(),
        inventory: inventory.clone(),
        orders: orders.clone(),
        payments: payments.clone(),
        shipping: shipping.clone(),
        clock: Arc::clone(&clock),
        base_url: config.base_url(),
        most_declines: config.most_declines(),
    }));
    let after_sales = Arc::new(AfterSalesFlow::new(after_sales::Parts {
        identity: identity.clone(),
        inventory: inventory.clone(),
        orders: orders.clone(),
        payments: payments.clone(),
        shipping: shipping.clone(),
        notifications: notifications.clone(),
    }));
    let privacy = Arc::new(PrivacyFlow::new(privacy::Parts {
        identity: identity.clone(),
        orders: orders.clone(),
        payments: payments.clone(),
        shipping: shipping.clone(),
        notifications: notifications.clone(),
        recommendations: recommendations.clone(),
        analytics: analytics.clone(),
        clock,
    }));
    let verifier = Verifier::new(databases.all(), Arc::clone(&payments));
    let services = Services {
        identity: identity.clone(),
        catalog: catalog.clone(),
        inventory: inventory.clone(),
        orders: orders.clone(),
        payments: payments.clone(),
        shipping: shipping.clone(),
        notifications: notifications.clone(),
        recommendations: recommendations.clone(),
        analytics: analytics.clone(),
        checkout,
        after_sales: after_sales.clone(),
        privacy: privacy.clone(),
        operations: Arc::new(Operator::new(databases.all(), verifier.clone())),
    };
    let pages = Arc::<PageCache>::default();
    Ok(Built {
        identity,
        catalog,
        inventory,
        orders,
        payments,
        shipping,
        notifications,
        recommendations,
        analytics,
        after_sales,
        privacy,
        live_news: Arc::new(LiveNews::new(databases.of("notifications")?, databases.all())),
        page_news: Arc::new(PageNews::new(Arc::clone(&pages), databases.of("catalog")?)),
        pages,
        verifier,
        services,
    })
}

fn payments_config(config: &Config) -> payments::Config {
    let secret = |secret: &Option<secrecy::SecretString>| {
        secret.as_ref().map(|secret| secret.expose_secret().to_owned())
    };
    let gateway = match secret(&config.stripe_secret_key) {
        None => Gateway::Test,
        Some(secret_key) => Gateway::Stripe(StripeConfig {
            secret_key,
            publishable_key: config.stripe_publishable_key.clone().unwrap_or_default(),
            webhook_secrets: secret(&config.stripe_webhook_secret).unwrap_or_default(),
            api_base: config.stripe_api_base.clone(),
            script_url: config.stripe_js_url.clone(),
            given_up_url: format!("{}/checkout", config.base_url()),
        }),
    };
    payments::Config {
        gateway,
        base_url: config.base_url(),
        capture_at_checkout: config.capture == Capture::Checkout,
    }
}

fn notifications_config(config: &Config) -> notifications::Config {
    notifications::Config {
        smtp_url: config.smtp_url.as_ref().map(|url| url.expose_secret().to_owned()),
        from: config.mail_from.clone(),
        base_url: config.base_url(),
        shop_name: ShopSettings::NAME.to_owned(),
        contact: String::new(),
        staff_email: Some(config.staff_email().to_owned()),
        webhook_hosts: config.webhook_hosts.clone(),
    }
}
