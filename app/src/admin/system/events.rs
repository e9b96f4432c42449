use super::api::list_events;
use crate::{
    admin::patterns::{
        ListFilter, ListFrame, ListState, Listed, Pages, Shortened, When, how_many, named, skeleton_list,
        use_list_state, words,
    },
    components::{Column, DataTable, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{SERVICES, Timestamp, analytics::LoggedEvent};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/events";

/// Everything that happened in any service.
pub struct AdminEvents;

office_page!(AdminEvents, admin_events);

fn admin_events() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_events);
    view! {
        <Title text="Events" />
        <PageHeader title="Events" subtitle="What every service has told the others, newest first." />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<LoggedEvent>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let services = SERVICES.map(|name| (name.to_owned(), words(name))).to_vec();
    let columns = vec![
        Column::number("Number"),
        Column::text("Event"),
        Column::text("Service"),
        Column::text("About"),
        Column::text("Payload"),
        Column::text("Request"),
        Column::text("When"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|event| row(state, event, list.now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Id of what it is about" filters=vec![ListFilter::new("service", "Service", services)] count=how_many(total, "event", "events") empty pages>
            <DataTable caption="Events" columns dense=true stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(state: &ListState, event: LoggedEvent, now: Timestamp) -> AnyView {
    let alike =
        state.link(PATH, |state| drop(state.filters.insert("type".to_owned(), event.event_type.clone())));
    let about = event.aggregate.to_string();
    let story = ListState { search: about.clone(), ..ListState::default() }.link(PATH, |_| ());
    view! {
        <tr>
            <td data-label="Number" class="num muted">{event.number}</td>
            <td data-label="Event"><a class="link" href=alike>{words(&event.event_type)}</a></td>
            <td data-label="Service">{event.service_name}</td>
            <td data-label="About"><a class="link small" href=story><Shortened text=about /></a></td>
            <td data-label="Payload">{payload(event.payload)}</td>
            <td data-label="Request" class="small muted">{event.request_id.map(|text| view! { <Shortened text /> })}</td>
            <td data-label="When" class="muted"><When at=event.at now /></td>
        </tr>
    }
    .into_any()
}

/// JSON behind a line, broken into lines.
pub fn payload(json: String) -> AnyView {
    let pretty = serde_json::from_str::<serde_json::Value>(&json)
        .and_then(|value| serde_json::to_string_pretty(&value));
    view! {
        <details class="max-w-80 min-w-24">
            <summary class="small">"Show"</summary>
            <pre class="max-h-96 overflow-auto font-mono text-xs break-all whitespace-pre-wrap">{pretty.unwrap_or(json)}</pre>
        </details>
    }
    .into_any()
}
