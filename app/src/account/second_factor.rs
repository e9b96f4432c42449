use super::frame::{account_frame, door};
use crate::{
    components::{ButtonKind, LinkButton},
    lazy_page::lazy_page,
    second_factor::{home, recovery_codes, second_factor_panel, second_step},
};
use contracts::identity::Realm;
use leptos::prelude::*;

/// The second step of a shopper's log-in.
pub struct LogInCodePage;

lazy_page!(LogInCodePage, account, log_in_code_page);

fn log_in_code_page() -> AnyView {
    door(
        "Enter your code",
        "That was right. Now the code of your phone, or your passkey.",
        second_step(Realm::Shop),
    )
}

/// A shopper's second factor.
pub struct SecondFactorPage;

lazy_page!(SecondFactorPage, account, second_factor_page);

fn second_factor_page() -> AnyView {
    framed("Second factor", second_factor_panel(Realm::Shop))
}

/// A shopper's recovery codes, shown once.
pub struct RecoveryCodesPage;

lazy_page!(RecoveryCodesPage, account, recovery_codes_page);

fn recovery_codes_page() -> AnyView {
    framed("Recovery codes", recovery_codes(Realm::Shop))
}

fn framed(title: &'static str, body: AnyView) -> AnyView {
    let page = view! {
        <div class="stack stack-lg max-w-xl w-full">
            <h1>{title}</h1>
            {body}
        </div>
    };
    account_frame(title, "/account/security", page.into_any())
}

/// What the page of passwords and devices says of it.
pub(super) fn second_factor_section() -> AnyView {
    view! {
        <section class="stack">
            <h2>"Second factor"</h2>
            <p class="muted">"A code of your phone beside the password keeps out who has learnt it."</p>
            <div><LinkButton href=home(Realm::Shop) kind=ButtonKind::Secondary>"Second factor"</LinkButton></div>
        </section>
    }
    .into_any()
}
