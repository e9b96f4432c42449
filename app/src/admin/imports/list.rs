use super::{
    PATH,
    api::{UploadImport, list_imports},
    words::import_badge,
};
use crate::{
    admin::patterns::{
        ListFrame, ListState, Listed, Pages, When, how_many, named, plural, skeleton_list, use_list_state,
    },
    components::{
        Button, Card, Column, DataTable, EmptyState, IconName, Notice, PageHeader, SelectField, TextField,
        Tone,
    },
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    catalog::{Import, ImportFormat},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

/// Files of products that were sent, and the form that sends one.
pub struct AdminImports;

office_page!(AdminImports, admin_imports);

fn admin_imports() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_imports);
    view! {
        <Title text="Imports" />
        <PageHeader title="Imports" subtitle="Products by CSV and JSON lines, also as Shopify and WooCommerce export them. Nothing is changed before you have seen what would be." />
        {move || refused(&state.get())}
        <UploadForm />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

/// A file that was refused comes back here with its reason in the address.
fn refused(state: &ListState) -> Option<AnyView> {
    let is_refused = !state.filter("__err").is_empty();
    is_refused.then(|| {
        view! { <Notice tone=Tone::Danger>"The file was not taken. Please choose a text file of up to 200 MB and try again."</Notice> }
            .into_any()
    })
}

#[component]
fn UploadForm() -> impl IntoView {
    let found_out = vec![(String::new(), "Found out by the file".to_owned())];
    let formats = ImportFormat::ALL.map(|format| (format.as_str().to_owned(), format.label().to_owned()));
    let options = found_out.into_iter().chain(formats).collect();
    view! {
        <Card title="New import">
            <form method="post" action=UploadImport::url() enctype="multipart/form-data" class="stack">
                <div class="field-row">
                    <SelectField name="format" label="Format" options />
                    <TextField name="file" label="File" ty="file" accept=".csv,.tsv,.txt,.jsonl,.ndjson,text/csv" required=true hint="Up to 200 MB, UTF-8 or as Excel saves it." />
                </div>
                <div class="cluster">
                    <Button icon=IconName::Upload>"Upload"</Button>
                    <a class="link small" href="/admin/export/products.csv" rel="external" download>"All products as CSV"</a>
                    <a class="link small" href="/admin/export/products-json.jsonl" rel="external" download>"All products as JSON lines"</a>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<Import>) -> AnyView {
    let Listed { page, now } = list;
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    if empty {
        return none_yet();
    }
    let columns = vec![
        Column::text("File"),
        Column::text("State"),
        Column::text("Format"),
        Column::number("New"),
        Column::number("Changed"),
        Column::number("Failed lines"),
        Column::text("By"),
        Column::text("Sent"),
    ];
    let heads = named(&columns);
    let rows: Vec<_> = page.items.into_iter().map(|import| row(import, now)).collect();
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH count=how_many(total, "import", "imports") empty pages>
            <DataTable caption="Imports" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn none_yet() -> AnyView {
    view! {
        <div class="card">
            <EmptyState icon=IconName::Upload title="No imports yet" text="A file needs a column with SKUs or address parts; everything else is optional. What is there already is found by it and only changed where the file says something else: a file of SKUs and prices changes prices. To see how a file looks, download your products." />
        </div>
    }
    .into_any()
}

fn row(import: Import, now: Timestamp) -> AnyView {
    let counts = import.counts;
    let failed =
        if counts.failed_rows > 0 { plural(counts.failed_rows, "line", "lines") } else { String::new() };
    view! {
        <tr>
            <th scope="row" class="wrap-anywhere"><a href=format!("{PATH}/{}", import.id)>{import.file_name}</a></th>
            <td data-label="State">{import_badge(import.state)}</td>
            <td data-label="Format">{import.format.label()}</td>
            <td data-label="New" class="num">{counts.created}</td>
            <td data-label="Changed" class="num">{counts.changed}</td>
            <td data-label="Failed lines" class="num">{failed}</td>
            <td data-label="By" class="wrap-anywhere">{import.author}</td>
            <td data-label="Sent" class="muted"><When at=import.created_at now /></td>
        </tr>
    }
    .into_any()
}
