use super::{
    form::{Form, hidden_unless},
    text::{CollectionText, ConditionText},
};
use crate::components::{Button, ButtonKind, ButtonSize, Card, IconName, SelectField, TextField};
use leptos::prelude::*;

/// As many as a rule has at most.
const MOST: usize = 20;

/// What can be asked: value and text.
const FIELDS: [(&str, &str); 8] = [
    ("", "Nothing"),
    ("category", "Category, with those below"),
    ("brand", "Brand"),
    ("price", "Price"),
    ("attribute", "Option or attribute"),
    ("in_stock", "In stock"),
    ("newer_than", "New within days"),
    ("on_sale", "Reduced"),
];

type Choices = Vec<(String, String)>;

/// The conditions of a rule; the last one is empty for another one.
pub fn conditions(
    form: Form,
    start: &CollectionText,
    categories: Choices,
    brands: Choices,
    by: RwSignal<String>,
) -> AnyView {
    let hidden = hidden_unless(by, "rule");
    let told = form.error("conditions");
    let sent = |at: &usize| !form.value(&format!("form[conditions][{at}][field]"), "").is_empty();
    let there = start.conditions.len();
    let count = RwSignal::new((there + (there..MOST).take_while(sent).count() + 1).min(MOST));
    let more = move |_| count.update(|count| *count = (*count + 1).min(MOST));
    let matching = [("all", "All of these are so"), ("any", "Any of these is so")];
    let matching = matching.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    let of_matching = form.value("form[matching]", &start.matching);
    let rows = start.conditions.clone();
    let row = move |at: usize| {
        let row = rows.get(at).cloned().unwrap_or_default();
        condition(form, at, &row, categories.clone(), brands.clone())
    };
    view! {
        <div class:hidden=move || hidden.get()>
            <Card title="Rule" actions=move || view! {
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Plus on_click=Callback::new(more)>"Add condition"</Button>
            }>
                <div class="stack">
                    <SelectField name="form[matching]" label="A product is in it when" options=matching value=of_matching />
                    <p class="field-error" aria-live="polite">{move || told.get()}</p>
                    <For each=move || 0..count.get() key=|at| *at children=row />
                </div>
            </Card>
        </div>
    }
    .into_any()
}

fn condition(form: Form, at: usize, row: &ConditionText, categories: Choices, brands: Choices) -> AnyView {
    let name = |field: &str| format!("form[conditions][{at}][{field}]");
    let value = |field: &str, there: &str| form.value(&name(field), there);
    let told = form.error(format!("conditions[{at}]"));
    let asked = RwSignal::new(value("field", &row.field));
    let fields = FIELDS.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    let only = |field: &'static str, content: AnyView| {
        let hidden = hidden_unless(asked, field);
        view! { <div class:hidden=move || hidden.get()>{content}</div> }.into_any()
    };
    let of_category = select(name("category"), "Category", categories, value("category", &row.category));
    let of_brand = select(name("brand"), "Brand", brands, value("brand", &row.brand));
    let low = text(name("low"), "From", "decimal", value("low", &row.low));
    let high = text(name("high"), "To", "decimal", value("high", &row.high));
    let called = text(name("name"), "Name", "text", value("name", &row.name));
    let of_value = text(name("value"), "Value", "text", value("value", &row.value));
    let days = text(name("days"), "Days", "numeric", value("days", &row.days));
    view! {
        <fieldset class="field">
            <legend class="field-label">{format!("Condition {}", at + 1)}</legend>
            <div class="field-row">
                <SelectField name=name("field") label="Asks for" options=fields value=asked.get_untracked() on_change=Callback::new(move |field| asked.set(field)) />
                {only("category", of_category)}
                {only("brand", of_brand)}
                {only("price", view! { <div class="field-row">{low}{high}</div> }.into_any())}
                {only("attribute", view! { <div class="field-row">{called}{of_value}</div> }.into_any())}
                {only("newer_than", days)}
            </div>
            <p class="field-error" aria-live="polite">{move || told.get()}</p>
        </fieldset>
    }
    .into_any()
}

fn select(name: String, label: &'static str, choices: Choices, value: String) -> AnyView {
    let options = [vec![(String::new(), "Please choose".to_owned())], choices].concat();
    view! { <SelectField name label options value /> }.into_any()
}

fn text(name: String, label: &'static str, inputmode: &'static str, value: String) -> AnyView {
    view! { <TextField name label inputmode value /> }.into_any()
}
