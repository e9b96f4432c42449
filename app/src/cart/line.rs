//! A line of the cart, on its page and in the drawer.

use super::{api::SetCartLine, use_cart};
use crate::{
    catalog::card::picture_of,
    components::{Button, ButtonKind, ButtonSize, Icon, IconName},
    form::ActionForm,
};
use contracts::{VariantId, checkout::QuoteLine, orders::CartLine};
use leptos::prelude::*;

/// A line with its quantity and a way to remove it.
pub fn cart_line(line: &QuoteLine) -> AnyView {
    let item = &line.item;
    let href = ["/p/", item.slug.as_str(), "?v=", item.sku.as_str()].concat();
    let each = (line.quantity > 1).then(|| [&item.price.to_string(), " each"].concat());
    let problem = problem(line);
    view! {
        <li class="line-item">
            {picture_of(item.picture.as_ref(), &item.name, None, false)}
            <div>
                <a class="line-item-name no-underline hover:underline" href=href>{item.name.clone()}</a>
                {(!item.choices.is_empty()).then(|| view! { <p class="small muted">{item.choices.clone()}</p> })}
                {each.map(|each| view! { <p class="small muted tnum">{each}</p> })}
            </div>
            <p class="line-item-price">{line.subtotal.to_string()}</p>
            <div class="col-start-2 col-end-4 stack stack-sm">
                {problem.map(|text| view! { <p class="small text-warning" role="status">{text}</p> })}
                <div class="between">
                    {stepper(line)}
                    {remove(line.item.variant, &item.name)}
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// A line that the catalogue no longer knows: nothing can be done with it but to remove it.
pub fn gone_line(line: &CartLine) -> AnyView {
    let units = (line.quantity.get() > 1).then(|| [&line.quantity.to_string(), " units"].concat());
    view! {
        <li class="line-item">
            {picture_of(None, "\u{2013}", None, false)}
            <div>
                <p class="line-item-name">"Something that was taken off sale"</p>
                {units.map(|units| view! { <p class="small muted tnum">{units}</p> })}
            </div>
            <div class="col-start-2 col-end-4 stack stack-sm">
                <p class="small text-warning" role="status">"No longer on sale. Please remove it to go on."</p>
                <div class="flex justify-end">{remove(line.variant, "what was taken off sale")}</div>
            </div>
        </li>
    }
    .into_any()
}

/// Why a line cannot be bought as it is.
fn problem(line: &QuoteLine) -> Option<String> {
    match line.available {
        available if available >= line.quantity => None,
        0 if !line.item.on_sale => Some("No longer on sale. Please remove it to go on.".to_owned()),
        0 => Some("Sold out. Please remove it to go on.".to_owned()),
        1 => Some("Only one left. Please lower the quantity.".to_owned()),
        few => Some(["Only ", &few.to_string(), " left. Please lower the quantity."].concat()),
    }
}

/// One form: the field sets the quantity, the buttons step it. The first button answers the Enter key.
fn stepper(line: &QuoteLine) -> AnyView {
    let change = use_cart().change;
    let (variant, quantity, name) = (line.item.variant, line.quantity, line.item.name.clone());
    let typed = move |event| {
        if let Ok(quantity) = event_target_value(&event).parse() {
            change.send(&SetCartLine { variant, quantity, step: None });
        }
    };
    let most = line.available <= quantity;
    view! {
        <ActionForm action=change.action>
            <button class="sr-only" tabindex="-1">"Change quantity"</button>
            <input type="hidden" name="variant" value=variant.to_string() />
            <div class="inline-flex items-stretch w-max border border-line-strong rounded bg-raised">
                <button class="grid place-items-center size-10 pointer-coarse:size-11" name="step" value="-1" aria-label=["One less: ", &name].concat()>
                    <Icon name=IconName::Minus />
                </button>
                <input
                    class="w-10 text-center bg-transparent tnum appearance-none [&::-webkit-inner-spin-button]:appearance-none"
                    type="text"
                    inputmode="numeric"
                    pattern="[0-9]*"
                    name="quantity"
                    value=quantity.to_string()
                    prop:value=quantity.to_string()
                    aria-label=["Quantity of ", &name].concat()
                    on:change=typed
                />
                <button class="grid place-items-center size-10 pointer-coarse:size-11 disabled:opacity-40" name="step" value="1" disabled=most aria-label=["One more: ", &name].concat()>
                    <Icon name=IconName::Plus />
                </button>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn remove(variant: VariantId, name: &str) -> AnyView {
    let (label, variant) = (["Remove ", name].concat(), variant.to_string());
    view! {
        <ActionForm action=use_cart().change.action>
            <input type="hidden" name="variant" value=variant />
            <input type="hidden" name="quantity" value="0" />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small label>"Remove"</Button>
        </ActionForm>
    }
    .into_any()
}
