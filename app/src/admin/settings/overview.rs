use super::overview_api::{SettingsLink, load_settings};
use crate::{
    admin::patterns::skeleton_list,
    components::{Card, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Leads to all pages of settings.
pub struct AdminSettings;

office_page!(AdminSettings, admin_settings);

fn admin_settings() -> AnyView {
    let pages = page_resource(|| (), |()| load_settings());
    view! {
        <Title text="Settings" />
        <PageHeader title="Settings" subtitle="Everything that the shop can be set to. Each change is in the audit log." />
        {loaded(pages, skeleton_list, show)}
    }
    .into_any()
}

fn show(pages: Vec<SettingsLink>) -> AnyView {
    let mut groups: Vec<(String, Vec<SettingsLink>)> = Vec::new();
    for page in pages {
        match groups.last_mut().filter(|(name, _)| *name == page.group) {
            Some((_, of_group)) => of_group.push(page),
            None => groups.push((page.group.clone(), vec![page])),
        }
    }
    let cards: Vec<_> = groups.into_iter().map(|(name, pages)| group(name, pages)).collect();
    view! { <div class="stack">{cards}</div> }.into_any()
}

fn group(name: String, pages: Vec<SettingsLink>) -> AnyView {
    let links: Vec<_> = pages.into_iter().map(link).collect();
    view! { <Card title=name><ul class="stack stack-sm" role="list">{links}</ul></Card> }.into_any()
}

fn link(page: SettingsLink) -> AnyView {
    view! {
        <li>
            <a class="link inline-flex items-center min-h-11 font-medium" href=page.href>{page.text}</a>
            <p class="muted small">{page.about}</p>
        </li>
    }
    .into_any()
}
