use super::{
    api::{RetryJob, RetryJobs},
    events::payload,
};
use crate::{
    admin::patterns::{Confirm, FormMessage, When, act, plural, words},
    components::{Button, ButtonKind, ButtonSize, Card, Column, DataTable, IconName},
    form::{ActionForm, FormState},
};
use contracts::{Page, Timestamp, operations::DeadJob};
use leptos::prelude::*;

/// Work of one service that was given up, newest first; nothing when there is none.
#[component]
pub fn DeadJobs(service: String, jobs: Page<DeadJob>, now: Timestamp) -> impl IntoView {
    if jobs.total == 0 {
        return ().into_any();
    }
    let form = act::<RetryJob>("Job is tried again.");
    let columns = vec![
        Column::text("Job"),
        Column::number("Tries"),
        Column::text("Last failure"),
        Column::text("Payload"),
        Column::text("Request"),
        Column::text("Enqueued"),
        Column::unseen("Try again"),
    ];
    let total = jobs.total;
    let rows: Vec<_> = jobs.items.into_iter().map(|job| row(job, now, form)).collect();
    view! {
        <FormMessage message=form.message() />
        <Card title="Jobs that were given up" flush=true>
            <DataTable caption="Jobs that were given up" columns dense=true>{rows}</DataTable>
        </Card>
        <RetryAll service total />
    }
    .into_any()
}

fn row(job: DeadJob, now: Timestamp, form: FormState<RetryJob>) -> AnyView {
    view! {
        <tr>
            <th scope="row">{words(&job.kind)}</th>
            <td class="num">{job.attempts}</td>
            <td class="small">{job.last_error}</td>
            <td>{payload(job.payload)}</td>
            <td class="small muted">{job.request_id}</td>
            <td class="muted"><When at=job.created_at now /></td>
            <td>
                <ActionForm action=form.action>
                    <input type="hidden" name="service" value=job.service />
                    <input type="hidden" name="id" value=job.id.to_string() />
                    <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Refresh pending=form.pending()>"Try again"</Button>
                </ActionForm>
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn RetryAll(service: String, total: u64) -> impl IntoView {
    let form = act::<RetryJobs>("Jobs are tried again.");
    let count = plural(total, "job", "jobs");
    view! {
        <div class="card"><div class="card-body">
            <Confirm title=format!("Try all jobs of {service} again") icon=IconName::Refresh>
                <p class="small">{format!("{count} will be tried again at once, with all their tries.")}</p>
                <ActionForm action=form.action>
                    <FormMessage message=form.message() />
                    <input type="hidden" name="service" value=service />
                    <Button kind=ButtonKind::Secondary pending=form.pending()>{format!("Try {count} again")}</Button>
                </ActionForm>
            </Confirm>
        </div></div>
    }
    .into_any()
}
