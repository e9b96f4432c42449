use super::overview_api::{Missing, SettingsLink, SettingsOverview, load_settings};
use crate::{
    admin::patterns::skeleton_list,
    components::{Card, Notice, PageHeader, Tone},
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

fn show(overview: SettingsOverview) -> AnyView {
    let mut groups: Vec<(String, Vec<SettingsLink>)> = Vec::new();
    for page in overview.pages {
        match groups.last_mut().filter(|(name, _)| *name == page.group) {
            Some((_, of_group)) => of_group.push(page),
            None => groups.push((page.group.clone(), vec![page])),
        }
    }
    let cards: Vec<_> = groups.into_iter().map(|(name, pages)| group(name, pages)).collect();
    view! { <div class="stack">{readiness(overview.missing)}{cards}</div> }.into_any()
}

fn readiness(missing: Vec<Missing>) -> AnyView {
    if missing.is_empty() {
        return view! { <Notice tone=Tone::Positive title="Ready for customers">"What an opened shop needs is set."</Notice> }
            .into_any();
    }
    let items = missing.into_iter().map(|one| {
        view! { <li><a class="link inline-flex items-center min-h-11" href=one.href>{one.text}</a></li> }
    });
    let items: Vec<_> = items.collect();
    view! {
        <Notice tone=Tone::Warning title="Missing before customers can come">
            <ul class="stack stack-sm" role="list">{items}</ul>
            <p class="muted small">"Addresses, databases and files are looked at by "<code>"tradewind doctor"</code>", where the server runs."</p>
        </Notice>
    }
    .into_any()
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
