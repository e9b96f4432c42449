use super::{
    PATH,
    api::{RedirectList, list_redirects},
    form::{ImportForm, RedirectForm, row_acts},
};
use crate::{
    admin::patterns::{
        ListFrame, ListState, Pages, Refresh, When, how_many, named, skeleton_list, use_list_state,
    },
    components::{Badge, Card, Column, DataTable, EmptyState, IconName, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, catalog::Redirect};
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of old addresses.
pub struct AdminRedirects;

office_page!(AdminRedirects, admin_redirects);

fn admin_redirects() -> AnyView {
    let (refresh, state) = (Refresh::default(), use_list_state());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_redirects(state));

    provide_context(refresh);
    view! {
        <Title text="Redirects" />
        <PageHeader title="Redirects" subtitle="Old addresses and where they lead. Products and categories that get another address leave one by themselves; a page that is there always wins." />
        {loaded(list, skeleton_list, move |list| show(&state.get_untracked(), list))}
    }
    .into_any()
}

fn show(state: &ListState, found: RedirectList) -> AnyView {
    let may_edit = found.may_edit;
    let list = table(state, found);
    if !may_edit {
        return list;
    }
    view! {
        <div class="with-aside">
            <div class="stack">{list}</div>
            <aside class="stack" id="new">
                <Card title="New redirect"><RedirectForm redirect=None /></Card>
                <Card title="Import"><ImportForm /></Card>
            </aside>
        </div>
    }
    .into_any()
}

fn table(state: &ListState, found: RedirectList) -> AnyView {
    let (page, now, may_edit) = (found.list.page, found.list.now, found.may_edit);
    if page.items.is_empty() && !state.is_narrowed() {
        let text = "When a product or a category gets another address, its old one appears here and leads to it. Addresses of a former shop you write or import yourself: whoever comes by an old link or from a search engine then finds the page, and the page keeps its rank.";
        return view! { <div class="card"><EmptyState icon=IconName::ArrowRight title="No redirects yet" text /></div> }
            .into_any();
    }
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let mut columns = vec![
        Column::text("Old address"),
        Column::text("Leads to"),
        Column::text("Made by"),
        Column::number("Visits"),
        Column::text("Last visit"),
    ];
    if may_edit {
        columns.push(Column::unseen("Change"));
    }
    let rows: Vec<_> = page.items.into_iter().map(|redirect| row(redirect, may_edit, now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Old or new address" count=how_many(total, "redirect", "redirects") empty pages>
            <DataTable caption="Redirects" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(redirect: Redirect, may_edit: bool, now: Timestamp) -> AnyView {
    let (tone, made_by) =
        if redirect.is_manual { (Tone::Info, "Staff") } else { (Tone::Neutral, "A new address") };
    let last = match redirect.last_hit_at {
        Some(at) => view! { <When at now /> }.into_any(),
        None => "Never".into_any(),
    };
    let (source, target, href) = (redirect.source.clone(), redirect.target.clone(), redirect.target.clone());
    let hits = redirect.hits;
    let acts = may_edit.then(|| view! { <td>{row_acts(redirect)}</td> });
    view! {
        <tr>
            <th scope="row" class="wrap-anywhere">{source}</th>
            <td data-label="Leads to" class="wrap-anywhere"><a class="link" href=href>{target}</a></td>
            <td data-label="Made by"><Badge tone text=made_by /></td>
            <td data-label="Visits" class="num">{hits}</td>
            <td data-label="Last visit" class="muted">{last}</td>
            {acts}
        </tr>
    }
    .into_any()
}
