use super::{
    adjust::Threshold,
    list::level,
    low_api::{LowStock, SetDefaultLowStock, list_low_stock},
};
use crate::{
    admin::patterns::{
        FormMessage, ListFilter, ListFrame, ListState, Pages, Refresh, When, act, how_many, named,
        skeleton_list, use_list_state,
    },
    components::{
        Button, ButtonKind, Card, Checkbox, Column, DataTable, EmptyState, IconName, LinkButton, PageHeader,
        TextField,
    },
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, inventory::StockRow};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/stock/low";

/// What is running low, and from how many units on it counts as that.
pub struct AdminLowStock;

office_page!(AdminLowStock, admin_low_stock);

fn admin_low_stock() -> AnyView {
    let (refresh, state) = (Refresh::default(), use_list_state());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_low_stock(state));
    let crumbs =
        vec![("Stock".to_owned(), "/admin/stock".to_owned()), ("Low stock".to_owned(), String::new())];

    provide_context(refresh);
    view! {
        <Title text="Low stock" />
        <PageHeader title="Low stock" subtitle="What is at its threshold or below, the emptiest first." crumbs />
        {loaded(list, skeleton_list, move |list| show(&state.get_untracked(), list))}
    }
    .into_any()
}

fn show(state: &ListState, found: LowStock) -> AnyView {
    let (threshold, may_adjust) = (found.default_threshold, found.may_adjust);
    let form = may_adjust.then(|| {
        view! {
            <aside>
                <Card title="Where nobody said otherwise"><DefaultThreshold threshold /></Card>
            </aside>
        }
    });
    let nothing = found.list.page.items.is_empty() && !state.is_narrowed();
    let body = if nothing { none_low() } else { table(state, found) };
    view! { <div class="with-aside"><div class="stack">{body}</div>{form}</div> }.into_any()
}

fn none_low() -> AnyView {
    view! {
        <div class="card">
            <EmptyState icon=IconName::Check title="Nothing is low" text="As soon as an article falls to its threshold in a warehouse it is here, and whoever runs the shop is told by mail. Thresholds are set on the page of an article.">
                <LinkButton href="/admin/stock" kind=ButtonKind::Secondary>"All stock"</LinkButton>
            </EmptyState>
        </div>
    }
    .into_any()
}

fn table(state: &ListState, found: LowStock) -> AnyView {
    let (page, now, may_adjust) = (found.list.page, found.list.now, found.may_adjust);
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let columns = vec![
        state.sortable(Column::text("SKU"), PATH, "sku"),
        Column::text("Product"),
        Column::text("Warehouse"),
        state.sortable(Column::number("Available"), PATH, "available"),
        Column::number("Reserved"),
        Column::text("Low at"),
        Column::text("Level"),
        state.sortable(Column::text("Changed"), PATH, "updated"),
    ];
    let places = found.warehouses.into_iter().map(|place| (place.id.to_string(), place.name)).collect();
    let filters = vec![ListFilter::new("warehouse", "Warehouse", places)];
    let rows: Vec<_> = page.items.into_iter().map(|stock| row(stock, may_adjust, now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="SKU or product" filters count=how_many(total, "row", "rows") empty pages>
            <DataTable caption="Low stock" columns dense=true stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(stock: StockRow, may_adjust: bool, now: Timestamp) -> AnyView {
    let (level, threshold) = (level(&stock), stock.low_stock_threshold);
    let low = if may_adjust {
        view! { <Threshold id=stock.id.to_string() threshold /> }.into_any()
    } else {
        threshold.into_any()
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/stock/{}", stock.variant)>{stock.sku.to_string()}</a></th>
            <td data-label="Product">{stock.name}</td>
            <td data-label="Warehouse" class="nowrap">{stock.warehouse_name}</td>
            <td data-label="Available" class="num">{stock.available}</td>
            <td data-label="Reserved" class="num">{stock.reserved}</td>
            <td data-label="Low at">{low}</td>
            <td data-label="Level">{level}</td>
            <td data-label="Changed" class="muted"><When at=stock.updated_at now /></td>
        </tr>
    }
    .into_any()
}

/// The threshold of stock that is new.
#[component]
fn DefaultThreshold(threshold: u32) -> impl IntoView {
    let form = act::<SetDefaultLowStock>("Threshold saved.");
    let present = threshold.to_string();
    let also = format!("Also where it is {present} now");
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="replaced" value=present.clone() />
                <TextField id="default-threshold" name="threshold" label="Counts as low at" ty="number" inputmode="numeric" min="0" step="1" required=true hint="For articles that are new." value=form.value("threshold", &present) error=form.error("threshold") />
                <Checkbox id="default-also" name="also_now" label=also hint="Articles with a threshold of their own keep it." />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Save threshold"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}
