use super::{
    draft::AttributeRow,
    editor::{Form, cell, row_count},
};
use crate::components::{Button, ButtonKind, ButtonSize, Card, Column, DataTable, IconName};
use leptos::prelude::*;

/// Facts such as material and care; the last row is empty for another one.
#[component]
pub fn AttributeRows(form: Form, rows: Vec<AttributeRow>) -> impl IntoView {
    let count = row_count(form, rows.len(), |at| format!("form[attributes][{at}][name]"));
    let more = move |_| count.update(|count| *count += 1);
    let columns = vec![Column::text("Name"), Column::text("Value")];
    view! {
        <Card title="Attributes" flush=true actions=move || view! {
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Plus on_click=Callback::new(more)>"Add attribute"</Button>
        }>
            <DataTable caption="Attributes" columns dense=true>
                <For each=move || 0..count.get() key=|at| *at children=move |at| row(form, at, &rows.get(at).cloned().unwrap_or_default()) />
            </DataTable>
        </Card>
    }
    .into_any()
}

fn row(form: Form, at: usize, row: &AttributeRow) -> AnyView {
    let name = |field: &str| format!("form[attributes][{at}][{field}]");
    let error = |field: &str| format!("attributes[{at}].{field}");
    view! {
        <tr>
            <td>{cell(form, name("name"), error("name"), "Name of the attribute", &row.name, None)}</td>
            <td>{cell(form, name("value"), error("value"), "Value of the attribute", &row.value, None)}</td>
        </tr>
    }
    .into_any()
}
