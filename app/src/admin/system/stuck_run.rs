use super::{
    stuck_api::{RetryRun, SettleRun, StuckRunPage, UndoRun, load_stuck_run},
    stuck_known::known,
};
use crate::{
    admin::patterns::{
        Confirm, Deed, DetailFrame, FormMessage, Happening, Reason, Refresh, Story, When, Why, act,
        checkout_badge, exact, skeleton_detail, words,
    },
    components::{Button, Card, Fact, Facts, IconName, Notice, PageHeader, Tone},
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    CheckoutId, Timestamp,
    checkout::{Inspection, StuckRun},
    orders::{CheckoutState, CheckoutStep, Intervention},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

const WHY_UNDONE: Why = Why {
    name: "reason",
    label: "Reason",
    hint: "Kept in the audit log; the shopper may read it.",
    verb: "Undo",
};
const WHY_SETTLED: Why =
    Why { name: "reason", label: "What was done", hint: "Kept in the audit log.", verb: "Settle" };

/// A run of the checkout: what is known of it, here and at the gateway, and what can be done.
pub struct AdminStuckRun;

office_page!(AdminStuckRun, admin_stuck_run);

fn admin_stuck_run() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let page = page_resource(move || (id(), refresh.get()), |(id, _)| load_stuck_run(id));
    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: StuckRunPage) -> AnyView {
    let StuckRunPage { known: inspected, now } = page;
    let (run, state) = (inspected.run.clone(), inspected.run.state);
    let title =
        run.email.clone().map_or_else(|| "Checkout".to_owned(), |email| format!("Checkout of {email}"));
    let crumbs = vec![("Stuck".to_owned(), "/admin/stuck".to_owned()), (title.clone(), String::new())];
    let story = inspected.steps.iter().map(happening).collect();
    let acts = inspected.acts.clone();
    let side_run = run.clone();
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs status=move || checkout_badge(state) />
        <DetailFrame side=move || side(&side_run, now)>
            {standing(&run)}
            {known(&inspected)}
            <Acts id=run.id acts consequence=settled_as(&inspected) />
            <Card title="What it went through"><Story items=story now /></Card>
        </DetailFrame>
    }
    .into_any()
}

/// Where the run is, in a sentence.
fn standing(run: &StuckRun) -> AnyView {
    let why = run.failure.clone().unwrap_or_default();
    let (tone, title) = match run.state {
        CheckoutState::Stuck => (Tone::Danger, "It could not be undone, and nothing more is tried by itself"),
        CheckoutState::Undoing => (Tone::Warning, "It is being undone, so far in vain"),
        CheckoutState::Completed => (Tone::Positive, "This checkout was completed"),
        CheckoutState::Abandoned => (Tone::Neutral, "This checkout was given up"),
        _ if run.attempts > 0 => (Tone::Warning, "It is tried again by itself, so far in vain"),
        _ => (Tone::Info, "It is under way"),
    };
    view! { <Notice tone title>{why}</Notice> }.into_any()
}

fn side(run: &StuckRun, now: Timestamp) -> AnyView {
    let next = run.is_tried_again.then(|| {
        let at = run.next_attempt_at;
        view! { <Fact term="Next try"><When at now /></Fact> }
    });
    let total = run.total.map(|total| view! { <Fact term="To pay">{total.to_string()}</Fact> });
    let (id, tries, begun, since) = (run.id.to_string(), run.attempts, run.started_at, run.since);
    view! {
        <Card title="Facts">
            <Facts>
                {total}
                <Fact term="Tries">{tries}</Fact>
                <Fact term="Begun"><When at=begun now /></Fact>
                <Fact term="Here since"><When at=since now /></Fact>
                {next}
            </Facts>
        </Card>
        <p class="muted small break-all">{id}</p>
        <p class="muted small">{format!("As of {}", exact(now))}</p>
    }
    .into_any()
}

fn happening(step: &CheckoutStep) -> Happening {
    let tone = match step.to {
        CheckoutState::Completed => Tone::Positive,
        CheckoutState::Undoing => Tone::Warning,
        CheckoutState::Stuck => Tone::Danger,
        CheckoutState::Abandoned => Tone::Neutral,
        _ => Tone::Info,
    };
    let again = step.from == Some(step.to);
    let title = if again { "Tried again".to_owned() } else { words(step.to.as_str()) };
    Happening { at: step.at, title, note: step.note.clone().unwrap_or_default(), tone }
}

/// What settling makes of the run.
fn settled_as(inspected: &Inspection) -> &'static str {
    use contracts::orders::OrderStatus as S;
    let stands = |status| matches!(status, S::Confirmed | S::Shipped | S::Delivered);
    if inspected.order.as_ref().is_some_and(|order| stands(order.status)) {
        "Its order stands, so it counts as completed. Nothing more happens by itself: see first that the payment is taken and the units are sold."
    } else {
        "It counts as given up. Nothing more happens by itself: see first that no money is held or kept, no units are missing and no order waits."
    }
}

#[component]
fn Acts(id: CheckoutId, acts: Vec<Intervention>, consequence: &'static str) -> impl IntoView {
    let (retry, undo, settle) = (
        act::<RetryRun>("Tried again."),
        act::<UndoRun>("It is undone."),
        act::<SettleRun>("Settled. The audit log keeps it."),
    );
    if acts.is_empty() {
        return ().into_any();
    }
    let may = move |act| acts.contains(&act);
    view! {
        <Card title="What can be done">
            <div class="stack stack-sm">
                <FormMessage message=retry.message() />
                {may(Intervention::Retry).then(|| try_again(id, retry))}
                {may(Intervention::Undo).then(|| undo_form(id, undo))}
                {may(Intervention::Settle).then(|| settle_form(id, settle, consequence))}
            </div>
        </Card>
    }
    .into_any()
}

fn try_again(id: CheckoutId, form: FormState<RetryRun>) -> AnyView {
    view! {
        <ActionForm action=form.action>
            <input type="hidden" name="id" value=id.to_string() />
            <Button icon=IconName::Refresh pending=form.pending()>"Try again now"</Button>
        </ActionForm>
    }
    .into_any()
}

fn undo_form(id: CheckoutId, form: FormState<UndoRun>) -> AnyView {
    let deed = Deed::new(form, vec![("id", id.to_string())]);
    view! {
        <Confirm title="Undo the purchase" icon=IconName::Refund open=deed.was_refused()>
            <p class="small">"The order is cancelled, the payment released, the units return to stock. The shopper is told if the order was confirmed."</p>
            <ActionForm action=form.action><Reason deed why=WHY_UNDONE /></ActionForm>
        </Confirm>
    }
    .into_any()
}

fn settle_form(id: CheckoutId, form: FormState<SettleRun>, consequence: &'static str) -> AnyView {
    let deed = Deed::new(form, vec![("id", id.to_string())]);
    view! {
        <Confirm title="Settle by hand" icon=IconName::Check open=deed.was_refused()>
            <p class="small">{consequence}</p>
            <ActionForm action=form.action><Reason deed why=WHY_SETTLED /></ActionForm>
        </Confirm>
    }
    .into_any()
}
