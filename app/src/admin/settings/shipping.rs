use super::{
    method_form::{MethodForm, method_of},
    shipping_api::{ShippingPlan, load_shipping_plan},
    zone_form::{ZoneForm, ZoneRemoval},
};
use crate::{
    admin::patterns::{Confirm, Refresh, skeleton_list},
    components::{Card, EmptyState, Icon, IconName, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{ShippingMethodId, shipping::Zone};
use leptos::prelude::*;
use leptos_meta::Title;

/// Where is shipped to, by zone, how and for how much; each to be changed in place.
pub struct AdminShipping;

office_page!(AdminShipping, admin_shipping);

fn admin_shipping() -> AnyView {
    let refresh = Refresh::default();
    let plan = page_resource(move || refresh.get(), |_| load_shipping_plan());
    provide_context(refresh);
    view! {
        <Title text="Shipping" />
        <PageHeader title="Shipping" subtitle="The countries of a zone share ways to ship and prices. A country without a zone is not shipped to." />
        {loaded(plan, skeleton_list, show)}
    }
    .into_any()
}

fn show(plan: ShippingPlan) -> AnyView {
    let none = plan.zones.is_empty();
    let next_method = plan.next_method;
    let zones: Vec<_> = plan.zones.into_iter().map(|zone| item(zone, next_method)).collect();
    let blank = Zone { id: plan.next_zone, name: String::new(), countries: Vec::new(), methods: Vec::new() };
    view! {
        <div class="with-aside">
            <div class="stack">
                {none.then(|| view! { <EmptyState icon=IconName::Truck title="Nothing can be ordered yet" text="Make a zone of the countries that you ship to, then a way to ship to it." /> })}
                {zones}
            </div>
            <aside id="new">
                <Card title="New zone"><ZoneForm zone=blank new=true /></Card>
            </aside>
        </div>
    }
    .into_any()
}

fn item(zone: Zone, next_method: ShippingMethodId) -> AnyView {
    let countries = zone.countries.iter().map(|country| country.as_str()).collect::<Vec<_>>().join(", ");
    let id = zone.id;
    let none = zone.methods.is_empty();
    let methods: Vec<_> = zone.methods.iter().cloned().map(|method| method_of(id, method)).collect();
    view! {
        <Card title=zone.name.clone()>
            <div class="stack">
                <p class="muted small">{countries}</p>
                {none.then(|| view! { <p>"Nothing is shipped there: add a way to ship."</p> })}
                {methods}
                <Confirm title="Add a way to ship" icon=IconName::Plus>
                    <MethodForm zone=id id=next_method method=None />
                </Confirm>
                <details class="disclosure">
                    <summary>
                        <span class="cluster cluster-sm"><Icon name=IconName::Globe />"Name and countries"</span>
                        <Icon name=IconName::ChevronDown />
                    </summary>
                    <div class="disclosure-body stack">
                        <ZoneForm zone=zone.clone() />
                        <ZoneRemoval zone />
                    </div>
                </details>
            </div>
        </Card>
    }
    .into_any()
}
