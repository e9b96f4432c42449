use super::rules_api::{SaveCheckoutRules, load_checkout_rules};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, skeleton_detail},
    components::{Button, Card, PageHeader, TextField},
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::orders::CheckoutRules;
use leptos::prelude::*;
use leptos_meta::Title;

/// How long checkout and carts wait.
pub struct AdminCheckoutRules;

office_page!(AdminCheckoutRules, admin_checkout_rules);

fn admin_checkout_rules() -> AnyView {
    let refresh = Refresh::default();
    let rules = page_resource(move || refresh.get(), |_| load_checkout_rules());
    provide_context(refresh);
    view! {
        <Title text="Checkout" />
        <PageHeader title="Checkout" subtitle="How long purchases and carts wait. Purchases under way keep what they began with." crumbs=super::crumbs("Checkout") />
        {loaded(rules, skeleton_detail, |rules| view! { <RulesForm rules /> }.into_any())}
    }
    .into_any()
}

#[component]
fn RulesForm(rules: CheckoutRules) -> impl IntoView {
    let form = act::<SaveCheckoutRules>("Settings saved.");
    let field = move |name: &str,
                      label: &'static str,
                      hint: &'static str,
                      (least, most): (u32, u32),
                      now: u32| {
        let inner = format!("rules[{name}]");
        let value = form.value(&inner, &now.to_string());
        let hint = format!("{hint} From {least} to {most}.");
        view! { <TextField name=inner.clone() label required=true inputmode="numeric" hint value error=form.error(inner) /> }
            .into_any()
    };
    let hold = "What is being paid is nobody else's. Shorter lets others buy sooner, longer leaves banks more time to ask.";
    let abandoned = "Since nobody changed it. From then on it stands under Carts as abandoned.";
    let kept = "Since nobody changed it. Carts of accounts stay.";
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="rules[version]" value=rules.version.to_string() />
                <Card title="Units">
                    {field("hold_minutes", "Minutes for which a purchase holds its units", hold, CheckoutRules::HOLD_MINUTES, rules.hold_minutes)}
                </Card>
                <Card title="Carts">
                    <div class="stack">
                        {field("abandoned_minutes", "Minutes after which a cart is abandoned", abandoned, CheckoutRules::ABANDONED_MINUTES, rules.abandoned_minutes)}
                        {field("guest_cart_days", "Days after which a guest's cart is deleted", kept, CheckoutRules::GUEST_CART_DAYS, rules.guest_cart_days)}
                    </div>
                </Card>
                <div><Button pending=form.pending()>"Save settings"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}
