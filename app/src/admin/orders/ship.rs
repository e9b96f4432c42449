use super::{
    api::{MarkDelivered, OrderPage, SendParcel},
    lines::{LineChoice, LineChoices, unsent},
};
use crate::{
    admin::patterns::{Confirm, FormMessage, act, shipment_badge},
    components::{Button, ButtonKind, ButtonSize, Card, IconName, TextField},
    form::{ActionForm, FormState},
};
use contracts::{
    Permission,
    orders::{Order, OrderItem},
    shipping::{Shipment, ShipmentStatus},
};
use leptos::prelude::*;
use uuid::Uuid;

/// Sends lines off in a parcel.
#[component]
pub fn Ship(order: Order, key: Uuid) -> impl IntoView {
    let form = act::<SendParcel>("Parcel sent off.");
    let lines = order.items.iter().filter(|item| unsent(item) > 0).map(|item| LineChoice {
        item: item.id,
        text: format!("{} {}", item.name, item.choices),
        most: unsent(item),
        first: unsent(item),
    });
    let lines = lines.collect();
    view! {
        <Confirm title="Ship" icon=IconName::Truck open=true>
            <p class="small">{format!("{}. The customer is told by mail, with the tracking number.", order.shipping_method)}</p>
            <ActionForm action=form.action>
                <div class="stack" data-key="s">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="order" value=order.id.to_string() />
                    <input type="hidden" name="key" value=key.to_string() />
                    <LineChoices lines error=form.error("lines") />
                    <div class="field-row">
                        <TextField name="carrier" label="Carrier" required=true value=form.value("carrier", "DHL") error=form.error("carrier") />
                        <TextField name="tracking_number" label="Tracking number" optional=true hint="One of ours is made when empty." value=form.value("tracking_number", "") error=form.error("tracking_number") />
                    </div>
                    <div><Button icon=IconName::Truck pending=form.pending()>"Send parcel"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

/// The parcels of an order; those under way can be marked as arrived.
#[component]
pub fn Parcels(page: OrderPage) -> impl IntoView {
    let form = act::<MarkDelivered>("Parcel marked as delivered.");
    let may_ship = page.permissions.contains(&Permission::ShipOrders);
    let empty = page.shipments.is_empty();
    let items: Vec<_> = page
        .shipments
        .into_iter()
        .map(|parcel| parcel_item(parcel, &page.order.items, may_ship, form))
        .collect();
    (!empty).then(|| view! { <Card title="Parcels"><ul class="stack">{items}</ul></Card> }.into_any())
}

fn parcel_item(
    parcel: Shipment,
    items: &[OrderItem],
    may_ship: bool,
    form: FormState<MarkDelivered>,
) -> AnyView {
    let name_of =
        |id| items.iter().find(|item| item.id == id).map(|item| format!("{} {}", item.name, item.choices));
    let lines = parcel
        .lines
        .iter()
        .filter_map(|line| Some(format!("{} × {}", line.quantity, name_of(line.item)?.trim_end())));
    let lines = lines.collect::<Vec<_>>().join(", ");
    let number = parcel.tracking_number.unwrap_or_default();
    let track = match parcel.tracking_url {
        Some(url) => view! { <a class="link" href=url rel="external noopener">{number}</a> }.into_any(),
        None => number.into_any(),
    };
    let under_way = may_ship && matches!(parcel.status, ShipmentStatus::Pending | ShipmentStatus::InTransit);
    let (order, shipment) = (parcel.order.to_string(), parcel.id.to_string());
    let arrive = under_way.then(|| view! {
        <ActionForm action=form.action>
            <input type="hidden" name="order" value=order />
            <input type="hidden" name="shipment" value=shipment />
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Check pending=form.pending()>"Mark as delivered"</Button>
        </ActionForm>
    });
    view! {
        <li class="stack stack-sm">
            <div class="between">
                <span class="cluster cluster-sm">{shipment_badge(parcel.status)}<span>{parcel.carrier}" "{track}</span></span>
                {arrive}
            </div>
            <p class="muted small">{lines}</p>
        </li>
    }
    .into_any()
}
