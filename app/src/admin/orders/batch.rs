use super::{
    batch_api::{BatchPage, ConfirmBatch, ContinueBatch, load_batch},
    batch_words::{Words, title, words_of},
};
use crate::{
    admin::patterns::{
        FormMessage, ListState, Refresh, act, exact, order_badge, payment_state_badge, plural,
        skeleton_detail,
    },
    components::{
        Badge, Button, Card, Column, DataTable, Meter, Notice, PageHeader, TextArea, TextField, Tone,
    },
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    second_factor::OneTimeCode,
};
use contracts::orders::{Batch, BatchAction, BatchRow, BatchRowState};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Orders that were selected: what will become of them, how far it is, and what became of each.
pub struct AdminOrderBatch;

office_page!(AdminOrderBatch, admin_order_batch);

/// Whether this page goes on by itself: once somebody has pressed a button on it.
#[derive(Clone, Copy)]
struct Going(RwSignal<bool>);

fn admin_order_batch() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let page = page_resource(move || (id(), refresh.get()), |(id, _)| load_batch(id));

    provide_context(refresh);
    provide_context(Going(RwSignal::new(false)));
    loaded(page, skeleton_detail, |page| show(&page)).into_any()
}

fn show(page: &BatchPage) -> AnyView {
    let batch = &page.batch;
    let title = title(batch.action, batch.rows.len());
    let crumbs = vec![("Orders".to_owned(), "/admin/orders".to_owned()), (title.clone(), String::new())];
    let subtitle = format!("Selected by {}, {}", batch.author_label, exact(batch.created_at));
    let body = match (batch.confirmed_at.is_some(), batch.count(BatchRowState::Waiting)) {
        _ if batch.action.only_reads() => ().into_any(),
        (false, _) => before(page),
        (true, 0) => after(batch),
        (true, _) => under_way(page),
    };
    view! {
        <Title text=title.clone() />
        <PageHeader title subtitle crumbs />
        {body}
        {rows(batch)}
    }
    .into_any()
}

