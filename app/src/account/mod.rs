//! The way in and out, and what a shopper keeps here: orders, addresses, profile, sessions.

pub mod address_fields;
mod address_form;
mod addresses;
pub mod api;
mod apps;
pub mod apps_api;
pub mod book;
mod contact;
pub mod contact_api;
mod email;
pub mod email_api;
mod email_link;
mod erasure;
pub mod erasure_api;
mod forgot;
mod frame;
#[cfg(feature = "ssr")]
pub(crate) mod guard;
mod home;
mod log_in;
mod order;
mod order_list;
mod privacy;
pub mod privacy_api;
mod profile;
mod register;
mod reset;
mod second_factor;
mod security;
mod verification;
pub mod verification_api;
mod work;
pub mod work_api;

use addresses::AddressesPage;
use apps::AppDoorPage;
use contact::ContactPage;
use email::EmailPage;
use email_link::EmailLinkPage;
use erasure::ErasurePage;
use forgot::ForgotPage;
use home::AccountPage;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
use log_in::LogInPage;
use order::MyOrderPage;
use order_list::MyOrdersPage;
use privacy::PrivacyPage;
use profile::ProfilePage;
use register::RegisterPage;
use reset::ResetPage;
use second_factor::{LogInCodePage, RecoveryCodesPage, SecondFactorPage};
use security::SecurityPage;
use verification::VerifyPage;

/// The addresses of this feature.
#[component(transparent)]
pub fn AccountRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("login") view=LogInPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("login/code") view=LogInCodePage::lazy() ssr=SsrMode::Async />
        <Route path=path!("register") view=RegisterPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("forgot") view=ForgotPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("contact") view=ContactPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/app") view=AppDoorPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/reset") view=ResetPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/verify") view=VerifyPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account") view=AccountPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/orders") view=MyOrdersPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/orders/:number") view=MyOrderPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/addresses") view=AddressesPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/profile") view=ProfilePage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/privacy") view=PrivacyPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/email") view=EmailPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/email/confirm") view=EmailLinkPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/delete") view=ErasurePage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/security") view=SecurityPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/security/second-factor") view=SecondFactorPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("account/security/recovery-codes") view=RecoveryCodesPage::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
