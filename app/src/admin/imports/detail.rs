use super::{
    PATH,
    again::LookAgain,
    api::{CancelImport, ImportPage, StartImport, load_import},
    found::{figures, found},
    mapping::MappingForm,
    problems::problems,
    words::import_badge,
};
use crate::{
    admin::patterns::{Confirm, FormMessage, Refresh, act, exact, plural, skeleton_detail},
    components::{Button, ButtonKind, Card, IconName, Meter, Notice, PageHeader, Tone},
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::{Import, ImportState};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// An import: what its columns mean, what would happen, how far it is, what happened.
pub struct AdminImport;

office_page!(AdminImport, admin_import);

fn admin_import() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let page = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_import(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: ImportPage) -> AnyView {
    let detail = page.detail;
    let (import, state) = (detail.import.clone(), detail.import.state);
    let title = import.file_name.clone();
    let crumbs = vec![("Imports".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let subtitle =
        format!("{}, sent by {}, {}", import.format.label(), import.author, exact(import.created_at));
    let body = match state {
        ImportState::Uploading => {
            told(Tone::Neutral, "", "The file did not come whole. Please send it again.".to_owned())
        }
        ImportState::Uploaded => {
            view! { <MappingForm import=import.clone() sample=detail.sample.clone() /> }.into_any()
        }
        ImportState::Checking | ImportState::Running => under_way(&import),
        ImportState::Ready => before(&import, &detail.sample),
        ImportState::Done => after(&import),
        ImportState::Cancelled => told(Tone::Neutral, "Cancelled", cancelled(&import)),
        ImportState::Failed => {
            told(Tone::Danger, "This import has failed", import.failure.clone().unwrap_or_default())
        }
    };
    let id = import.id.to_string();
    let cancel = (!state.is_over()).then(|| view! { <CancelForm id /> });
    let problems = problems(&detail);
    view! {
        <Title text=title.clone() />
        <PageHeader title subtitle crumbs status=move || import_badge(state) />
        <div class="stack">
            {body}
            {problems}
            {cancel}
        </div>
    }
    .into_any()
}

fn told(tone: Tone, title: &'static str, text: String) -> AnyView {
    view! { <Notice tone title>{text}</Notice> }.into_any()
}

/// How far it is: bytes while the file is read, then products.
fn under_way(import: &Import) -> AnyView {
    let counts = import.counts;
    let (done, total, text) = match (import.state, counts.products) {
        (ImportState::Running, _) => {
            let total = counts.to_apply();
            (
                counts.applied,
                total,
                format!("{} of {} written", counts.applied, plural(total, "product", "products")),
            )
        }
        (_, 0) => (counts.bytes_read, counts.bytes, format!("{} read", plural(counts.rows, "line", "lines"))),
        (_, products) => {
            let text = format!("{} of {} compared", counts.checked, plural(products, "product", "products"));
            (counts.checked, products, text)
        }
    };
    let (value, max) = (i64::try_from(done).unwrap_or(0), i64::try_from(total).unwrap_or(1));
    let title = if import.state == ImportState::Running { "Being applied" } else { "Being checked" };
    view! {
        <Card title>
            <div class="stack">
                <p role="status">{text}</p>
                <Meter label="How much is done" value max />
                <p class="muted small">"You may leave this page: the shop goes on by itself, also after a restart."</p>
                <LookAgain />
            </div>
        </Card>
    }
    .into_any()
}

/// What would happen, and the form that has it happen.
fn before(import: &Import, sample: &[Vec<String>]) -> AnyView {
    let counts = import.counts;
    let start = (counts.to_apply() > 0)
        .then(|| view! { <StartForm id=import.id.to_string() count=counts.to_apply() /> });
    let nothing = (counts.to_apply() == 0).then(
        || view! { <Notice>"There is nothing to do: all that can be imported is there already."</Notice> },
    );
    let again = (!import.headers.is_empty()).then(|| {
        let (import, sample) = (import.clone(), sample.to_vec());
        view! { <Confirm title="Other columns" icon=IconName::Filter><MappingForm import sample /></Confirm> }
    });
    view! {
        <Card title="Before anything is changed">
            <div class="stack">
                {figures(&counts)}
                {found(&counts)}
                {nothing}
                {start}
            </div>
        </Card>
        {again}
    }
    .into_any()
}

fn after(import: &Import) -> AnyView {
    let counts = import.counts;
    let tone = if counts.failed_rows > 0 { Tone::Warning } else { Tone::Positive };
    let text = format!("{} written.", plural(counts.applied, "product", "products"));
    view! {
        <Notice tone title="Finished">{text}</Notice>
        <Card title="What happened">{figures(&counts)}</Card>
    }
    .into_any()
}

fn cancelled(import: &Import) -> String {
    match import.counts.applied {
        0 => "Nothing was changed.".to_owned(),
        applied => format!("{} had been written before; they stay.", plural(applied, "product", "products")),
    }
}

#[component]
fn StartForm(id: String, count: u64) -> impl IntoView {
    let form = act::<StartImport>("Begun.");
    let label = format!("Import {}", plural(count, "product", "products"));
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id />
                <div><Button pending=form.pending()>{label}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn CancelForm(id: String) -> impl IntoView {
    let form = act::<CancelImport>("Import cancelled.");
    view! {
        <Confirm title="Cancel the import" icon=IconName::Close>
            <p class="small">"What was written already stays. The file is forgotten; it can be sent again."</p>
            <ActionForm action=form.action>
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id />
                <Button kind=ButtonKind::Danger pending=form.pending()>"Cancel import"</Button>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
