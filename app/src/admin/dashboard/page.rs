use super::{
    api::{Overview, load_overview},
    charts::{Courses, KeyFigures},
    panels::{BestSellers, LatestOrders, LowStock},
};
use crate::{
    admin::{
        live::{NewsPill, Subject},
        open_items::OpenStrip,
        patterns::{Refresh, exact, skeleton_detail},
    },
    components::{PageHeader, Tab, Tabs},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::analytics::Period;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What the back office opens on.
pub struct AdminDashboard;

lazy_page!(AdminDashboard, admin, admin_dashboard);

fn admin_dashboard() -> AnyView {
    let query = use_query_map();
    let period = Memo::new(move |_| {
        Period::from_text(query.with(|query| query.get("period").unwrap_or_default()).as_str())
    });
    let refresh = Refresh::default();
    let overview = page_resource(
        move || (period.get(), refresh.get()),
        |(period, _)| load_overview(period.as_str().to_owned()),
    );

    view! {
        <Title text="Dashboard" />
        <PageHeader title="Dashboard" />
        <NewsPill about=Subject::Orders refresh />
        <OpenStrip />
        {move || periods(period.get())}
        {loaded(overview, skeleton_detail, show)}
    }
    .into_any()
}

fn periods(chosen: Period) -> AnyView {
    let name = |period| match period {
        Period::Today => "Today",
        Period::Week => "7 days",
        Period::Month => "30 days",
        Period::Quarter => "90 days",
        Period::Year => "12 months",
    };
    let tab = |period: Period| Tab {
        label: name(period).to_owned(),
        href: format!("/admin?period={}", period.as_str()),
        count: None,
        current: period == chosen,
    };
    view! { <Tabs label="Period" items=Period::ALL.into_iter().map(tab).collect() /> }.into_any()
}

fn show(overview: Overview) -> AnyView {
    let sold = overview.dashboard.as_ref().map(|dashboard| dashboard.best_sellers.clone());
    let figures = overview.dashboard.map(|dashboard| {
        view! {
            <KeyFigures dashboard=dashboard.clone() />
            <Courses dashboard />
        }
    });
    view! {
        {figures}
        <div class="grid-2">
            {sold.map(|items| view! { <BestSellers items /> })}
            <LowStock rows=overview.low />
        </div>
        <LatestOrders orders=overview.latest now=overview.now />
        <p class="muted small">{format!("As of {}", exact(overview.now))}</p>
    }
    .into_any()
}
