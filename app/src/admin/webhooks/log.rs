use super::{PATH, api::RedeliverWebhook, words::delivery_badge};
use crate::{
    admin::patterns::{FormMessage, When, act, exact},
    components::{Button, ButtonKind, ButtonSize, Card, Column, DataTable, LinkButton, Tab, Tabs},
    form::{ActionForm, FormState},
};
use contracts::{
    Timestamp, WebhookEndpointId,
    notifications::{WebhookDeliveries, WebhookDelivery, WebhookStatus},
};
use leptos::prelude::*;

/// How deliveries went, the newest first.
#[component]
pub fn Log(
    endpoint: WebhookEndpointId,
    log: WebhookDeliveries,
    /// The status that is shown; empty for all.
    status: String,
    now: Timestamp,
) -> impl IntoView {
    let form = act::<RedeliverWebhook>("Queued to be sent again.");
    let path = format!("{PATH}/{endpoint}");
    let older = log.older.map(|before| {
        let filter = if status.is_empty() { String::new() } else { format!("status={status}&") };
        view! { <LinkButton href=format!("{path}?{filter}before={before}") kind=ButtonKind::Secondary size=ButtonSize::Small>"Older"</LinkButton> }
    });
    let body = if log.items.is_empty() { nothing() } else { table(log.items, now, form) };
    view! {
        <Card title="Deliveries" flush=true>
            {tabs(&path, &status)}
            <FormMessage message=form.message() />
            {body}
            <div class="cluster card-body">{older}</div>
        </Card>
    }
    .into_any()
}

fn tabs(path: &str, status: &str) -> AnyView {
    let tab =
        |label: &str, href: String, current| Tab { label: label.to_owned(), href, count: None, current };
    let of = |label: &str, it: WebhookStatus| {
        tab(label, format!("{path}?status={}", it.as_str()), status == it.as_str())
    };
    let items = vec![
        tab("All", path.to_owned(), status.is_empty()),
        of("Waiting", WebhookStatus::Waiting),
        of("Delivered", WebhookStatus::Delivered),
        of("Failed", WebhookStatus::Failed),
    ];
    view! { <Tabs label="Deliveries" items /> }.into_any()
}

fn nothing() -> AnyView {
    view! {
        <p class="card-body muted">"No deliveries here. Send a test to see whether the receiver works; what happens in the shop then follows by itself."</p>
    }
    .into_any()
}

fn table(items: Vec<WebhookDelivery>, now: Timestamp, form: FormState<RedeliverWebhook>) -> AnyView {
    let columns = vec![
        Column::text("Event"),
        Column::text("Status"),
        Column::number("Tries"),
        Column::text("Answer"),
        Column::text("Since"),
        Column::text("Details"),
        Column::unseen("Send again"),
    ];
    let rows: Vec<_> = items.into_iter().map(|delivery| row(delivery, now, form)).collect();
    view! { <DataTable caption="Deliveries" columns dense=true stacked=true>{rows}</DataTable> }.into_any()
}

fn row(delivery: WebhookDelivery, now: Timestamp, form: FormState<RedeliverWebhook>) -> AnyView {
    let again = (delivery.status != WebhookStatus::Waiting).then(|| again(&delivery, form));
    let next = delivery.next_attempt_at.map(|at| {
        view! { <br /><span class="muted small">"next: "{exact(at)}</span> }
    });
    view! {
        <tr>
            <th scope="row">{delivery.event_type.clone()}</th>
            <td data-label="Status">{delivery_badge(delivery.status)}{next}</td>
            <td data-label="Tries" class="num">{delivery.attempts}</td>
            <td data-label="Answer">{answer(&delivery)}</td>
            <td data-label="Since" class="muted"><When at=delivery.created_at now /></td>
            <td data-label="Details">{fold(delivery)}</td>
            <td>{again}</td>
        </tr>
    }
    .into_any()
}

/// The last try in a few words: `200 in 84 ms`.
fn answer(delivery: &WebhookDelivery) -> String {
    let status = delivery.response_status.map(|status| status.to_string());
    let status = status.or_else(|| delivery.took_ms.map(|_| "none".to_owned()));
    let took = delivery.took_ms.map(|took| format!(" in {took} ms")).unwrap_or_default();
    status.map(|status| format!("{status}{took}")).unwrap_or_default()
}

fn fold(delivery: WebhookDelivery) -> AnyView {
    let error = delivery.last_error.map(|error| view! { <p>{error}</p> });
    let answered = (!delivery.response_body.is_empty()).then(|| {
        view! { <p><strong>"Answer"</strong></p>{code(delivery.response_body)} }
    });
    view! {
        <details class="cell-fold small">
            <summary>"Show"</summary>
            {error}
            <p class="break-all"><strong>"webhook-id"</strong>": "{delivery.event.to_string()}</p>
            {answered}
            <p><strong>"Sent"</strong></p>
            {code(delivery.payload)}
        </details>
    }
    .into_any()
}

fn code(text: String) -> AnyView {
    view! { <pre class="max-h-96 overflow-auto font-mono text-xs break-all whitespace-pre-wrap">{text}</pre> }
        .into_any()
}

fn again(delivery: &WebhookDelivery, form: FormState<RedeliverWebhook>) -> AnyView {
    let label = format!("Send {} again", delivery.event_type);
    let id = delivery.id.to_string();
    view! {
        <ActionForm action=form.action>
            <input type="hidden" name="id" value=id />
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending() label>"Send again"</Button>
        </ActionForm>
    }
    .into_any()
}
