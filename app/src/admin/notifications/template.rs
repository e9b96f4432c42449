use super::api::{SaveTemplate, load_template};
use crate::{
    admin::patterns::{FormMessage, Refresh, SaveChanges, UnsavedGuard, act, skeleton_detail, words},
    components::{Badge, Card, PageHeader, TextArea, TextField},
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::notifications::Template;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A template, to be changed.
pub struct AdminTemplate;

office_page!(AdminTemplate, admin_template);

fn admin_template() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let template = page_resource(move || (id(), refresh.get()), |(id, _)| load_template(id));

    provide_context(refresh);
    loaded(template, skeleton_detail, |template| view! { <Editor template /> }.into_any()).into_any()
}

#[component]
fn Editor(template: Template) -> impl IntoView {
    let form = act::<SaveTemplate>("Template saved.");
    let title = words(&template.name);
    let crumbs =
        vec![("Templates".to_owned(), "/admin/templates".to_owned()), (title.clone(), String::new())];
    let language = template.language.clone();
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs status=move || view! { <Badge text=language.clone() /> } />
        <UnsavedGuard>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=template.id.to_string() />
                    <Card>
                        <div class="stack">
                            <TextField name="subject" label="Subject" required=true value=form.value("subject", &template.subject) error=form.error("subject") />
                            <TextArea name="content" label="Text" rows=18 required=true hint="Plain text; an empty line begins a paragraph. What stands in {{ }} is filled in." value=form.value("content", &template.content) error=form.error("content") />
                        </div>
                    </Card>
                    <SaveChanges pending=form.pending() label="Save template" cancel="/admin/templates" />
                </div>
            </ActionForm>
        </UnsavedGuard>
    }
    .into_any()
}
