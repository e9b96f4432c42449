//! The pages of the back office that come in one bundle, fetched when the first of them is opened.
//!
//! One function of the bundle renders them all: a function each would cost the first visit of every shopper a quarter of
//! a kilobyte.

use leptos::prelude::AnyView;

macro_rules! pages {
    ($($page:ident in $area:ident,)*) => {
        /// A page of the bundle.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Page {
            $($page,)*
        }

        fn render(page: Page) -> AnyView {
            match page {
                $(Page::$page => super::$area::$page::view(),)*
            }
        }
    };
}

pages! {
    AdminCart in carts,
    AdminCarts in carts,
    AdminCategories in catalog,
    AdminProduct in catalog,
    AdminProducts in catalog,
    AdminCoupon in coupons,
    AdminCoupons in coupons,
    AdminCustomer in customers,
    AdminCustomerGroups in customers,
    AdminCustomers in customers,
    AdminMerge in customers,
    AdminGiftCard in gift_cards,
    AdminGiftCardCode in gift_cards,
    AdminGiftCards in gift_cards,
    AdminNewGiftCard in gift_cards,
    AdminMail in notifications,
    AdminMailbox in notifications,
    AdminNotifications in notifications,
    AdminTemplate in notifications,
    AdminTemplates in notifications,
    AdminInvoice in orders,
    AdminInvoices in orders,
    AdminMentions in orders,
    AdminOrder in orders,
    AdminOrderBatch in orders,
    AdminOrders in orders,
    AdminPackingSlip in orders,
    AdminPackingSlips in orders,
    AdminParcels in orders,
    AdminPayments in orders,
    AdminPickList in orders,
    AdminViews in own_lists,
    AdminRecommendation in recommendations,
    AdminRecommendations in recommendations,
    AdminReports in reports,
    AdminRecoveryCodes in security,
    AdminSecurity in security,
    AdminCheckoutRules in settings,
    AdminPaymentWays in settings,
    AdminSettings in settings,
    AdminShipping in settings,
    AdminShop in settings,
    AdminTaxes in settings,
    AdminRoles in staff,
    AdminStaff in staff,
    AdminLedger in stock,
    AdminLowStock in stock,
    AdminReservations in stock,
    AdminStock in stock,
    AdminVariantStock in stock,
    AdminWarehouses in stock,
    AdminApiClients in system,
    AdminApiKeys in system,
    AdminAudit in system,
    AdminDeadLetters in system,
    AdminDisputes in system,
    AdminEvents in system,
    AdminReconciliation in system,
    AdminRules in system,
    AdminStuck in system,
    AdminStuckRun in system,
    AdminSystem in system,
    AdminNewTransfer in transfers,
    AdminTransfer in transfers,
    AdminTransfers in transfers,
    AdminNewWebhook in webhooks,
    AdminWebhook in webhooks,
    AdminWebhookSecret in webhooks,
    AdminWebhooks in webhooks,
}

#[cfg(feature = "hydrate")]
mod bundle {
    use super::{AnyView, Page};
    use leptos::wasm_split::wasm_split;

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
