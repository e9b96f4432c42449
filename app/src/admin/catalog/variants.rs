use super::{
    draft::VariantRow,
    editor::{Form, cell, row_count},
};
use crate::components::{Button, ButtonKind, ButtonSize, Card, Column, DataTable, IconName};
use leptos::prelude::*;

/// The variants, one a row; the last row is empty for another one.
#[component]
pub fn VariantRows(form: Form, rows: Vec<VariantRow>, price: String) -> impl IntoView {
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
            <p class="field-hint px-4 pb-2">"Choices in the order of the options, like Chalk / Large. A row without SKU is left out; clear it to remove the variant."</p>
            <p class="field-error px-4" aria-live="polite">{move || message.get()}</p>
            <DataTable caption="Variants" columns dense=true>
                <For each=move || 0..count.get() key=|at| *at children=move |at| row(form, at, rows.get(at).cloned().unwrap_or_default()) />
            </DataTable>
        </Card>
    }
    .into_any()
}

fn row(form: Form, at: usize, row: VariantRow) -> AnyView {
    let name = |field: &str| format!("form[variants][{at}][{field}]");
    let error = |field: &str| format!("variants[{at}].{field}");
    let both = [form.error(error("choices")), form.error(error("options"))];
    let choices = move || both.iter().find_map(Signal::get);
    view! {
        <tr>
            <td class="min-w-44">
                <input type="hidden" name=name("id") value=row.id />
                {cell(form, name("sku"), error("sku"), "SKU", &row.sku, None)}
            </td>
            <td class="min-w-36">
                <input class="input" name=name("choices") value=form.value(&name("choices"), &row.choices) aria-label="Choices" />
                <p class="field-error" aria-live="polite">{choices}</p>
            </td>
            <td class="num min-w-20">{cell(form, name("price"), error("price"), "Price", &row.price, Some("decimal"))}</td>
            <td class="num min-w-20">{cell(form, name("compare_at"), error("compare_at"), "Price before", &row.compare_at, Some("decimal"))}</td>
            <td class="num min-w-20">{cell(form, name("weight_g"), error("weight_g"), "Weight in grams", &row.weight_g, Some("numeric"))}</td>
        </tr>
    }
    .into_any()
}
