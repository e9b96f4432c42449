use super::{
    PATH,
    api::{CollectionPage, CountCollection, SaveCollection},
    conditions::conditions,
    products::products,
    text::CollectionText,
};
use crate::{
    admin::patterns::{FormMessage, SaveChanges, UnsavedGuard, act, plural},
    components::{Card, RadioCards, RadioOption, TextArea, TextField},
    form::{ActionForm, FormState},
};
use leptos::{form::FromFormData, prelude::*, wasm_bindgen::JsCast, web_sys};

/// The form of a collection, as its parts take it.
pub type Form = FormState<SaveCollection>;

/// Creates or changes a collection; how many products it would have follows what is typed.
#[component]
pub fn CollectionForm(page: CollectionPage) -> impl IntoView {
    let known = page.row.map(|row| row.collection);
    let is_new = known.is_none();
    // Something new leads to its own page, which fetches by itself.
    let form = if is_new { FormState::new() } else { act::<SaveCollection>("Collection saved.") };
    let start = match &known {
        Some(collection) => CollectionText::of(collection, page.currency),
        None => CollectionText::empty(page.currency),
    };
    let count = FormState::<CountCollection>::new();
    let recount = move |event: web_sys::Event| {
        if let Some(typed) = typed(&event) {
            count.send(&typed);
        }
    };
    let by = RwSignal::new(form.value("form[by]", &start.by));
    view! {
        <UnsavedGuard>
            <ActionForm action=form.action>
                <div class="stack" on:change=recount>
                    <FormMessage message=form.message() />
                    {words(form, &start)}
                    {way(form, by)}
                    {products(form, &start, page.names, by)}
                    {conditions(form, &start, page.categories, page.brands, by)}
                    <p class="muted" role="status">{move || counted(count)}</p>
                    <SaveChanges always=is_new pending=form.pending() label="Save collection" cancel=PATH />
                </div>
            </ActionForm>
        </UnsavedGuard>
    }
    .into_any()
}

/// What the form holds that something was changed in.
fn typed(event: &web_sys::Event) -> Option<CountCollection> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let form = element.closest("form").ok()??.dyn_into::<web_sys::HtmlFormElement>().ok()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    CountCollection::from_form_data(&data).ok()
}

fn counted(count: FormState<CountCollection>) -> Option<String> {
    let found = count.outcome()?.ok()?;
    Some(format!("As it stands it has {} on sale.", plural(u64::from(found), "product", "products")))
}

fn words(form: Form, start: &CollectionText) -> AnyView {
    view! {
        <input type="hidden" name="form[id]" value=start.id.clone() />
        <input type="hidden" name="form[version]" value=start.version.clone() />
        <input type="hidden" name="form[currency]" value=start.currency.clone() />
        <Card title="Collection">
            <div class="stack">
                <div class="field-row">
                    <TextField name="form[name]" label="Name" required=true maxlength=100 value=form.value("form[name]", &start.name) error=form.error("name") />
                    <TextField name="form[slug]" label="Address part" optional=true maxlength=120 hint="Made of the name when empty." value=form.value("form[slug]", &start.slug) error=form.error("slug") />
                </div>
                <TextArea name="form[description]" label="Description" rows=3 optional=true maxlength=10_000 hint="Plain text, on top of its page." value=form.value("form[description]", &start.description) error=form.error("description") />
            </div>
        </Card>
    }
    .into_any()
}

fn way(form: Form, by: RwSignal<String>) -> AnyView {
    let option = |value: &str, label: &str, hint: &str| RadioOption {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        ..RadioOption::default()
    };
    let options = vec![
        option("hand", "By hand", "You choose the products and their order."),
        option("rule", "By rule", "It has whatever meets the conditions, at every look."),
    ];
    let error = form.error("by");
    view! {
        <Card title="Which products">
            <RadioCards name="form[by]" legend="Chosen" options value=by.get_untracked() error on_change=Callback::new(move |way| by.set(way)) />
        </Card>
    }
    .into_any()
}

/// Whether a part of the form that belongs to another way is to be hidden: only once there are scripts to show it again.
pub fn hidden_unless(by: RwSignal<String>, way: &'static str) -> Signal<bool> {
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    Signal::derive(move || awake.get() && by.with(|by| by != way))
}
