use super::{
    warehouse_form::WarehouseForm,
    warehouses_api::{WarehouseList, list_warehouses},
};
use crate::{
    admin::patterns::{Refresh, skeleton_list},
    components::{Badge, ButtonKind, ButtonSize, Card, Icon, IconName, LinkButton, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{WarehouseId, inventory::Warehouse};
use leptos::prelude::*;
use leptos_meta::Title;

/// The places that hold stock, each to be changed in place.
pub struct AdminWarehouses;

office_page!(AdminWarehouses, admin_warehouses);

fn admin_warehouses() -> AnyView {
    let refresh = Refresh::default();
    let list = page_resource(move || refresh.get(), |_| list_warehouses());
    let crumbs =
        vec![("Stock".to_owned(), "/admin/stock".to_owned()), ("Warehouses".to_owned(), String::new())];

    provide_context(refresh);
    view! {
        <Title text="Warehouses" />
        <PageHeader title="Warehouses" subtitle="Orders are taken from the one with the lowest priority first." crumbs />
        {loaded(list, skeleton_list, show)}
    }
    .into_any()
}

fn show(list: WarehouseList) -> AnyView {
    let may_edit = list.may_edit;
    let places: Vec<_> = list.warehouses.into_iter().map(|place| item(place, may_edit)).collect();
    let new = may_edit.then(|| {
        view! {
            <aside id="new">
                <Card title="New warehouse"><WarehouseForm warehouse=blank(list.next) new=true /></Card>
            </aside>
        }
    });
    view! { <div class="with-aside"><Card title="In order of priority">{places}</Card>{new}</div> }.into_any()
}

fn blank(id: WarehouseId) -> Warehouse {
    Warehouse {
        id,
        name: String::new(),
        location: String::new(),
        capacity: None,
        contact_info: String::new(),
        priority: 10,
        active: true,
    }
}

fn item(place: Warehouse, may_edit: bool) -> AnyView {
    let stock = format!("/admin/stock?warehouse={}", place.id);
    let (name, location) = (place.name.clone(), place.location.clone());
    let given_up = (!place.active).then(|| view! { <Badge tone=Tone::Neutral text="Not in use" /> });
    let form = may_edit.then(|| view! { <WarehouseForm warehouse=place /> });
    view! {
        <details class="disclosure">
            <summary>
                <span class="cluster cluster-sm"><Icon name=IconName::Warehouse />{name}{given_up}</span>
                <span class="muted small push">{location}</span>
                <Icon name=IconName::ChevronDown />
            </summary>
            <div class="disclosure-body stack">
                <div><LinkButton href=stock kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::Package>"What is there"</LinkButton></div>
                {form}
            </div>
        </details>
    }
    .into_any()
}
