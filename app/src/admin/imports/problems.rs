//! Lines that cannot be imported, and the file of them.

use crate::{
    admin::patterns::ListState,
    components::{Card, Column, DataTable},
};
use contracts::catalog::{ImportDetail, ImportFormat, ImportProblem};
use leptos::prelude::*;

/// The first of them, and a link to all; nothing where there are none.
pub fn problems(detail: &ImportDetail) -> Option<AnyView> {
    if detail.problems.is_empty() {
        return None;
    }
    let import = &detail.import;
    let file = match import.format {
        ImportFormat::JsonLines => "/admin/export/failed-lines.jsonl",
        _ => "/admin/export/failed-rows.csv",
    };
    let href = ListState::of([("import".to_owned(), import.id.to_string())]).link(file, |_| ());
    let shown = detail.problems.len() as u64;
    let more = (import.counts.failed_rows > shown)
        .then(|| format!("These are the first {shown} of {}.", import.counts.failed_rows));
    let columns = vec![
        Column::number("Line"),
        Column::text("Column"),
        Column::text("What is wrong"),
        Column::text("Value"),
    ];
    let rows: Vec<_> = detail.problems.iter().map(row).collect();
    let body = view! {
        <Card title="Lines that cannot be imported">
            <div class="stack">
                <p class="small">"Download them, correct them in the file and send it as a new import; its column “error” is left out. "{more}</p>
                <div><a class="btn btn-secondary" href=href rel="external" download>"Download the failed lines"</a></div>
                <DataTable caption="Lines that cannot be imported" columns stacked=true>{rows}</DataTable>
            </div>
        </Card>
    };
    Some(body.into_any())
}

fn row(problem: &ImportProblem) -> AnyView {
    let problem = problem.clone();
    view! {
        <tr>
            <th scope="row" class="num">{problem.line}</th>
            <td data-label="Column" class="wrap-anywhere">{problem.column}</td>
            <td data-label="What is wrong">{problem.message}</td>
            <td data-label="Value" class="wrap-anywhere">{problem.value}</td>
        </tr>
    }
    .into_any()
}
