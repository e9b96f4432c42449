use super::shipping_api::{RemoveMethod, SaveMethod};
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, ButtonKind, Icon, IconName, TextArea, TextField},
    form::{ActionForm, FormState},
};
use contracts::{Money, ShippingMethodId, ZoneId, shipping::Method};
use leptos::prelude::*;

/// A way to ship, to be changed or taken away in place.
pub fn method_of(zone: ZoneId, method: Method) -> AnyView {
    let days = if method.days_min == method.days_max {
        method.days_max.to_string()
    } else {
        format!("{}–{}", method.days_min, method.days_max)
    };
    let (name, id) = (method.name.clone(), method.id);
    let cheapest = method.tiers.iter().map(|tier| tier.price).min_by_key(|price| price.minor);
    let told = format!(
        "{} · {days} working days{}",
        method.carrier,
        cheapest.map(|price| format!(" · from {price}")).unwrap_or_default()
    );
    view! {
        <details class="disclosure">
            <summary>
                <span class="cluster cluster-sm"><Icon name=IconName::Truck />{name.clone()}</span>
                <span class="muted small push">{told}</span>
                <Icon name=IconName::ChevronDown />
            </summary>
            <div class="disclosure-body stack">
                <MethodForm zone id method=Some(method) />
                <MethodRemoval id name />
            </div>
        </details>
    }
    .into_any()
}

/// Creates or changes a way to ship.
#[component]
pub fn MethodForm(zone: ZoneId, id: ShippingMethodId, method: Option<Method>) -> impl IntoView {
    let form = act::<SaveMethod>("Way to ship saved.");
    let old = method.as_ref();
    let label = if old.is_some() { "Save" } else { "Add" };
    let mine =
        form.value("method[zone]", "") == zone.to_string() && form.value("method[id]", "") == id.to_string();
    let own = |name: &str, fallback: String| {
        if mine { form.value(&format!("method[{name}]"), &fallback) } else { fallback }
    };
    let text = |read: fn(&Method) -> String| old.map(read).unwrap_or_default();
    let name = own("name", text(|method| method.name.clone()));
    let carrier = own("carrier", text(|method| method.carrier.clone()));
    let days_min = own("days_min", text(|method| method.days_min.to_string()));
    let days_max = own("days_max", text(|method| method.days_max.to_string()));
    let free_from = own("free_from", text(|method| method.free_from.map(Money::decimal).unwrap_or_default()));
    let tiers = own("tiers", text(tiers));
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="method[zone]" value=zone.to_string() />
                <input type="hidden" name="method[id]" value=id.to_string() />
                <div class="field-row">
                    {field(form, zone, id, "name", "Name", name)}
                    {field(form, zone, id, "carrier", "Carrier", carrier)}
                </div>
                <div class="field-row">
                    {field(form, zone, id, "days_min", "Working days, at best", days_min)}
                    {field(form, zone, id, "days_max", "At worst", days_max)}
                </div>
                <TextArea id=input(zone, id, "tiers") name="method[tiers]" label="Prices by weight" rows=4 required=true hint="A line each: up to how many kilograms, then the price: 2.5 4.90" value=tiers error=form.error("method[tiers]") />
                <TextField id=input(zone, id, "free_from") name="method[free_from]" label="Free from" optional=true inputmode="decimal" hint="For articles worth this much." value=free_from error=form.error("method[free_from]") />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>{label}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn input(zone: ZoneId, id: ShippingMethodId, field: &str) -> String {
    format!("method-{field}-{zone}-{id}")
}

fn field(
    form: FormState<SaveMethod>,
    zone: ZoneId,
    id: ShippingMethodId,
    name: &'static str,
    label: &'static str,
    value: String,
) -> AnyView {
    let inner = format!("method[{name}]");
    let numeric = if name.starts_with("days") { "numeric" } else { "text" };
    view! { <TextField id=input(zone, id, name) name=inner.clone() label required=true maxlength=100 inputmode=numeric value error=form.error(inner) /> }
    .into_any()
}

/// A line for each weight: kilograms and price.
fn tiers(method: &Method) -> String {
    let line = |tier: &contracts::shipping::WeightTier| {
        let kilograms = format!("{}.{:03}", tier.up_to_g / 1000, tier.up_to_g % 1000);
        let kilograms = kilograms.trim_end_matches('0').trim_end_matches('.').to_owned();
        format!("{kilograms} {}", tier.price.decimal())
    };
    method.tiers.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[component]
fn MethodRemoval(id: ShippingMethodId, name: String) -> impl IntoView {
    let form = act::<RemoveMethod>("Way to ship removed.");
    view! {
        <Confirm title="Remove this way to ship" icon=IconName::Trash>
            <p class="small">{format!("“{name}” can no longer be chosen. Parcels under way stay as they are.")}</p>
            <ActionForm action=form.action>
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id.to_string() />
                <Button kind=ButtonKind::Danger pending=form.pending()>"Remove"</Button>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
