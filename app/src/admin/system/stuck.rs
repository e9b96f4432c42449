use super::{
    money::unresolved,
    stuck_acts::StuckActs,
    stuck_api::{StuckPage, load_stuck},
};
use crate::{
    admin::patterns::{Refresh, When, checkout_badge, exact, skeleton_list},
    components::{Card, Column, DataTable, EmptyState, IconName, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, checkout::StuckRun};
use leptos::prelude::*;
use leptos_meta::Title;

/// Everything that does not come to its end by itself.
pub struct AdminStuck;

office_page!(AdminStuck, admin_stuck);

fn admin_stuck() -> AnyView {
    let refresh = Refresh::default();
    let page = page_resource(move || refresh.get(), |_| load_stuck());
    provide_context(refresh);
    view! {
        <Title text="Stuck" />
        <PageHeader title="Stuck" subtitle="What failed for more than ten minutes or cannot be undone. Everything else that is interrupted ends by itself." />
        {loaded(page, skeleton_list, show)}
    }
    .into_any()
}

fn show(page: StuckPage) -> AnyView {
    let StuckPage { runs, acts, money, now } = page;
    if runs.is_empty() && acts.is_empty() && money.is_empty() {
        return view! {
            <EmptyState icon=IconName::Success title="Nothing is stuck" text="Checkouts, parcels and refunds that are interrupted are finished or undone by themselves." />
            <p class="muted small">{format!("As of {}", exact(now))}</p>
        }
        .into_any();
    }
    let money = (!money.is_empty()).then(|| unresolved(money, now));
    view! {
        {(!runs.is_empty()).then(|| checkouts(runs, now))}
        <StuckActs acts now />
        {money}
        <p class="muted small">{format!("As of {}", exact(now))}</p>
    }
    .into_any()
}

fn checkouts(runs: Vec<StuckRun>, now: Timestamp) -> AnyView {
    let columns = vec![
        Column::text("Checkout"),
        Column::text("State"),
        Column::text("Last failure"),
        Column::number("Tries"),
        Column::number("Total"),
        Column::text("Since"),
        Column::text("Next try"),
    ];
    let rows: Vec<_> = runs.into_iter().map(|run| row(run, now)).collect();
    view! {
        <Card title="Checkouts" flush=true>
            <DataTable caption="Stuck checkouts" columns>{rows}</DataTable>
        </Card>
    }
    .into_any()
}

fn row(run: StuckRun, now: Timestamp) -> AnyView {
    let id = run.id.to_string();
    let name = run.email.clone().unwrap_or_else(|| id.clone());
    let next = if run.is_tried_again {
        view! { <When at=run.next_attempt_at now /> }.into_any()
    } else {
        "never by itself".into_any()
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/stuck/{id}")>{name}</a></th>
            <td>{checkout_badge(run.state)}</td>
            <td class="small min-w-48 whitespace-normal">{run.failure}</td>
            <td class="num">{run.attempts}</td>
            <td class="num">{run.total.map(|total| total.to_string())}</td>
            <td class="muted"><When at=run.since now /></td>
            <td class="muted">{next}</td>
        </tr>
    }
    .into_any()
}
