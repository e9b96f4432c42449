//! Which page is where.

use leptos::prelude::AnyView;

macro_rules! pages {
    ($($path:literal => $page:ident in $module:ident,)+) => {
        /// A page of the bundle `office`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Page {
            $($page,)+
        }

        /// Each page after its path below `/admin/`; a part with a colon stands for any, which the page reads by that
        /// name from `use_params_map`.
        pub static PAGES: &[(&str, Page)] = &[$(($path, Page::$page),)+];

        fn render(page: Page) -> AnyView {
            match page {
                $(Page::$page => crate::admin::$module::$page::view(),)+
            }
        }
    };
}

#[cfg(feature = "hydrate")]
mod bundle {
    use super::{AnyView, Page};
    use leptos::wasm_split::wasm_split;

    // One function renders all pages: one each would cost every first visit a quarter of a kilobyte.
    #[wasm_split(office, wasm_split_path = leptos::wasm_split, preload(fetch))]
    pub(super) fn show(page: Page) -> AnyView {
        super::render(page)
    }
}

/// Renders the page with the bundle's code.
#[cfg(feature = "hydrate")]
pub async fn show(page: Page) -> AnyView {
    bundle::show(page).await
}

/// Fetches the bundle where it is not there yet.
#[cfg(feature = "hydrate")]
pub async fn fetch() {
    bundle::fetch().await;
}

/// Renders the page, and tells the browser to fetch the bundle at once.
#[cfg(not(feature = "hydrate"))]
pub async fn show(page: Page) -> AnyView {
    #[cfg(feature = "ssr")]
    leptos::prefetch_lazy_fn_on_server("office");
    render(page)
}

/// There is nothing to fetch on the server.
#[cfg(not(feature = "hydrate"))]
pub async fn fetch() {}

// What two bundles need becomes a file of its own: with six bundles there were 486 files instead of 124, and the first
// visit of every shopper fetched 63 of them instead of 35.
pages! {
    "orders" => AdminOrders in orders,
    "orders/pick" => AdminPickList in orders,
    "orders/slips" => AdminPackingSlips in orders,
    "orders/batches/:id" => AdminOrderBatch in orders,
    "orders/:id" => AdminOrder in orders,
    "orders/:id/slip" => AdminPackingSlip in orders,
    "mentions" => AdminMentions in orders,
    "parcels" => AdminParcels in orders,
    "payments" => AdminPayments in orders,
    "invoices" => AdminInvoices in orders,
    "invoices/:number" => AdminInvoice in orders,
    "coupons" => AdminCoupons in coupons,
    "coupons/:coupon" => AdminCoupon in coupons,
    "gift-cards" => AdminGiftCards in gift_cards,
    "gift-cards/new" => AdminNewGiftCard in gift_cards,
    "gift-cards/:id" => AdminGiftCard in gift_cards,
    "gift-cards/:id/code" => AdminGiftCardCode in gift_cards,
    "disputes" => AdminDisputes in system,
    "reconciliation" => AdminReconciliation in system,
    "customers" => AdminCustomers in customers,
    "customers/groups" => AdminCustomerGroups in customers,
    "customers/:id" => AdminCustomer in customers,
    "customers/:id/merge" => AdminMerge in customers,
    "carts" => AdminCarts in carts,
    "carts/:id" => AdminCart in carts,
    "staff" => AdminStaff in staff,
    "staff/roles" => AdminRoles in staff,
    "security" => AdminSecurity in security,
    "security/recovery-codes" => AdminRecoveryCodes in security,
    "products" => AdminProducts in catalog,
    "products/:id" => AdminProduct in catalog,
    "products/:id/history" => AdminProductHistory in catalog,
    "categories" => AdminCategories in catalog,
    "imports" => AdminImports in imports,
    "imports/:id" => AdminImport in imports,
    "media" => AdminMedia in media,
    "media/:id" => AdminMediaAsset in media,
    "product-types" => AdminProductTypes in product_types,
    "product-types/:type" => AdminProductType in product_types,
    "brands" => AdminBrands in brands,
    "brands/:brand" => AdminBrand in brands,
    "collections" => AdminCollections in collections,
    "collections/:collection" => AdminCollection in collections,
    "recommendations" => AdminRecommendations in recommendations,
    "recommendations/:product" => AdminRecommendation in recommendations,
    "redirects" => AdminRedirects in redirects,
    "stock" => AdminStock in stock,
    "stock/ledger" => AdminLedger in stock,
    "stock/low" => AdminLowStock in stock,
    "stock/reservations" => AdminReservations in stock,
    "stock/warehouses" => AdminWarehouses in stock,
    "stock/:variant" => AdminVariantStock in stock,
    "transfers" => AdminTransfers in transfers,
    "transfers/new" => AdminNewTransfer in transfers,
    "transfers/:transfer" => AdminTransfer in transfers,
    "notifications" => AdminNotifications in notifications,
    "notifications/:id" => AdminMail in notifications,
    "mailbox" => AdminMailbox in notifications,
    "templates" => AdminTemplates in notifications,
    "templates/:id" => AdminTemplate in notifications,
    "webhooks" => AdminWebhooks in webhooks,
    "webhooks/new" => AdminNewWebhook in webhooks,
    "webhooks/:id" => AdminWebhook in webhooks,
    "webhooks/:id/secret" => AdminWebhookSecret in webhooks,
    "reports" => AdminReports in reports,
    "views" => AdminViews in own_lists,
    "settings" => AdminSettings in settings,
    "settings/shop" => AdminShop in settings,
    "settings/payments" => AdminPaymentWays in settings,
    "settings/checkout" => AdminCheckoutRules in settings,
    "settings/shipping" => AdminShipping in settings,
    "settings/taxes" => AdminTaxes in settings,
    "settings/locale" => AdminLocale in settings,
    "settings/privacy" => AdminRetention in settings,
    "system" => AdminSystem in system,
    "rules" => AdminRules in system,
    "stuck" => AdminStuck in system,
    "stuck/:id" => AdminStuckRun in system,
    "events" => AdminEvents in system,
    "dead-letters" => AdminDeadLetters in system,
    "audit" => AdminAudit in system,
    "api-clients" => AdminApiClients in system,
    "api-keys" => AdminApiKeys in system,
}
