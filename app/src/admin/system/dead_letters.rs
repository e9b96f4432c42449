use super::{
    api::{OutboxPage, ReplayEvent, ReplayService, list_outbox},
    dead_jobs::DeadJobs,
    events::payload,
};
use crate::{
    admin::patterns::{
        Confirm, FormMessage, ListFilter, ListFrame, ListState, Pages, Refresh, When, act, how_many, named,
        outbox_badge, plural, skeleton_list, use_list_state, words,
    },
    components::{Button, ButtonKind, ButtonSize, Column, DataTable, IconName, PageHeader, Tab, Tabs},
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, operations::OutboxEvent};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/dead-letters";

/// Events that could not be delivered, and those on their way.
pub struct AdminDeadLetters;

office_page!(AdminDeadLetters, admin_dead_letters);

fn admin_dead_letters() -> AnyView {
    let (refresh, state) = (Refresh::default(), use_list_state());
    let page = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_outbox(state));

    provide_context(refresh);
    view! {
        <Title text="Dead letters" />
        <PageHeader title="Dead letters" subtitle="Events that a consumer refused to the last try, and jobs that were given up. Repeat them once the cause is mended." />
        {loaded(page, skeleton_list, move |page| view! { <Letters state=state.get_untracked() page /> }.into_any())}
    }
    .into_any()
}

#[component]
fn Letters(state: ListState, page: OutboxPage) -> impl IntoView {
    let form = act::<ReplayEvent>("Event is delivered again.");
    let tabs = page.health.iter().map(|health| Tab {
        label: words(&health.service),
        href: format!("{PATH}?service={}", health.service),
        count: Some(health.dead + health.jobs_dead),
        current: health.service == page.service,
    });
    let tabs = tabs.collect();
    let dead =
        page.health.iter().find(|health| health.service == page.service).map_or(0, |health| health.dead);
    let all = (dead > 0).then(|| view! { <ReplayAll service=page.service.clone() dead /> });
    let (service, jobs, now) = (page.service.clone(), page.jobs, page.list.now);
    let list = page.list.page;
    let (total, pages, empty) = (list.total, Pages::of(&list), list.items.is_empty());
    let rows: Vec<_> = list.items.into_iter().map(|event| row(event, now, form)).collect();
    let columns = vec![
        Column::text("Event"),
        Column::text("Status"),
        Column::number("Tries"),
        Column::text("Last failure"),
        Column::text("Payload"),
        Column::text("Committed"),
        Column::unseen("Replay"),
    ];
    let status = ["new", "delivered"].map(|status| (status.to_owned(), words(status))).to_vec();
    let heads = named(&columns);
    view! {
        <Tabs label="Services" items=tabs />
        <FormMessage message=form.message() />
        {all}
        <ListFrame columns=heads state path=PATH filters=vec![ListFilter::new("status", "Status (dead)", status)] count=how_many(total, "event", "events") empty pages>
            <DataTable caption="Events of the outbox" columns dense=true>{rows}</DataTable>
        </ListFrame>
        <DeadJobs service jobs now />
    }
    .into_any()
}

fn row(event: OutboxEvent, now: Timestamp, form: FormState<ReplayEvent>) -> AnyView {
    let (service, id) = (event.service.clone(), event.id.to_string());
    let replay = (event.status == "dead").then(|| view! {
        <ActionForm action=form.action>
            <input type="hidden" name="service" value=service />
            <input type="hidden" name="id" value=id />
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Refresh pending=form.pending()>"Replay"</Button>
        </ActionForm>
    });
    view! {
        <tr>
            <th scope="row">{words(&event.name)}<br /><span class="muted small">{event.aggregate.to_string()}</span></th>
            <td>{outbox_badge(&event.status)}</td>
            <td class="num">{event.attempts}</td>
            <td class="small whitespace-pre-line">{event.last_error}</td>
            <td>{payload(event.payload)}</td>
            <td class="muted"><When at=event.created_at now /></td>
            <td>{replay}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn ReplayAll(service: String, dead: u64) -> impl IntoView {
    let form = act::<ReplayService>("Events are delivered again.");
    let count = plural(dead, "event", "events");
    view! {
        <div class="card"><div class="card-body">
            <Confirm title=format!("Replay all of {service}") icon=IconName::Refresh>
                <p class="small">{format!("{count} will be offered again to the consumers that could not apply them.")}</p>
                <ActionForm action=form.action>
                    <FormMessage message=form.message() />
                    <input type="hidden" name="service" value=service />
                    <Button kind=ButtonKind::Secondary pending=form.pending()>{format!("Replay {count}")}</Button>
                </ActionForm>
            </Confirm>
        </div></div>
    }
    .into_any()
}
