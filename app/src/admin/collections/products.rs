use super::{
    form::{Form, hidden_unless},
    text::{ChosenText, CollectionText},
};
use crate::components::{Card, Checkbox, TextArea, TextField};
use leptos::prelude::*;

/// The products that are chosen by hand, each with its place, and room for further ones.
pub fn products(form: Form, start: &CollectionText, names: Vec<String>, by: RwSignal<String>) -> AnyView {
    let hidden = hidden_unless(by, "hand");
    let told = form.error("products");
    let rows: Vec<_> = start
        .products
        .iter()
        .zip(names)
        .enumerate()
        .map(|(at, (row, name))| line(form, at, row, name))
        .collect();
    let add = form.value("form[add]", "");
    view! {
        <div class:hidden=move || hidden.get()>
            <Card title="Products by hand">
                <div class="stack">
                    <p class="field-error" aria-live="polite">{move || told.get()}</p>
                    <ol class="stack stack-sm">{rows}</ol>
                    <TextArea name="form[add]" label="Add products" rows=3 hint="SKUs or whole names, one a line; they stand behind the others." value=add error=form.error("add") />
                </div>
            </Card>
        </div>
    }
    .into_any()
}

fn line(form: Form, at: usize, row: &ChosenText, called: String) -> AnyView {
    let name = |field: &str| format!("form[products][{at}][{field}]");
    let position = name("position");
    let place = form.value(&position, &row.position);
    let label = format!("Place of {called}");
    view! {
        <li class="cluster">
            <input type="hidden" name=name("id") value=row.id.clone() />
            <div class="w-24"><TextField name=position label inputmode="numeric" value=place /></div>
            <a class="link min-w-0 wrap-anywhere" href=format!("/admin/products/{}", row.id)>{called}</a>
            <div class="push"><Checkbox name=name("remove") label="Take out" /></div>
        </li>
    }
    .into_any()
}
