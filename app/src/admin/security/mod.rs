//! What a member of staff does for the safety of the own account.

use crate::{
    components::{Card, PageHeader},
    federation::linked_panel,
    lazy_page::office_page,
    passkeys::passkey_panel,
    second_factor::{recovery_codes, second_factor_panel},
};
use contracts::identity::Realm;
use leptos::prelude::*;
use leptos_meta::Title;

/// One's own passkeys and second factor, and other ways to log in.
pub struct AdminSecurity;

office_page!(AdminSecurity, admin_security);

fn admin_security() -> AnyView {
    view! {
        <Title text="My security" />
        <PageHeader title="My security" subtitle="What keeps others out of your account, here and in the shop." />
        <div class="stack stack-lg max-w-2xl">
            <Card title="Passkeys">{passkey_panel(Realm::Staff)}</Card>
            <Card title="Second factor">{second_factor_panel(Realm::Staff)}</Card>
            <Card title="Other ways to log in">{linked_panel(Realm::Staff)}</Card>
        </div>
    }
    .into_any()
}

/// One's own recovery codes, shown once.
pub struct AdminRecoveryCodes;

office_page!(AdminRecoveryCodes, admin_recovery_codes);

fn admin_recovery_codes() -> AnyView {
    view! {
        <Title text="Recovery codes" />
        <PageHeader title="Recovery codes" />
        <div class="max-w-2xl"><Card title="Yours">{recovery_codes(Realm::Staff)}</Card></div>
    }
    .into_any()
}
