use super::{
    api::SaveProduct, attributes::AttributeRows, draft::ProductForm, options::OptionRows,
    typed::typed_fields, variants::VariantRows,
};
use crate::{
    admin::patterns::{FormMessage, SaveChanges, UnsavedGuard, act},
    components::{Card, Checkbox, SelectField, TextArea, TextField},
    form::{ActionForm, FormState},
};
use contracts::catalog::{ProductType, Typed};
use leptos::prelude::*;

/// The form of the product, as all its parts take it.
pub type Form = FormState<SaveProduct>;

/// The product form: basics, options, variants, attributes.
#[component]
pub fn Editor(
    /// What it begins with.
    start: ProductForm,
    /// Value and text.
    categories: Vec<(String, String)>,
    /// The type whose fields it has.
    of_type: Option<ProductType>,
    /// What is said by the product's type now.
    typed: Typed,
) -> impl IntoView {
    let new = start.id.is_empty();
    // Something new leads to its own page, which fetches by itself.
    let form = if new { FormState::new() } else { act::<SaveProduct>("Product saved.") };
    let options = row_count(form, start.options.len(), |at| format!("form[options][{at}][name]"));
    let names = start.options.iter().map(|option| option.name.clone()).collect();
    view! {
        <UnsavedGuard>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    {question(form)}
                    {hidden(&start)}
                    {basics(form, start.clone())}
                    {sorting(form, start.clone(), categories)}
                    {typed_fields(form, of_type, &typed)}
                    <OptionRows form rows=start.options count=options />
                    <VariantRows form rows=start.variants options names price=format!("Price, {}", start.currency) />
                    <AttributeRows form rows=start.attributes />
                    <SaveChanges always=new pending=form.pending() label="Save product" cancel="/admin/products" />
                </div>
            </ActionForm>
        </UnsavedGuard>
    }
    .into_any()
}

/// The box that says yes to prices that fall a lot. A button would be pressed by Enter in any field.
fn question(form: Form) -> AnyView {
    let asked = form.error("agreed");
    let yes = move |yes: String| view! { <Checkbox id="agreed" name="form[agreed]" label="Yes, these prices are meant" value=yes /> };
    view! { {move || asked.get().map(yes)} }.into_any()
}

fn hidden(start: &ProductForm) -> AnyView {
    view! {
        <input type="hidden" name="form[id]" value=start.id.clone() />
        <input type="hidden" name="form[version]" value=start.version.clone() />
        <input type="hidden" name="form[currency]" value=start.currency.clone() />
    }
    .into_any()
}

fn basics(form: Form, start: ProductForm) -> AnyView {
    view! {
        <Card title="Product">
            <div class="stack">
                <TextField name="form[name]" label="Name" required=true maxlength=255 value=form.value("form[name]", &start.name) error=form.error("name") />
                <TextArea name="form[description]" label="Description" rows=6 hint="Plain text; an empty line begins a paragraph." value=form.value("form[description]", &start.description) error=form.error("description") />
                <div class="field-row">
                    <TextField name="form[brand]" label="Brand" optional=true value=form.value("form[brand]", &start.brand) error=form.error("brand") />
                    <TextField name="form[slug]" label="Address part" optional=true hint="Made of the name when empty. A former address leads to the new one." value=form.value("form[slug]", &start.slug) error=form.error("slug") />
                </div>
            </div>
        </Card>
    }
    .into_any()
}

fn sorting(form: Form, start: ProductForm, categories: Vec<(String, String)>) -> AnyView {
    let status = [
        ("draft", "Draft: only staff see it"),
        ("active", "Active: on sale"),
        ("archived", "Archived: no longer on sale"),
    ];
    let status = status.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    let categories = [vec![(String::new(), "None".to_owned())], categories].concat();
    view! {
        <Card title="Where it is shown">
            <div class="field-row">
                <SelectField name="form[status]" label="Status" options=status value=form.value("form[status]", &start.status) error=form.error("status") />
                <SelectField name="form[category]" label="Category" options=categories value=form.value("form[category]", &start.category) error=form.error("category") />
            </div>
        </Card>
    }
    .into_any()
}

/// How many rows a part of the form shows: what there is, what came back from a refused try, and one
/// empty row to write into. More come with the returned signal.
pub fn row_count(form: Form, there: usize, key: impl Fn(usize) -> String) -> RwSignal<usize> {
    let refused = (there..200).take_while(|at| !form.value(&key(*at), "").is_empty()).count();
    RwSignal::new(there + refused + 1)
}

/// An input of a repeated row, with its message.
pub fn cell(
    form: Form,
    name: String,
    error: String,
    label: &'static str,
    value: &str,
    inputmode: Option<&'static str>,
) -> AnyView {
    let value = form.value(&name, value);
    let message = form.error(error);
    view! {
        <input class="input" name=name value=value aria-label=label inputmode=inputmode aria-invalid=move || message.get().map(|_| "true") />
        <p class="field-error" aria-live="polite">{move || message.get()}</p>
    }
    .into_any()
}
