//! What waits for a person, in all areas: numbers in the navigation and the palette, a strip on top of the
//! dashboard.

use super::{
    api::Staff,
    patterns::{Refresh, plural},
};
use crate::{
    components::{Notice, Tone},
    error::AppError,
    loaded::{PageResource, loaded},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

/// How much is open, as far as the session may know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCounts {
    /// Rules that do not hold.
    pub rules: u64,
    /// Checkouts, parcels, refunds and payments that do not come to their end by themselves.
    pub stuck: u64,
    /// Events and jobs that were given up.
    pub given_up: u64,
    /// Differences from the gateway's book that are not settled.
    pub differences: u64,
    /// Disputes and warnings of fraud that can still be answered.
    pub disputes: u64,
    /// Notes of colleagues that name the session's person and were not read.
    #[serde(default)]
    pub mentions: u64,
}

impl OpenCounts {
    /// The pages that tell how much is open, as the navigation leads to them.
    pub const PAGES: [&str; 6] = [
        "/admin/rules",
        "/admin/stuck",
        "/admin/dead-letters",
        "/admin/reconciliation",
        "/admin/disputes",
        "/admin/mentions",
    ];

    /// How much is open on a page.
    pub fn of(&self, page: &str) -> u64 {
        match page {
            "/admin/rules" => self.rules,
            "/admin/stuck" => self.stuck,
            "/admin/dead-letters" => self.given_up,
            "/admin/reconciliation" => self.differences,
            "/admin/disputes" => self.disputes,
            "/admin/mentions" => self.mentions,
            _ => 0,
        }
    }

    fn sentence(&self, page: &str) -> Option<String> {
        let (one, many) = match page {
            "/admin/rules" => ("rule is broken", "rules are broken"),
            "/admin/stuck" => ("matter is stuck", "matters are stuck"),
            "/admin/dead-letters" => ("event or job was given up", "events and jobs were given up"),
            "/admin/reconciliation" => {
                ("difference from the payment provider", "differences from the payment provider")
            }
            "/admin/mentions" => ("note mentions you", "notes mention you"),
            _ => ("dispute is open", "disputes are open"),
        };
        let count = self.of(page);
        (count > 0).then(|| plural(count, one, many))
    }
}

/// How much waits for a person who is logged in.
#[server]
pub async fn count_open() -> Result<OpenCounts, AppError> {
    let session = super::guard::session().await?;
    Ok(super::open_search::count(&crate::context::services()?, &session).await)
}

/// The numbers of the frame, for everything in it.
#[derive(Clone, Copy)]
pub struct OpenNews {
    staff: PageResource<Staff>,
    newer: RwSignal<Option<OpenCounts>>,
    refresh: Refresh,
}

impl OpenNews {
    /// Has the numbers counted again.
    pub fn bump(self) {
        self.refresh.bump();
    }

    /// The newest numbers, given those that came with the frame.
    fn since(self, open: OpenCounts) -> OpenCounts {
        self.newer.get().unwrap_or(open)
    }
}

/// Counts anew with every page that is opened; the first numbers come with the frame, so that hydration finds what
/// the server rendered. Called once by the frame.
pub fn provide_open_news(staff: PageResource<Staff>) {
    let (path, refresh, newer) = (use_location().pathname, Refresh::default(), RwSignal::new(None));
    let count = move || {
        spawn_local(async move {
            if let Ok(counts) = count_open().await {
                newer.try_set(Some(counts));
            }
        });
    };
    Effect::watch(move || (path.get(), refresh.get()), move |_, _, _| count(), false);
    provide_context(OpenNews { staff, newer, refresh });
}

/// How much is open on a page, beside its name; nothing when nothing is.
#[component]
pub fn OpenCount(page: &'static str, open: OpenCounts) -> impl IntoView {
    let news = use_context::<OpenNews>().filter(|_| OpenCounts::PAGES.contains(&page));
    let number = move |counts: OpenCounts| match counts.of(page) {
        0 => ().into_any(),
        count => {
            let before = view! { <span class="sr-only">", "</span> };
            view! { <span class="count">{before}{count}<span class="sr-only">" open"</span></span> }
                .into_any()
        }
    };
    news.map(|news| move || number(news.since(open)))
}

/// Says what is open, with the ways there; nothing when nothing is, unless `calm` is to be said then.
#[component]
pub fn OpenStrip(#[prop(optional, into)] calm: String) -> impl IntoView {
    use_context::<OpenNews>().map(|news| {
        let show = move |staff: Staff| {
            let calm = calm.clone();
            (move || strip(news.since(staff.open), calm.clone())).into_any()
        };
        loaded(news.staff, || ().into_any(), show)
    })
}

fn strip(counts: OpenCounts, calm: String) -> AnyView {
    let links: Vec<_> = OpenCounts::PAGES
        .into_iter()
        .filter_map(|page| counts.sentence(page).map(|text| view! { <a class="link" href=page>{text}</a> }))
        .collect();
    if !links.is_empty() {
        let tone = if counts.rules > 0 { Tone::Danger } else { Tone::Warning };
        return view! { <Notice tone title="Waiting for a person"><p class="cluster">{links}</p></Notice> }
            .into_any();
    }
    (!calm.is_empty()).then(|| view! { <Notice tone=Tone::Positive>{calm}</Notice> }).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_that_counts_is_in_the_navigation() {
        for page in OpenCounts::PAGES {
            assert!(super::super::nav::PAGES.iter().any(|item| item.href == page), "{page}");
        }
    }

    #[test]
    fn what_is_open_is_told_in_words_and_what_is_not_is_not() {
        let counts = OpenCounts { rules: 2, disputes: 1, ..OpenCounts::default() };
        let told: Vec<_> = OpenCounts::PAGES.into_iter().filter_map(|page| counts.sentence(page)).collect();
        assert_eq!(told, ["2 rules are broken", "1 dispute is open"]);
    }
}
