use super::api::{ImportRedirects, RemoveRedirect, SaveRedirect};
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, ButtonKind, ButtonSize, IconName, TextArea, TextField},
    form::ActionForm,
};
use contracts::catalog::Redirect;
use leptos::prelude::*;

/// Creates one, or changes the one that there is.
#[component]
pub fn RedirectForm(redirect: Option<Redirect>) -> impl IntoView {
    let form = act::<SaveRedirect>("Redirect saved.");
    let id = redirect.as_ref().map(|redirect| redirect.id.to_string()).unwrap_or_default();
    let label = if redirect.is_some() { "Save" } else { "Create redirect" };
    let (source, target) = redirect.map(|redirect| (redirect.source, redirect.target)).unwrap_or_default();
    // What was typed into this form and refused, not into another one of its kind.
    let mine = form.value("id", "") == id;
    let own = |name: &str, fallback: String| if mine { form.value(name, &fallback) } else { fallback };
    let (source, target) = (own("source", source), own("target", target));
    let input = |field: &str| format!("redirect-{field}-{id}");
    let (source_id, target_id) = (input("source"), input("target"));
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id />
                <TextField id=source_id name="source" label="Old address" required=true hint="Without a question mark: /old/page.html" value=source error=form.error("source") />
                <TextField id=target_id name="target" label="Leads to" required=true hint="A page of this shop: /shop?sort=newest" value=target error=form.error("target") />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>{label}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Changes one, or takes it away, in its row.
pub fn row_acts(redirect: Redirect) -> AnyView {
    let id = redirect.id.to_string();
    view! {
        <Confirm title="Change">
            <RedirectForm redirect=Some(redirect) />
            <Removal id />
        </Confirm>
    }
    .into_any()
}

#[component]
fn Removal(id: String) -> impl IntoView {
    let form = act::<RemoveRedirect>("Redirect removed.");
    view! {
        <ActionForm action=form.action>
            <FormMessage message=form.message() />
            <input type="hidden" name="id" value=id />
            <Button kind=ButtonKind::Danger size=ButtonSize::Small icon=IconName::Trash pending=form.pending()>"Remove"</Button>
        </ActionForm>
    }
    .into_any()
}

/// Takes a pasted table.
#[component]
pub fn ImportForm() -> impl IntoView {
    let form = act::<ImportRedirects>("Redirects saved.");
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <TextArea name="lines" label="Old and new address, a pair a line" rows=6 required=true placeholder="/old/page.html,/p/mug" hint="Parted by a comma, a semicolon or a tab; up to 1,000 lines. All are saved, or none and you see why." value=form.value("lines", "") error=form.error("lines") />
                <div><Button kind=ButtonKind::Secondary icon=IconName::Upload pending=form.pending()>"Import"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}
