use super::{
    adjust::{Adjust, Threshold},
    api::{VariantStock, load_stock},
    ledger::movements,
    list::level,
    moving::MoveUnits,
};
use crate::{
    admin::patterns::{DetailFrame, Refresh, skeleton_detail},
    components::{ButtonKind, Card, Column, DataTable, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::inventory::{StockRow, Warehouse};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The stock of one variant in all warehouses.
pub struct AdminVariantStock;

office_page!(AdminVariantStock, admin_variant_stock);

fn admin_variant_stock() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let variant = Memo::new(move |_| params.with(|params| params.get("variant").unwrap_or_default()));
    let stock = page_resource(move || (variant.get(), refresh.get()), |(variant, _)| load_stock(variant));

    provide_context(refresh);
    loaded(stock, skeleton_detail, move |stock| show(&variant.get_untracked(), stock)).into_any()
}

fn show(variant: &str, stock: VariantStock) -> AnyView {
    let first = stock.rows.first();
    let title = first.map_or_else(|| "Stock of a variant".to_owned(), |row| row.sku.to_string());
    let name = first.map(|row| row.name.clone()).unwrap_or_default();
    let product = first.map(|row| format!("/admin/products/{}", row.product));
    let crumbs = vec![("Stock".to_owned(), "/admin/stock".to_owned()), (title.clone(), String::new())];
    let (held, moving) = (
        format!("/admin/stock/reservations?variant={variant}"),
        format!("/admin/transfers?variant={variant}"),
    );
    let actions = move || {
        view! {
            <LinkButton href=held.clone() kind=ButtonKind::Secondary icon=IconName::Clock>"Reservations"</LinkButton>
            <LinkButton href=moving.clone() kind=ButtonKind::Secondary icon=IconName::Truck>"Transfers"</LinkButton>
            {product.clone().map(|href| view! { <LinkButton href kind=ButtonKind::Secondary icon=IconName::Tag>"Product"</LinkButton> })}
        }
    };
    let (entries, now) = (stock.ledger.page.items, stock.ledger.now);
    let (id, may_adjust, rows) = (variant.to_owned(), stock.may_adjust, stock.rows.clone());
    let places = stock.warehouses.into_iter().filter(|place| place.active).collect();
    let side = move || may_adjust.then(|| forms(id, places));
    view! {
        <Title text=title.clone() />
        <PageHeader title subtitle=name crumbs actions />
        <DetailFrame side>
            <Card title="In the warehouses" flush=true>{places_table(rows, may_adjust)}</Card>
            <Card title="Last movements" flush=true>{movements(entries, now)}</Card>
        </DetailFrame>
    }
    .into_any()
}

fn forms(variant: String, places: Vec<Warehouse>) -> AnyView {
    let moving = (places.len() > 1).then(|| {
        let (variant, warehouses) = (variant.clone(), places.clone());
        view! { <MoveUnits variant warehouses /> }
    });
    view! { <Adjust variant warehouses=places />{moving} }.into_any()
}

fn places_table(rows: Vec<StockRow>, may_adjust: bool) -> AnyView {
    let columns = vec![
        Column::text("Warehouse"),
        Column::number("Available"),
        Column::number("Reserved"),
        Column::text("Level"),
        Column::text("Low at"),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let (level, threshold) = (level(&row), row.low_stock_threshold);
            let low = if may_adjust {
                view! { <Threshold id=row.id.to_string() threshold /> }.into_any()
            } else {
                threshold.into_any()
            };
            view! {
                <tr>
                    <th scope="row">{row.warehouse_name}</th>
                    <td class="num">{row.available}</td>
                    <td class="num">{row.reserved}</td>
                    <td>{level}</td>
                    <td>{low}</td>
                </tr>
            }
        })
        .collect();
    view! { <DataTable caption="Stock by warehouse" columns>{rows}</DataTable> }.into_any()
}
