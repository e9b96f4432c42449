use super::{
    PATH,
    api::list_webhooks,
    words::{endpoint_badge, told},
};
use crate::{
    admin::patterns::{When, skeleton_list},
    components::{Column, DataTable, EmptyState, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, notifications::WebhookEndpoint};
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of webhooks.
pub struct AdminWebhooks;

office_page!(AdminWebhooks, admin_webhooks);

fn admin_webhooks() -> AnyView {
    let list = page_resource(|| (), |()| list_webhooks());
    let new =
        || view! { <LinkButton href="/admin/webhooks/new" icon=IconName::Plus>"New webhook"</LinkButton> };
    view! {
        <Title text="Webhooks" />
        <PageHeader title="Webhooks" subtitle="Tell other systems what happens in the shop." actions=new />
        {loaded(list, skeleton_list, |(list, now)| table(list, now))}
    }
    .into_any()
}

fn table(list: Vec<WebhookEndpoint>, now: Timestamp) -> AnyView {
    if list.is_empty() {
        return none_yet();
    }
    let columns = vec![
        Column::text("Address"),
        Column::text("Status"),
        Column::text("Told"),
        Column::number("Failed in a row"),
        Column::text("Made"),
    ];
    let rows: Vec<_> = list.into_iter().map(|endpoint| row(endpoint, now)).collect();
    view! { <DataTable caption="Webhooks" columns stacked=true>{rows}</DataTable> }.into_any()
}

fn none_yet() -> AnyView {
    view! {
        <EmptyState icon=IconName::Globe title="No webhooks yet" text="When an order is confirmed, stock runs low or a product changes, the shop can post that to an address of yours, signed, and again until it arrives.">
            <LinkButton href="/admin/webhooks/new">"Make the first one"</LinkButton>
        </EmptyState>
    }
    .into_any()
}

fn row(endpoint: WebhookEndpoint, now: Timestamp) -> AnyView {
    let badge = endpoint_badge(&endpoint);
    let description = (!endpoint.description.is_empty())
        .then(|| view! { <br /><span class="muted small">{endpoint.description}</span> });
    view! {
        <tr>
            <th scope="row" class="break-all"><a href=format!("{PATH}/{}", endpoint.id)>{endpoint.url}</a>{description}</th>
            <td data-label="Status">{badge}</td>
            <td data-label="Told">{told(&endpoint.events)}</td>
            <td data-label="Failed in a row" class="num">{endpoint.failed_in_a_row}</td>
            <td data-label="Made" class="muted"><When at=endpoint.created_at now /></td>
        </tr>
    }
    .into_any()
}
