use super::{
    api::{RetryCheckout, StuckCheckout, SystemPage, load_system},
    money::unresolved,
};
use crate::{
    admin::patterns::{FormMessage, Refresh, When, act, checkout_badge, exact, skeleton_list},
    components::{
        Badge, Button, ButtonKind, ButtonSize, Card, Column, DataTable, IconName, PageHeader, Tone,
    },
    form::FormState,
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, operations::ServiceHealth};
use leptos::prelude::*;
use leptos_meta::Title;

/// Health of every service, and checkouts and money that need a person.
pub struct AdminSystem;

lazy_page!(AdminSystem, admin, admin_system);

fn admin_system() -> AnyView {
    let refresh = Refresh::default();
    let page = page_resource(move || refresh.get(), |_| load_system());
    provide_context(refresh);
    view! {
        <Title text="Health" />
        <PageHeader title="Health" />
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
        <Stuck runs=page.stuck now=page.now />
        {unresolved(page.unresolved, page.now)}
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

#[component]
fn Stuck(runs: Vec<StuckCheckout>, now: Timestamp) -> impl IntoView {
    let form = act::<RetryCheckout>("Tried again.");
    let none = runs.is_empty();
    let rows: Vec<_> = runs.into_iter().map(|run| stuck(run, now, form)).collect();
    let columns = vec![
        Column::text("Checkout"),
        Column::text("State"),
        Column::text("Why"),
        Column::number("Tries"),
        Column::text("Since"),
        Column::unseen("Act"),
    ];
    let body = if none {
        view! { <p class="muted small px-4 pb-4">"None. Checkouts that a crash interrupts are finished or undone by themselves."</p> }.into_any()
    } else {
        view! { <DataTable caption="Stuck checkouts" columns>{rows}</DataTable> }.into_any()
    };
    view! {
        <FormMessage message=form.message() />
        <Card title="Checkouts that need a person" flush=true>{body}</Card>
    }
    .into_any()
}

fn stuck(run: StuckCheckout, now: Timestamp, form: FormState<RetryCheckout>) -> AnyView {
    let id = run.id.to_string();
    let name = match run.order {
        Some(order) => view! { <a href=format!("/admin/orders/{order}")>{id.clone()}</a> }.into_any(),
        None => id.clone().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{checkout_badge(run.state)}</td>
            <td>{run.failure}</td>
            <td class="num">{run.attempts}</td>
            <td class="muted"><When at=run.updated_at now /></td>
            <td>
                <ActionForm action=form.action>
                    <input type="hidden" name="id" value=id />
                    <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Refresh pending=form.pending()>"Try again"</Button>
                </ActionForm>
            </td>
        </tr>
    }
    .into_any()
}
