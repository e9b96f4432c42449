use super::api::{LoadReportFile, MakeReport, list_reports};
use crate::{
    admin::patterns::{
        FormMessage, ListFrame, ListState, Listed, Pages, Refresh, When, act, how_many, named, skeleton_list,
        use_list_state, words,
    },
    components::{Button, Card, Column, DataTable, PageHeader, SelectField},
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    analytics::{KeptReport, Period, REPORT_TYPES},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

const PATH: &str = "/admin/reports";

/// The reports that were made, and a form to make one.
pub struct AdminReports;

office_page!(AdminReports, admin_reports);

fn admin_reports() -> AnyView {
    let (state, refresh) = (use_list_state(), Refresh::default());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_reports(state));
    provide_context(refresh);
    view! {
        <Title text="Reports" />
        <PageHeader title="Reports" subtitle="Made of what was counted, kept as they were made." />
        <div class="with-aside">
            {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
            <aside><NewReport /></aside>
        </div>
    }
    .into_any()
}

#[component]
fn NewReport() -> impl IntoView {
    let form = act::<MakeReport>("Report made.");
    let types = REPORT_TYPES.map(|name| (name.to_owned(), words(name))).to_vec();
    let periods = Period::ALL.map(|period| (period.as_str().to_owned(), name_of(period).to_owned())).to_vec();
    view! {
        <Card title="New report">
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <SelectField name="report_type" label="Report" options=types />
                    <SelectField name="period" label="Period" options=periods value="month" />
                    <div><Button pending=form.pending()>"Make report"</Button></div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn name_of(period: Period) -> &'static str {
    match period {
        Period::Today => "Today",
        Period::Week => "7 days",
        Period::Month => "30 days",
        Period::Quarter => "90 days",
        Period::Year => "12 months",
    }
}

fn table(state: &ListState, list: Listed<KeptReport>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::text("Report"),
        Column::text("Days"),
        Column::number("Rows"),
        Column::text("Made"),
        Column::text("File"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|report| row(report, list.now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH count=how_many(total, "report", "reports") empty pages>
            <DataTable caption="Reports" columns>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(report: KeptReport, now: Timestamp) -> AnyView {
    let file = format!("{}?id={}", LoadReportFile::url(), report.id);
    let days = if report.from == report.to {
        report.from.to_string()
    } else {
        format!("{} to {}", report.from, report.to)
    };
    let name = format!("{}-{}.csv", report.report_type, report.to);
    view! {
        <tr>
            <th scope="row">{words(&report.report_type)}</th>
            <td class="nowrap">{days}</td>
            <td class="num">{report.rows}</td>
            <td class="muted"><When at=report.generated_at now /></td>
            <td><a href=file rel="external" download=name>"CSV"</a></td>
        </tr>
    }
    .into_any()
}
