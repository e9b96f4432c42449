use super::api::list_templates;
use crate::{
    admin::patterns::{ListKeys, When, skeleton_list, words},
    components::{Column, DataTable, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, notifications::Template};
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of templates.
pub struct AdminTemplates;

office_page!(AdminTemplates, admin_templates);

fn admin_templates() -> AnyView {
    let templates = page_resource(|| (), |()| list_templates());
    view! {
        <Title text="Templates" />
        <PageHeader title="Templates" subtitle="What the mails say." />
        <ListKeys />
        {loaded(templates, skeleton_list, table)}
    }
    .into_any()
}

fn table((templates, now): (Vec<Template>, Timestamp)) -> AnyView {
    let columns = vec![
        Column::text("Template"),
        Column::text("Language"),
        Column::text("Subject"),
        Column::text("Changed"),
    ];
    let rows: Vec<_> = templates
        .into_iter()
        .map(|template| {
            view! {
                <tr>
                    <th scope="row"><a href=format!("/admin/templates/{}", template.id)>{words(&template.name)}</a></th>
                    <td>{template.language}</td>
                    <td>{template.subject}</td>
                    <td class="muted"><When at=template.updated_at now /></td>
                </tr>
            }
        })
        .collect();
    view! { <DataTable caption="Templates" columns>{rows}</DataTable> }.into_any()
}
