use crate::{
    after_sales::AfterSales, analytics::Analytics, catalog::Catalog, checkout::Checkout, identity::Identity,
    inventory::Inventory, notifications::Notifications, operations::Operations, orders::Orders,
    payments::Payments, privacy::Privacy, recommendations::Recommendations, shipping::Shipping,
};
use std::sync::Arc;

/// The services, in the order they are listed everywhere. Each is also the name of its database.
pub const SERVICES: [&str; 9] = [
    "identity",
    "catalog",
    "inventory",
    "orders",
    "payments",
    "shipping",
    "notifications",
    "recommendations",
    "analytics",
];

/// Everything the user interface and the gateway can ask: nine services, three flows, the operator's view.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is the contract it is named after")]
pub struct Services {
    pub identity: Arc<dyn Identity>,
    pub catalog: Arc<dyn Catalog>,
    pub inventory: Arc<dyn Inventory>,
    pub orders: Arc<dyn Orders>,
    pub payments: Arc<dyn Payments>,
    pub shipping: Arc<dyn Shipping>,
    pub notifications: Arc<dyn Notifications>,
    pub recommendations: Arc<dyn Recommendations>,
    pub analytics: Arc<dyn Analytics>,
    pub checkout: Arc<dyn Checkout>,
    pub after_sales: Arc<dyn AfterSales>,
    pub privacy: Arc<dyn Privacy>,
    pub operations: Arc<dyn Operations>,
}
