//! What the shop is set to: what it says of itself, how it is paid, how long it waits, where it ships to and what that
//! costs, how it is taxed, whose days count, and how long things are kept.

mod locale;
mod locale_api;
mod method_form;
mod overview;
mod overview_api;
#[cfg(feature = "ssr")]
mod overview_pages;
#[cfg(feature = "ssr")]
mod parse;
mod privacy;
mod privacy_api;
#[cfg(feature = "ssr")]
mod readiness;
mod rules;
mod rules_api;
mod shipping;
mod shipping_api;
mod shop;
mod shop_api;
mod taxes;
mod taxes_api;
mod ways;
mod ways_api;
mod zone_form;

pub(super) use locale::AdminLocale;
pub(super) use overview::AdminSettings;
pub(super) use privacy::AdminRetention;
pub(super) use rules::AdminCheckoutRules;
pub(super) use shipping::AdminShipping;
pub(super) use shop::AdminShop;
pub(super) use taxes::AdminTaxes;
pub(super) use ways::AdminPaymentWays;

/// The way back to all settings.
fn crumbs(title: &str) -> Vec<(String, String)> {
    vec![("Settings".to_owned(), "/admin/settings".to_owned()), (title.to_owned(), String::new())]
}
