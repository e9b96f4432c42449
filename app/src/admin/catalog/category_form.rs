use super::api::{DeleteCategory, SaveCategory, SetCategorySlug, restore_category};
use crate::{
    admin::patterns::{Confirm, FormMessage, Undo, act, act_restorable},
    components::{Button, ButtonKind, IconName, SelectField, TextArea, TextField},
    form::ActionForm,
};
use contracts::catalog::{Category, RemovedCategory};
use leptos::prelude::*;

/// Creates or changes a category; removing it is asked about once.
#[component]
pub fn CategoryForm(
    /// The one to change; a new one when none.
    category: Option<Category>,
    /// Where it can stand: id and name.
    parents: Vec<(String, String)>,
) -> impl IntoView {
    let form = act::<SaveCategory>("Category saved.");
    let id = category.as_ref().map(|category| category.id.to_string()).unwrap_or_default();
    let parent =
        category.as_ref().and_then(|category| category.parent).map(|id| id.to_string()).unwrap_or_default();
    let (name, description) =
        category.as_ref().map(|it| (it.name.clone(), it.description.clone())).unwrap_or_default();
    let parents = [vec![(String::new(), "At the top".to_owned())], parents].concat();
    let suffix = id.clone();
    let input = move |field: &str| format!("category-{field}-{suffix}");
    let label = if category.is_some() { "Save" } else { "Create" };
    view! {
        <div class="stack">
            <ActionForm action=form.action>
                <div class="stack stack-sm">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id.clone() />
                    <TextField id=input("name") name="name" label="Name" required=true value=name error=form.error("name") />
                    <TextArea id=input("description") name="description" label="Description" rows=2 value=description error=form.error("description") />
                    <SelectField id=input("parent") name="parent" label="Below" options=parents value=parent error=form.error("parent") />
                    <div><Button kind=ButtonKind::Secondary pending=form.pending()>{label}</Button></div>
                </div>
            </ActionForm>
            {category.map(|category| view! { <Address category=category.clone() /> <Removal category /> })}
        </div>
    }
    .into_any()
}

/// Another address; asked for apart from the rest, since search engines and old links come by it.
#[component]
fn Address(category: Category) -> impl IntoView {
    let form = act::<SetCategorySlug>("Address changed.");
    let id = category.id.to_string();
    // What was typed into this form and refused, not into another category's.
    let mine = form.value("id", "") == id;
    let slug = category.slug.to_string();
    let shown = if mine { form.value("slug", &slug) } else { slug.clone() };
    view! {
        <Confirm title="Change the address" icon=IconName::Globe open=mine>
            <p class="small wrap-anywhere">{format!("It is at /c/{slug}. Whoever comes by this address later is led to the new one.")}</p>
            <ActionForm action=form.action>
                <div class="stack stack-sm">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id.clone() />
                    <TextField id=format!("category-slug-{id}") name="slug" label="Address part" required=true maxlength=120 hint="Small letters, digits and hyphens." value=shown error=form.error("slug") />
                    <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Change address"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

#[component]
fn Removal(category: Category) -> impl IntoView {
    let form = act_restorable::<DeleteCategory>("Category removed.", |removed| removed.map(undo));
    view! {
        <Confirm title="Remove this category" icon=IconName::Trash>
            <p class="small">{format!("Its products and the categories below “{}” move up one level.", category.name)}</p>
            <ActionForm action=form.action>
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=category.id.to_string() />
                <Button kind=ButtonKind::Danger pending=form.pending()>"Remove category"</Button>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

fn undo(removed: RemovedCategory) -> Undo {
    let told = format!("Category “{}” put back.", removed.name);
    Undo::new(told, move || restore_category(removed.clone()))
}
