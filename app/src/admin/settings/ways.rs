use super::ways_api::{MovePaymentWay, SavePaymentWay, load_payment_ways};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, skeleton_detail},
    components::{
        Badge, Button, ButtonKind, ButtonSize, Card, Checkbox, IconName, PageHeader, TextField, Tone,
    },
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Money,
    payments::{GatewayInfo, PaymentKind, PaymentWay},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Which ways to pay are offered, where and for how much.
pub struct AdminPaymentWays;

office_page!(AdminPaymentWays, admin_payment_ways);

fn admin_payment_ways() -> AnyView {
    let refresh = Refresh::default();
    let gateway = page_resource(move || refresh.get(), |_| load_payment_ways());
    provide_context(refresh);
    view! {
        <Title text="Ways to pay" />
        <PageHeader title="Ways to pay" subtitle="The checkout offers what is on here, in this order, and nothing else is accepted. Purchases under way go on." crumbs=super::crumbs("Ways to pay") />
        {loaded(gateway, skeleton_detail, show)}
    }
    .into_any()
}

fn show(gateway: GatewayInfo) -> AnyView {
    let by_test = gateway.gateway == "test";
    let last = gateway.ways.len().saturating_sub(1);
    let ways = gateway.ways.into_iter().enumerate();
    let ways: Vec<_> = ways.map(|(at, way)| card(way, by_test, (at == 0, at == last))).collect();
    view! { <div class="stack">{ways}</div> }.into_any()
}

/// A way to pay, and whether it is the first and the last one.
fn card(way: PaymentWay, by_test: bool, (first, last): (bool, bool)) -> AnyView {
    let about = match way.kind {
        PaymentKind::Card if by_test => {
            "By the built-in test gateway: test cards only, nobody is charged. Stripe's keys are set where the server runs."
        }
        PaymentKind::Card => "By Stripe: in the checkout, or at Stripe's own page where that does not load.",
        PaymentKind::GiftCard => "Gift cards of this shop, entered in the cart. They pay all or a part.",
    };
    let (tone, text) = if way.is_on { (Tone::Positive, "On") } else { (Tone::Neutral, "Off") };
    view! {
        <Card title=way.kind.label() actions=move || view! { <Badge tone text /> }>
            <div class="stack">
                <p class="muted small">{about}</p>
                <MoveWay kind=way.kind first last />
                <WayForm way />
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn MoveWay(kind: PaymentKind, first: bool, last: bool) -> impl IntoView {
    let form = act::<MovePaymentWay>("Order changed.");
    let button = move |icon: IconName, direction: &'static str, text: &'static str| {
        let label = format!("Offer {} {}", kind.label().to_lowercase(), text.to_lowercase());
        view! { <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon name="direction" value=direction label pending=form.pending()>{text}</Button> }.into_any()
    };
    view! {
        <ActionForm action=form.action attr:class="cluster cluster-sm">
            <FormMessage message=form.message() />
            <input type="hidden" name="kind" value=kind.as_str() />
            {(!first).then(|| button(IconName::ArrowUp, "up", "Earlier"))}
            {(!last).then(|| button(IconName::ArrowDown, "down", "Later"))}
        </ActionForm>
    }
    .into_any()
}

#[component]
fn WayForm(way: PaymentWay) -> impl IntoView {
    let form = act::<SavePaymentWay>("Way to pay saved.");
    let kind = way.kind.as_str();
    // What was typed into this form and refused, not into the other one.
    let mine = form.value("way[kind]", "") == kind;
    let own = |name: &str, now: String| if mine { form.value(&format!("way[{name}]"), &now) } else { now };
    let decimal = |minor: Option<i64>| minor.map(|minor| Money::new(minor, way.currency).decimal());
    let countries = way.countries.iter().map(|country| country.as_str()).collect::<Vec<_>>().join(" ");
    let countries = own("countries", countries);
    let minimum = own("minimum", decimal(way.minimum).unwrap_or_default());
    let maximum = own("maximum", decimal(way.maximum).unwrap_or_default());
    let id = move |name: &str| format!("way-{name}-{kind}");
    let limit = format!("In {}.", way.currency.code());
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="way[kind]" value=kind />
                <input type="hidden" name="way[version]" value=way.version.to_string() />
                <input type="hidden" name="way[currency]" value=way.currency.code() />
                <Checkbox id=id("on") name="way[is_on]" label="Offered" checked=way.is_on />
                <TextField id=id("countries") name="way[countries]" label="Only for orders to" optional=true hint="Two letters each (ISO 3166-1): AT CH DE. Everywhere when empty." value=countries error=form.error("way[countries]") />
                <div class="field-row">
                    <TextField id=id("minimum") name="way[minimum]" label="For orders from" optional=true inputmode="decimal" hint=limit.clone() value=minimum error=form.error("way[minimum]") />
                    <TextField id=id("maximum") name="way[maximum]" label="For orders up to" optional=true inputmode="decimal" hint=limit value=maximum error=form.error("way[maximum]") />
                </div>
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Save"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}
