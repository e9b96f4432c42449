use super::{PATH, api::SaveProductType, attribute::attribute_fields, text::TypeText};
use crate::{
    admin::patterns::{FormMessage, SaveChanges, UnsavedGuard, act},
    components::{Button, ButtonKind, Card, IconName, TextField},
    form::{ActionForm, FormState},
};
use contracts::catalog::ProductType;
use leptos::prelude::*;

/// The form of a product type, as its parts take it.
pub type Form = FormState<SaveProductType>;

/// More than a type may have, so that no row that was sent is lost.
const MOST: usize = 60;

/// Creates or changes a product type with its attributes; the last one is empty for another one.
#[component]
pub fn TypeForm(
    /// The one to change; a new one when none.
    product_type: Option<ProductType>,
) -> impl IntoView {
    let is_new = product_type.is_none();
    // Something new leads to its own page, which fetches by itself.
    let form = if is_new { FormState::new() } else { act::<SaveProductType>("Product type saved.") };
    let start = product_type.as_ref().map(TypeText::of).unwrap_or_default();
    let used: Vec<u32> =
        product_type.map(|it| it.attributes.iter().map(|it| it.products).collect()).unwrap_or_default();
    let count = RwSignal::new(rows(form, start.attributes.len()));
    let more = move |_| count.update(|count| *count += 1);
    let attributes = start.attributes;
    let field = move |at: usize| {
        let (row, used) = (attributes.get(at).cloned().unwrap_or_default(), used.get(at).copied());
        attribute_fields(form, at, &row, used.unwrap_or_default())
    };
    let attribute_error = form.error("attributes");
    view! {
        <UnsavedGuard>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="form[id]" value=start.id />
                    <input type="hidden" name="form[version]" value=start.version />
                    <Card title="Product type">
                        <TextField name="form[name]" label="Name" required=true maxlength=100 placeholder="Mug" value=form.value("form[name]", &start.name) error=form.error("name") />
                    </Card>
                    <p class="field-error" aria-live="polite">{move || attribute_error.get()}</p>
                    <For each=move || 0..count.get() key=|at| *at children=field />
                    <div><Button kind=ButtonKind::Secondary icon=IconName::Plus on_click=Callback::new(more)>"Add attribute"</Button></div>
                    <SaveChanges always=is_new pending=form.pending() label="Save product type" cancel=PATH />
                </div>
            </ActionForm>
        </UnsavedGuard>
    }
    .into_any()
}

/// What there is, what came back from a refused try, and an empty one.
fn rows(form: Form, there: usize) -> usize {
    let sent = |at: &usize| !form.value(&format!("form[attributes][{at}][label]"), "").is_empty();
    there + (there..MOST).take_while(sent).count() + 1
}
