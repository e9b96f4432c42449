use super::history_api::{ProductHistory, RestoreProduct, load_product_history};
use crate::{
    admin::patterns::{Confirm, FormMessage, Refresh, When, act, skeleton_detail},
    components::{Button, ButtonKind, Card, EmptyState, IconName, PageHeader},
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    catalog::{FieldChange, ProductRevision},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// What a product was, with the way back.
pub struct AdminProductHistory;

office_page!(AdminProductHistory, admin_product_history);

fn admin_product_history() -> AnyView {
    let refresh = Refresh::default();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let page = page_resource(move || (id(), refresh.get()), |(id, _)| load_product_history(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: ProductHistory) -> AnyView {
    let product = format!("/admin/products/{}", page.id);
    let crumbs = vec![
        ("Products".to_owned(), "/admin/products".to_owned()),
        (page.name.clone(), product),
        ("History".to_owned(), String::new()),
    ];
    let title = format!("History of {}", page.name);
    view! {
        <Title text=title.clone() />
        <PageHeader title subtitle="The newest fifty saves. What is restored becomes a new save: nothing is lost by it." crumbs />
        {revisions(page)}
    }
    .into_any()
}

fn revisions(page: ProductHistory) -> AnyView {
    if page.revisions.is_empty() {
        let text = "From its next save on you see here what changed and who changed it, and can go back.";
        return view! { <div class="card"><EmptyState icon=IconName::Clock title="No history yet" text /></div> }
            .into_any();
    }
    let form = page.may_edit.then(|| act::<RestoreProduct>("Version restored."));
    let message = form.map(|form| view! { <FormMessage message=form.message() /> });
    let (id, present, now) = (page.id.to_string(), page.version, page.now);
    let cards: Vec<_> = page
        .revisions
        .into_iter()
        .map(|revision| {
            let back = form.filter(|_| revision.version != present);
            let back = back.map(|form| restore(form, id.clone(), revision.version, present));
            card(revision, present, now, back)
        })
        .collect();
    view! { <div class="stack">{message}{cards}</div> }.into_any()
}

fn card(revision: ProductRevision, present: i64, now: Timestamp, back: Option<AnyView>) -> AnyView {
    let mut title = format!("Version {}", revision.version);
    if revision.version == present {
        title.push_str(", as it is now");
    }
    let who = if revision.saved_by.is_empty() {
        "Before there was a history".to_owned()
    } else {
        revision.saved_by
    };
    let at = revision.saved_at;
    view! {
        <Card title>
            <p class="small muted wrap-anywhere">{who}" · "<When at now /></p>
            {changes(revision.changes)}
            {back}
        </Card>
    }
    .into_any()
}

fn changes(changes: Vec<FieldChange>) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="small">"What it changed is not known, or it changed nothing."</p> }
            .into_any();
    }
    let rows: Vec<_> = changes.into_iter().map(change).collect();
    view! { <dl class="stack stack-sm">{rows}</dl> }.into_any()
}

fn change(change: FieldChange) -> AnyView {
    let before = (!change.before.is_empty()).then(|| {
        view! { <del class="muted wrap-anywhere whitespace-pre-line">{change.before}</del>" " }
    });
    let after = (!change.after.is_empty()).then(|| {
        view! { <ins class="no-underline wrap-anywhere whitespace-pre-line">{change.after}</ins> }
    });
    view! { <div><dt class="small muted">{change.field}</dt><dd>{before}{after}</dd></div> }.into_any()
}

fn restore(form: FormState<RestoreProduct>, product: String, version: i64, present: i64) -> AnyView {
    view! {
        <Confirm title="Restore this version" icon=IconName::Refresh>
            <p class="small">"The product gets these texts, prices, options and variants. It stays on sale or off it; stock and pictures stay as they are."</p>
            <ActionForm action=form.action>
                <input type="hidden" name="product" value=product />
                <input type="hidden" name="version" value=version.to_string() />
                <input type="hidden" name="present" value=present.to_string() />
                <Button kind=ButtonKind::Secondary pending=form.pending()>"Restore"</Button>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
