//! The table of who hears what: event -> consumer. Consumers remember what they applied, so an event
//! that is delivered twice is applied once.

use crate::services::Built;
use platform::Consumer;

/// One consumer of one facade: its name in the inbox's words, service, events, method.
macro_rules! on {
    ($built:expr, $name:literal, $service:literal, [$($event:literal),*], $owner:ident.$method:ident) => {{
        let owner = $built.$owner.clone();
        Consumer::new($name, $service, &[$($event),*], move |envelope| {
            let owner = owner.clone();
            async move { owner.$method(envelope).await }
        })
    }};
}

/// Every subscription of the shop.
#[rustfmt::skip]
pub fn subscriptions(built: &Built) -> Vec<Consumer> {
    vec![
        on!(built, "identity.audit", "*", ["audit_recorded"], identity.on_audit),
        on!(built, "identity.shop", "orders", ["shop_saved"], identity.on_shop_saved),
        on!(built, "catalog.stock", "inventory", ["stock_changed"], catalog.on_stock_changed),
        on!(built, "inventory.products", "catalog", ["product_saved"], inventory.on_product_saved),
        on!(built, "inventory.counted", "catalog", ["stock_counted"], inventory.on_stock_counted),
        on!(built, "orders.shipping", "shipping", ["shipment_delivered"], orders.on_shipping_event),
        on!(built, "orders.customers", "identity", ["customers_merged"], orders.on_customers_merged),
        on!(built, "after_sales.dispatched", "shipping", ["shipment_dispatched"], after_sales.on_shipment_dispatched),
        on!(built, "after_sales.cancelled", "orders", ["order_cancelled"], after_sales.on_order_cancelled),
        on!(built, "after_sales.captured", "payments", ["payment_captured"], after_sales.on_payment_captured),
        on!(built, "after_sales.refund_failed", "payments", ["refund_failed"], after_sales.on_refund_failed),
        on!(built, "after_sales.refunded", "payments", ["refund_processed"], after_sales.on_refund_processed),
        on!(built, "after_sales.registration", "identity", ["registration_begun"], after_sales.on_registration_begun),
        on!(built, "after_sales.registered", "identity", ["user_registered"], after_sales.on_user_registered),
        on!(built, "after_sales.email_change", "identity", ["email_change_stopped"], after_sales.on_email_change_stopped),
        on!(built, "notifications.identity", "identity", ["user_registered", "registered_again", "password_changed", "email_changed", "second_factor_changed", "way_in_changed", "new_device", "user_deleted", "customers_merged"], notifications.on_identity_event),
        on!(built, "notifications.orders", "orders", ["order_confirmed", "order_cancelled", "order_refunded"], notifications.on_orders_event),
        on!(built, "notifications.shop", "orders", ["shop_saved"], notifications.on_shop_saved),
        on!(built, "notifications.shipping", "shipping", ["shipment_dispatched"], notifications.on_shipping_event),
        on!(built, "notifications.stock", "inventory", ["stock_low"], notifications.on_inventory_event),
        on!(built, "notifications.operations", "operations", ["rules_broken"], notifications.on_operations_event),
        on!(built, "notifications.webhooks", "*", ["order_confirmed", "order_shipped", "order_delivered", "order_cancelled", "order_refunded", "shipment_dispatched", "shipment_delivered", "product_saved", "stock_changed", "stock_low"], notifications.on_event_of_webhooks),
        on!(built, "recommendations.products", "catalog", ["product_saved"], recommendations.on_product_saved),
        on!(built, "recommendations.orders", "orders", ["order_placed", "order_cancelled"], recommendations.on_order_event),
        on!(built, "recommendations.carts", "orders", ["added_to_cart"], recommendations.on_added_to_cart),
        on!(built, "recommendations.accounts", "identity", ["user_deleted"], recommendations.on_user_deleted),
        on!(built, "recommendations.consents", "identity", ["consent_changed"], recommendations.on_consent_changed),
        on!(built, "privacy.accounts", "identity", ["user_deleted"], privacy.on_user_deleted),
        on!(built, "recommendations.customers", "identity", ["customers_merged"], recommendations.on_customers_merged),
        on!(built, "gateway.pages", "catalog", ["product_saved", "category_saved", "type_saved", "brand_saved", "collection_saved"], page_news.on_change),
        on!(built, "gateway.stock", "inventory", ["stock_changed"], page_news.on_change),
        on!(built, "gateway.live_orders", "orders", ["order_placed"], live_news.on_event),
        on!(built, "gateway.live_stock", "inventory", ["stock_changed", "stock_low"], live_news.on_event),
        on!(built, "gateway.recommendations", "recommendations", ["rule_changed"], page_news.on_change),
        on!(built, "analytics.all", "*", [], analytics.on_any_event),
    ]
}
