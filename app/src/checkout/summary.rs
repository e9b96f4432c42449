use super::{api::Figures, state::CheckoutState, words};
use crate::{
    cart::{coupon::offer_fact, gift_card::gift_card_facts},
    catalog::card::picture_of,
    components::{Fact, Facts, Icon, IconName},
    orders::words::rate,
};
use contracts::checkout::QuoteLine;
use leptos::prelude::*;

/// What is bought and what it costs, beside the form.
pub(super) fn summary(state: CheckoutState) -> AnyView {
    view! {
        <aside class="summary-panel stack" aria-label="Your order">
            <h2>"Your order"</h2>
            {content(state)}
        </aside>
    }
    .into_any()
}

/// The same above the form, folded to what is due.
pub(super) fn summary_folded(state: CheckoutState) -> AnyView {
    let due = move || state.figures.with(|figures| figures.due.to_string());
    view! {
        <details class="summary-panel group">
            <summary class="between list-none [&::-webkit-details-marker]:hidden">
                <span class="inline-flex items-center gap-2">"Your order"<Icon name=IconName::ChevronDown class="icon group-open:rotate-180" /></span>
                <strong class="tnum font-semibold">{due}</strong>
            </summary>
            <div class="stack pt-4">{content(state)}</div>
        </details>
    }
    .into_any()
}

fn content(state: CheckoutState) -> AnyView {
    let lines = Memo::new(move |_| state.figures.with(|figures| figures.lines.clone()));
    view! {
        <ul role="list">{move || lines.get().iter().map(line).collect_view()}</ul>
        {move || state.figures.with(totals)}
    }
    .into_any()
}

fn line(line: &QuoteLine) -> AnyView {
    let item = &line.item;
    let short = (line.available < line.quantity).then(|| words::short_line(&item.name, line.available));
    view! {
        <li class="line-item line-item-sm">
            {picture_of(item.picture.as_ref(), &item.name, None, false)}
            <div class="min-w-0 wrap-anywhere">
                <p class="line-item-name">{item.name.clone()}</p>
                {(!item.choices.is_empty()).then(|| view! { <p class="small muted">{item.choices.clone()}</p> })}
                <p class="small muted tnum">"Quantity "{line.quantity}</p>
                {short.map(|text| view! { <p class="small text-warning">{text}</p> })}
            </div>
            <p class="line-item-price">{line.subtotal.to_string()}</p>
        </li>
    }
    .into_any()
}

fn totals(figures: &Figures) -> AnyView {
    let shipping = figures.shipping.map_or_else(|| "Follows the address".to_owned(), words::price);
    let tax = (figures.tax_rate_bp > 0)
        .then(|| ["Contains ", &rate(figures.tax_rate_bp), " VAT: ", &figures.tax.to_string()].concat());
    let total_term = if figures.shipping.is_some() { "Total" } else { "Total without delivery" };
    let coupon = figures.coupon.as_ref().map(offer_fact);
    let gift_card = gift_card_facts(figures.gift_card.as_ref(), figures.due);
    let (subtotal, total) = (figures.subtotal.to_string(), figures.total.to_string());
    view! {
        <Facts>
            <Fact term="Subtotal">{subtotal}</Fact>
            {coupon}
            <Fact term="Delivery">{shipping}</Fact>
            <Fact term=total_term total=true>{total}</Fact>
            {gift_card}
        </Facts>
        {tax.map(|text| view! { <p class="small muted tnum">{text}</p> })}
    }
    .into_any()
}
