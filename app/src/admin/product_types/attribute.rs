use super::{form::Form, text::AttributeText};
use crate::{
    admin::patterns::plural,
    components::{Card, Checkbox, SelectField, TextArea, TextField},
};
use contracts::catalog::AttributeKind;
use leptos::prelude::*;

/// Stands in no input: tells a form that came back from one that did not.
const UNSENT: &str = "\u{0}";

/// The inputs of one attribute.
pub fn attribute_fields(form: Form, at: usize, row: &AttributeText, used: u32) -> AnyView {
    let title = if row.label.is_empty() { "Another attribute".to_owned() } else { row.label.clone() };
    let id = name(at, "id");
    view! {
        <Card title=title>
            <div class="stack">
                <input type="hidden" name=id value=row.id.clone() />
                {what(form, at, row)}
                {kind(form, at, row)}
                {uses(form, at, row)}
                {(!row.id.is_empty()).then(|| removal(at, used))}
            </div>
        </Card>
    }
    .into_any()
}

fn name(at: usize, field: &str) -> String {
    format!("form[attributes][{at}][{field}]")
}

fn error(form: Form, at: usize, field: &str) -> Signal<Option<String>> {
    form.error(format!("attributes[{at}].{field}"))
}

fn what(form: Form, at: usize, row: &AttributeText) -> AnyView {
    let (label, key, position) = (name(at, "label"), name(at, "key"), name(at, "position"));
    let (of_label, of_key) = (form.value(&label, &row.label), form.value(&key, &row.key));
    let of_position = form.value(&position, &row.position);
    view! {
        <div class="field-row">
            <TextField name=label label="Label" maxlength=100 hint="What shoppers read, and what a filter is called." value=of_label error=error(form, at, "label") />
            <TextField name=key label="Code" optional=true maxlength=100 hint="For machines; made of the label when empty." value=of_key error=error(form, at, "key") />
            <TextField name=position label="Place" optional=true inputmode="numeric" hint="1 is first." value=of_position />
        </div>
    }
    .into_any()
}

fn kind(form: Form, at: usize, row: &AttributeText) -> AnyView {
    let kinds = AttributeKind::ALL.iter().map(|it| (it.as_str().to_owned(), words(*it).to_owned())).collect();
    let (kind, unit, choices) = (name(at, "kind"), name(at, "unit"), name(at, "choices"));
    let of_kind = form.value(&kind, &row.kind);
    let (of_unit, of_choices) = (form.value(&unit, &row.unit), form.value(&choices, &row.choices));
    let lines = u32::try_from(of_choices.lines().count()).unwrap_or(2).clamp(2, 8);
    view! {
        <div class="field-row">
            <SelectField name=kind label="Kind" options=kinds value=of_kind error=error(form, at, "kind") />
            <TextField name=unit label="Unit of a number" optional=true maxlength=20 placeholder="ml" value=of_unit error=error(form, at, "unit") />
        </div>
        <TextArea name=choices label="Choices" rows=lines hint="One a line; for the kinds that choose." value=of_choices error=error(form, at, "choices") />
    }
    .into_any()
}

fn uses(form: Form, at: usize, row: &AttributeText) -> AnyView {
    let is_new = row.id.is_empty();
    let came_back = form.value(&name(at, "label"), UNSENT) != UNSENT;
    let ticked = |field: &str, there: bool| {
        let sent = !form.value(&name(at, field), "").is_empty();
        if came_back { sent } else { there }
    };
    let required = ticked("required", !row.required.is_empty());
    let filterable = ticked("filterable", !row.filterable.is_empty());
    let shown = ticked("shown", is_new || !row.shown.is_empty());
    view! {
        <div class="cluster">
            <Checkbox name=name(at, "required") label="Required" checked=required />
            <Checkbox name=name(at, "filterable") label="Shoppers filter by it" checked=filterable />
            <Checkbox name=name(at, "shown") label="Shown on the product's page" checked=shown />
        </div>
    }
    .into_any()
}

fn removal(at: usize, used: u32) -> AnyView {
    let hint = match used {
        0 => "No product says anything of it.".to_owned(),
        used => format!("{} will lose what they say of it.", plural(u64::from(used), "product", "products")),
    };
    view! { <Checkbox name=name(at, "remove") label="Remove this attribute" hint=hint /> }.into_any()
}

fn words(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Text => "Text",
        AttributeKind::Number => "Number with unit",
        AttributeKind::Boolean => "Yes or no",
        AttributeKind::Date => "Date",
        AttributeKind::Choice => "One of several",
        AttributeKind::MultiChoice => "Several of several",
        AttributeKind::Reference => "Another product",
        AttributeKind::Colour => "Colour",
    }
}
