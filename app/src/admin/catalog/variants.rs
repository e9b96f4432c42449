use super::{
    draft::VariantRow,
    editor::{Form, cell, row_count},
};
use crate::components::{Button, ButtonKind, ButtonSize, Card, Column, DataTable, IconName};
use leptos::prelude::*;

/// The variants, one a row; the last row is empty for another one.
#[component]
pub fn VariantRows(
    form: Form,
    rows: Vec<VariantRow>,
    /// How many options the form has room for.
    options: RwSignal<usize>,
    /// What those are called that the product has already.
    names: Vec<String>,
    price: String,
) -> impl IntoView {
    let count = row_count(form, rows.len(), |at| format!("form[variants][{at}][sku]"));
    let columns = vec![
        Column::text("SKU"),
        Column::text("Choices"),
        Column::number(price),
        Column::number("Before"),
        Column::number("Grams"),
    ];
    let message = form.error("variants");
    let more = move |_| count.update(|count| *count += 1);
    view! {
        <Card title="Variants" flush=true actions=move || view! {
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Plus on_click=Callback::new(more)>"Add variant"</Button>
        }>
            <p class="field-hint px-4 pb-2">"One choice of each option. A row without SKU is left out; clear it to remove the variant."</p>
            <p class="field-error px-4" aria-live="polite">{move || message.get()}</p>
            <DataTable caption="Variants" columns dense=true>
                <For each=move || 0..count.get() key=|at| *at children=move |at| row(form, at, rows.get(at).cloned().unwrap_or_default(), options, names.clone()) />
            </DataTable>
        </Card>
    }
    .into_any()
}

fn row(form: Form, at: usize, row: VariantRow, options: RwSignal<usize>, names: Vec<String>) -> AnyView {
    let name = |field: &str| format!("form[variants][{at}][{field}]");
    let error = |field: &str| format!("variants[{at}].{field}");
    let message = form.error(error("options"));
    let choices = row.choices;
    let choice = move |option: usize| {
        let chosen = choices.get(option).map(String::as_str).unwrap_or_default();
        choice(form, at, option, chosen, names.get(option).cloned())
    };
    view! {
        <tr>
            <td class="min-w-44">
                <input type="hidden" name=name("id") value=row.id />
                {cell(form, name("sku"), error("sku"), "SKU", &row.sku, None)}
            </td>
            <td class="min-w-36">
                <div class="flex flex-wrap gap-1">
                    <For each=move || 0..options.get() key=|option| *option children=choice />
                </div>
                <p class="field-error" aria-live="polite">{move || message.get()}</p>
            </td>
            <td class="num min-w-20">{cell(form, name("price"), error("price"), "Price", &row.price, Some("decimal"))}</td>
            <td class="num min-w-20">{cell(form, name("compare_at"), error("compare_at"), "Price before", &row.compare_at, Some("decimal"))}</td>
            <td class="num min-w-20">{cell(form, name("weight_g"), error("weight_g"), "Weight in grams", &row.weight_g, Some("numeric"))}</td>
        </tr>
    }
    .into_any()
}

/// What the variant has of one option.
fn choice(form: Form, at: usize, option: usize, chosen: &str, called: Option<String>) -> AnyView {
    let name = format!("form[variants][{at}][choices][{option}]");
    let called = called.unwrap_or_else(|| format!("Option {}", option + 1));
    view! {
        <input class="input w-auto flex-1 min-w-24" name=name.clone() value=form.value(&name, chosen) placeholder=called.clone() aria-label=called />
    }
    .into_any()
}
