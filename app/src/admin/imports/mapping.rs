use super::api::CheckImport;
use crate::{
    admin::patterns::{FormMessage, act},
    components::{Button, Card, Column, DataTable},
    form::ActionForm,
};
use contracts::catalog::{Import, ImportField, ImportFormat};
use leptos::prelude::*;

/// Says of each column what it means, and has the file looked at.
#[component]
pub fn MappingForm(
    import: Import,
    /// The cells of the first lines.
    sample: Vec<Vec<String>>,
) -> impl IntoView {
    let form = act::<CheckImport>("The file is looked at.");
    let (at_columns, message) = (form.error("columns"), form.message());
    let refusal = Signal::derive(move || at_columns.get().or_else(|| message.get()));
    let columns = (import.format != ImportFormat::JsonLines).then(|| columns(&import, &sample));
    let text = if columns.is_some() {
        "What each column means was guessed by its name, or is as you said for the last file with these columns. It is remembered when you go on."
    } else {
        "JSON lines say themselves what is what."
    };
    view! {
        <Card title="What the columns mean">
            <ActionForm action=form.action>
                <div class="stack">
                    <p class="small">{text}</p>
                    <FormMessage message=refusal />
                    <input type="hidden" name="id" value=import.id.to_string() />
                    {columns}
                    <div><Button pending=form.pending()>"Check the file"</Button></div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn columns(import: &Import, sample: &[Vec<String>]) -> AnyView {
    let heads = vec![Column::text("Column"), Column::text("Means"), Column::text("First lines")];
    let rows = import.headers.iter().enumerate().map(|(at, header)| {
        let chosen = import.mapping.get(at).copied().unwrap_or(ImportField::Ignore);
        let cells = sample.iter().filter_map(|line| line.get(at)).map(String::as_str);
        let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        row(at, header, chosen, &cells.join(" · "))
    });
    let rows: Vec<_> = rows.collect();
    view! { <DataTable caption="Columns" columns=heads stacked=true>{rows}</DataTable> }.into_any()
}

fn row(at: usize, header: &str, chosen: ImportField, sample: &str) -> AnyView {
    let options: Vec<_> = ImportField::ALL
        .iter()
        .map(
            |field| view! { <option value=field.as_str() selected=*field == chosen>{field.label()}</option> },
        )
        .collect();
    let (header, sample) = (header.to_owned(), sample.to_owned());
    let label = format!("What “{header}” means");
    view! {
        <tr>
            <th scope="row" class="wrap-anywhere">{header}</th>
            <td data-label="Means"><select class="input select" name=format!("columns[{at}]") aria-label=label>{options}</select></td>
            <td data-label="First lines" class="muted small wrap-anywhere">{sample}</td>
        </tr>
    }
    .into_any()
}
