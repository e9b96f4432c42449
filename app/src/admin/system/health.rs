use super::api::{SystemPage, load_system};
use crate::{
    admin::{
        open_items::OpenStrip,
        patterns::{exact, skeleton_list},
    },
    components::{Badge, Card, Column, DataTable, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::operations::ServiceHealth;
use leptos::prelude::*;
use leptos_meta::Title;

/// Health of every service, and how much waits for a person.
pub struct AdminSystem;

office_page!(AdminSystem, admin_system);

fn admin_system() -> AnyView {
    let page = page_resource(|| (), |()| load_system());
    view! {
        <Title text="Health" />
        <PageHeader title="Health" />
        <OpenStrip calm="Nothing waits for a person." />
        {loaded(page, skeleton_list, show)}
    }
    .into_any()
}

fn show(page: SystemPage) -> AnyView {
    let columns = vec![
        Column::text("Service"),
        Column::text("Database"),
        Column::number("Events waiting"),
        Column::number("Oldest, s"),
        Column::number("Dead letters"),
        Column::number("Jobs waiting"),
        Column::number("Jobs given up"),
    ];
    let rows: Vec<_> = page.health.into_iter().map(service).collect();
    view! {
        <Card title="Services" flush=true>
            <DataTable caption="Services" columns>{rows}</DataTable>
        </Card>
        <p class="muted small">{format!("As of {}", exact(page.now))}</p>
    }
    .into_any()
}

fn service(health: ServiceHealth) -> AnyView {
    let (tone, text) =
        if health.database { (Tone::Positive, "Answers") } else { (Tone::Danger, "Does not answer") };
    let letters = format!("/admin/dead-letters?service={}", health.service);
    view! {
        <tr>
            <th scope="row"><a href=letters>{health.service}</a></th>
            <td><Badge tone text /></td>
            <td class="num">{health.waiting}</td>
            <td class="num">{health.lag_seconds}</td>
            <td class="num">{health.dead}</td>
            <td class="num">{health.jobs_waiting}</td>
            <td class="num">{health.jobs_dead}</td>
        </tr>
    }
    .into_any()
}
