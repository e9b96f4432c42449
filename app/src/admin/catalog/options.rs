use super::{draft::OptionRow, editor::Form};
use crate::components::{Button, ButtonKind, ButtonSize, Card, IconName, TextArea, TextField};
use leptos::prelude::*;

/// The options with their choices; the last of `count` rows is empty for another one.
#[component]
pub fn OptionRows(form: Form, rows: Vec<OptionRow>, count: RwSignal<usize>) -> impl IntoView {
    let more = move |_| count.update(|count| *count += 1);
    view! {
        <Card title="Options" actions=move || view! {
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Plus on_click=Callback::new(more)>"Add option"</Button>
        }>
            <div class="stack">
                <p class="field-hint">"What shoppers choose between. One choice a line; a colour behind it makes a swatch, like Chalk #e9e4d8."</p>
                <For each=move || 0..count.get() key=|at| *at children=move |at| row(form, at, &rows.get(at).cloned().unwrap_or_default()) />
            </div>
        </Card>
    }
    .into_any()
}

fn row(form: Form, at: usize, row: &OptionRow) -> AnyView {
    let (name, values) = (format!("form[options][{at}][name]"), format!("form[options][{at}][values]"));
    let lines = u32::try_from(row.values.lines().count()).unwrap_or(2).clamp(2, 8);
    view! {
        <div class="field-row">
            <TextField label="Option" placeholder="Colour" value=form.value(&name, &row.name) name error=form.error(format!("options[{at}].name")) />
            <TextArea label="Choices" rows=lines value=form.value(&values, &row.values) name=values error=form.error(format!("options[{at}].values")) />
        </div>
    }
    .into_any()
}
