use super::api::{PricedCart, list_carts};
use crate::{
    admin::patterns::{
        ListFilter, ListFrame, ListState, Listed, Pages, When, how_many, plural, skeleton_list,
        use_list_state,
    },
    components::{Badge, Column, DataTable, EmptyState, IconName, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::Timestamp;
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/carts";

/// The list of carts.
pub struct AdminCarts;

office_page!(AdminCarts, admin_carts);

fn admin_carts() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_carts);
    view! {
        <Title text="Carts" />
        <PageHeader title="Carts" subtitle="What people want and have not bought. A cart that nobody changed for a while, an hour unless the settings say otherwise, is abandoned." />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<PricedCart>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    if total == 0 && !state.is_narrowed() {
        return none_yet();
    }
    let columns = vec![
        Column::text("Cart"),
        Column::text("State"),
        Column::text("E-mail"),
        Column::number("Units"),
        Column::number("Value"),
        Column::text("Last change"),
    ];
    let states = [("open", "Open"), ("abandoned", "Abandoned")];
    let states = states.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    let filters = vec![
        ListFilter::new("state", "State", states),
        ListFilter::new("address", "E-mail", vec![("1".to_owned(), "Known".to_owned())]),
        ListFilter::day("from", "From"),
        ListFilter::day("to", "To"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|cart| row(cart, list.now)).collect();
    view! {
        <ListFrame state=state.clone() path=PATH filters count=how_many(total, "cart", "carts") empty pages>
            <DataTable caption="Carts" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn none_yet() -> AnyView {
    view! {
        <EmptyState icon=IconName::Cart title="No carts yet" text="As soon as somebody puts something into a cart it is here, with what it is worth and, once they have typed it, where to write to them." />
    }
    .into_any()
}

fn row(priced: PricedCart, now: Timestamp) -> AnyView {
    let units = priced.lines.iter().map(|line| line.quantity).sum::<u32>();
    let title = title(&priced);
    let more = plural(priced.lines.len() as u64, "article", "articles");
    view! {
        <tr>
            <th scope="row">
                <a href=format!("{PATH}/{}", priced.cart.id)>{title}</a>
                <span class="block muted small font-normal">{more}</span>
            </th>
            <td data-label="State">{state_badge(priced.cart.is_abandoned)}</td>
            <td data-label="E-mail">{priced.email}</td>
            <td data-label="Units" class="num">{units}</td>
            <td data-label="Value" class="num">{priced.value.map(|value| value.to_string())}</td>
            <td data-label="Last change" class="muted"><When at=priced.cart.changed_at now /></td>
        </tr>
    }
    .into_any()
}

/// Whose it is, as far as known.
pub fn title(priced: &PricedCart) -> String {
    match (priced.name.is_empty(), priced.cart.user.is_some()) {
        (false, _) => priced.name.clone(),
        (true, true) => "Customer".to_owned(),
        (true, false) => "Guest".to_owned(),
    }
}

/// Whether somebody is still at it.
pub fn state_badge(is_abandoned: bool) -> AnyView {
    let (tone, text) = if is_abandoned { (Tone::Warning, "Abandoned") } else { (Tone::Info, "Open") };
    view! { <Badge tone text /> }.into_any()
}
