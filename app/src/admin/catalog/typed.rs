use super::{draft::NO_TYPE, editor::Form};
use crate::components::{Card, Checkbox, SelectField, TextField};
use contracts::catalog::{AttributeDefinition, AttributeKind, ProductType, Typed};
use leptos::prelude::*;

/// Stands in no input: tells a form that came back from one that did not.
const UNSENT: &str = "\u{0}";

/// What the type asks about the product, each with the control of its kind.
pub fn typed_fields(form: Form, of_type: Option<ProductType>, typed: &Typed) -> AnyView {
    let Some(of_type) = of_type else {
        return view! { <input type="hidden" name="form[product_type]" value=NO_TYPE /> }.into_any();
    };
    let told = form.error("typed");
    let fields: Vec<_> =
        of_type.attributes.iter().enumerate().map(|(at, it)| attribute(form, at, it, typed)).collect();
    view! {
        <Card title=of_type.name>
            <input type="hidden" name="form[product_type]" value=of_type.id.to_string() />
            <p class="field-error" aria-live="polite">{move || told.get()}</p>
            <div class="stack">{fields}</div>
        </Card>
    }
    .into_any()
}

/// The input of one of the values of an attribute.
fn name(at: usize, value: usize) -> String {
    format!("form[typed][{at}][values][{value}]")
}

fn attribute(form: Form, at: usize, it: &AttributeDefinition, typed: &Typed) -> AnyView {
    let said = typed.values.iter().find(|value| value.code == it.code);
    let said = said.map(|value| value.values.clone()).unwrap_or_default();
    let key = format!("form[typed][{at}][key]");
    let control = match it.kind {
        AttributeKind::MultiChoice => several(form, at, it, &said),
        AttributeKind::Colour => colour(form, at, it, &said),
        AttributeKind::Boolean => {
            let words = [("true", "Yes"), ("false", "No")];
            let options = words.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
            select(form, at, it, &said, options)
        }
        AttributeKind::Choice => {
            let options = it.choices.iter().map(|choice| (choice.clone(), choice.clone())).collect();
            select(form, at, it, &said, options)
        }
        AttributeKind::Text | AttributeKind::Number | AttributeKind::Date | AttributeKind::Reference => {
            line(form, at, it, &said)
        }
    };
    view! {
        <div>
            <input type="hidden" name=key value=it.code.clone() />
            {control}
        </div>
    }
    .into_any()
}

/// What is said at one place, or was typed there before the form was refused.
fn value(form: Form, at: usize, value: usize, said: &[String]) -> String {
    form.value(&name(at, value), said.get(value).map(String::as_str).unwrap_or_default())
}

fn line(form: Form, at: usize, it: &AttributeDefinition, said: &[String]) -> AnyView {
    let label = if it.unit.is_empty() { it.label.clone() } else { format!("{}, {}", it.label, it.unit) };
    let (ty, inputmode, hint) = match it.kind {
        AttributeKind::Number => ("text", "decimal", ""),
        AttributeKind::Date => ("date", "text", ""),
        AttributeKind::Reference => ("text", "text", "A SKU of the other product."),
        _ => ("text", "text", ""),
    };
    let (required, typed) = (it.required, value(form, at, 0, said));
    view! { <TextField name=name(at, 0) label ty inputmode hint required optional=!required maxlength=255 value=typed error=form.error(format!("typed[{at}]")) /> }
        .into_any()
}

fn select(
    form: Form,
    at: usize,
    it: &AttributeDefinition,
    said: &[String],
    options: Vec<(String, String)>,
) -> AnyView {
    let options = [vec![(String::new(), "Not stated".to_owned())], options].concat();
    let (required, typed) = (it.required, value(form, at, 0, said));
    view! { <SelectField name=name(at, 0) label=it.label.clone() options required optional=!required value=typed error=form.error(format!("typed[{at}]")) /> }
        .into_any()
}

fn several(form: Form, at: usize, it: &AttributeDefinition, said: &[String]) -> AnyView {
    let came_back = form.value("form[name]", UNSENT) != UNSENT;
    let told = form.error(format!("typed[{at}]"));
    let boxes: Vec<_> = it
        .choices
        .iter()
        .enumerate()
        .map(|(place, choice)| {
            let sent = form.value(&name(at, place), "") == *choice;
            let checked = if came_back { sent } else { said.contains(choice) };
            view! { <Checkbox name=name(at, place) value=choice.clone() label=choice.clone() checked /> }
        })
        .collect();
    let optional = (!it.required).then(|| view! { <span class="field-optional">"optional"</span> });
    view! {
        <fieldset class="field">
            <legend class="field-label">{it.label.clone()}{optional}</legend>
            <div class="cluster">{boxes}</div>
            <p class="field-error" aria-live="polite">{move || told.get()}</p>
        </fieldset>
    }
    .into_any()
}

/// A colour with its name: a colour input is never empty, so without a name none is chosen.
fn colour(form: Form, at: usize, it: &AttributeDefinition, said: &[String]) -> AnyView {
    let (required, called, hex) = (it.required, value(form, at, 0, said), value(form, at, 1, said));
    let hex = if hex.is_empty() { "#808080".to_owned() } else { hex };
    view! {
        <div class="field-row">
            <TextField name=name(at, 0) label=it.label.clone() required optional=!required maxlength=100 hint="Its name, such as Chalk; without one no colour is stated." value=called error=form.error(format!("typed[{at}]")) />
            <TextField name=name(at, 1) label=format!("{}, as a colour", it.label) ty="color" value=hex />
        </div>
    }
    .into_any()
}