/// What will be changed, and the form that has it done.
fn before(page: &BatchPage) -> AnyView {
    let (waiting, skipped) =
        (page.batch.count(BatchRowState::Waiting) as u64, page.batch.count(BatchRowState::Skipped) as u64);
    let words = words_of(page.batch.action);
    let left_out = (skipped > 0).then(|| {
        let text = format!("{} skipped; the list says why.", plural(skipped, "order is", "orders are"));
        view! { <Notice tone=Tone::Warning>{text}</Notice> }
    });
    let most = (page.batch.rows.len() == Batch::MOST).then(
        || view! { <Notice>"At most 1 000 orders are taken at once: these are the newest ones."</Notice> },
    );
    let what = match waiting {
        0 => "Of the selected orders none can be changed like this.".to_owned(),
        waiting => format!("{} {}", plural(waiting, "order", "orders"), words.will),
    };
    let form = (waiting > 0 && page.is_own)
        .then(|| view! { <ConfirmForm batch=page.batch.clone() count=waiting words /> });
    view! {
        <Card title="Before anything is changed">
            <div class="stack">
                <p>{what}</p>
                {left_out}
                {most}
                {form}
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn ConfirmForm(batch: Batch, count: u64, words: Words) -> impl IntoView {
    let form = act::<ConfirmBatch>("Begun.");
    let going = use_context::<Going>();
    Effect::new(move |_| {
        if let (Some(()), Some(Going(going))) = (form.answer().get(), going) {
            going.set(true);
        }
    });
    let label = format!("{} {}", words.verb, plural(count, "order", "orders"));
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="batch" value=batch.id.to_string() />
                {field(batch.action, words, form)}
                <OneTimeCode id="batch-code" error=form.error("one_time_code") />
                <div><Button kind=words.kind pending=form.pending()>{label}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn field(action: BatchAction, words: Words, form: FormState<ConfirmBatch>) -> AnyView {
    let (value, error) = (form.value("input", ""), form.error("input"));
    match action {
        BatchAction::Cancel | BatchAction::Tag => view! {
            <TextField name="input" label=words.label hint=words.hint required=true value error />
        }
        .into_any(),
        BatchAction::Note => view! {
            <TextArea name="input" label=words.label hint=words.hint required=true maxlength=2000 value error />
        }
        .into_any(),
        _ => view! { <input type="hidden" name="input" value="" /> }.into_any(),
    }
}

/// How far it is. With scripts the page goes on by itself until nothing waits.
fn under_way(page: &BatchPage) -> AnyView {
    let batch = &page.batch;
    let total = batch.rows.len() - batch.count(BatchRowState::Skipped);
    let done = total - batch.count(BatchRowState::Waiting);
    let text = format!("{done} of {} done", plural(total as u64, "order", "orders"));
    let on = page.is_own.then(|| view! { <GoOn batch=batch.id.to_string() /> });
    let (value, max) = (i64::try_from(done).unwrap_or(0), i64::try_from(total).unwrap_or(1));
    view! {
        <Card title="Under way">
            <div class="stack">
                <p role="status">{text}</p>
                <Meter label="Orders that are done" value max />
                {on}
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn GoOn(batch: String) -> impl IntoView {
    let form = FormState::<ContinueBatch>::new();
    let (refresh, going) = (crate::admin::patterns::use_refresh(), use_context::<Going>());
    let id = batch.clone();
    Effect::new(move |_| {
        if let Some(Going(going)) = going
            && going.get_untracked()
        {
            form.send(&ContinueBatch { batch: id.clone() });
        }
    });
    Effect::new(move |_| match form.outcome() {
        Some(Ok(_)) => {
            if let Some(Going(going)) = going {
                going.set(true);
            }
            refresh.bump();
        }
        Some(Err(_)) => {
            if let Some(Going(going)) = going {
                going.set(false);
            }
        }
        None => {}
    });
    view! {
        <ActionForm action=form.action>
            <FormMessage message=form.message() />
            <input type="hidden" name="batch" value=batch />
            <Button pending=form.pending()>"Go on"</Button>
        </ActionForm>
    }
    .into_any()
}

/// What became of them, in numbers, and as a file.
fn after(batch: &Batch) -> AnyView {
    let count = |state| batch.count(state) as u64;
    let (done, failed, skipped) =
        (count(BatchRowState::Done), count(BatchRowState::Failed), count(BatchRowState::Skipped));
    let tone = if failed > 0 { Tone::Warning } else { Tone::Positive };
    let text = format!(
        "{} done, {failed} failed, {skipped} skipped. The list says what became of each.",
        plural(done, "order", "orders")
    );
    let state = ListState::of([("batch".to_owned(), batch.id.to_string())]);
    let file = state.link("/admin/export/order-batch.csv", |_| ());
    view! {
        <Notice tone title="Finished">{text}</Notice>
        <div><a class="btn btn-secondary" href=file rel="external" download>"Report as CSV"</a></div>
    }
    .into_any()
}

fn rows(batch: &Batch) -> AnyView {
    let columns = vec![
        Column::text("Order"),
        Column::text("Customer"),
        Column::text("Status"),
        Column::text("Payment"),
        Column::number("Total"),
        Column::text(if batch.confirmed_at.is_some() {
            "What became of it"
        } else {
            "What will become of it"
        }),
    ];
    let is_confirmed = batch.confirmed_at.is_some();
    let rows: Vec<_> = batch.rows.iter().map(|order| row(order, is_confirmed)).collect();
    view! { <DataTable caption="Selected orders" columns stacked=true>{rows}</DataTable> }.into_any()
}

fn row(order: &BatchRow, is_confirmed: bool) -> AnyView {
    let (tone, text) = match order.state {
        BatchRowState::Waiting if is_confirmed => (Tone::Info, "Waiting"),
        BatchRowState::Waiting => (Tone::Info, "Will be done"),
        BatchRowState::Skipped => (Tone::Neutral, "Skipped"),
        BatchRowState::Done => (Tone::Positive, "Done"),
        BatchRowState::Failed => (Tone::Danger, "Failed"),
    };
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=format!("/admin/orders/{}", order.order)>{order.number.clone()}</a></th>
            <td data-label="Customer">{order.name.clone()}</td>
            <td data-label="Status">{order_badge(order.status)}</td>
            <td data-label="Payment">{payment_state_badge(order.payment_status)}</td>
            <td data-label="Total" class="num">{order.total.to_string()}</td>
            <td data-label="Result"><Badge tone text=text />" "<span class="muted small">{order.told.clone()}</span></td>
        </tr>
    }
    .into_any()
}
