use super::{
    api::{Overview, load_overview},
    asked::Asked,
    charts::{Courses, KeyFigures, Opens},
    choice::choice,
    panels::{BestSellers, LatestOrders, LowStock},
};
use crate::{
    admin::{
        live::{NewsPill, Subject},
        open_items::OpenStrip,
        patterns::{Refresh, exact, skeleton_detail},
    },
    components::PageHeader,
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What the back office opens on.
pub struct AdminDashboard;

lazy_page!(AdminDashboard, admin, admin_dashboard);

fn admin_dashboard() -> AnyView {
    let query = use_query_map();
    let refresh = Refresh::default();
    let asked = Memo::new(move |_| query.with(Asked::of));
    let overview = page_resource(
        move || (asked.get(), refresh.get()),
        |(asked, _): (Asked, _)| load_overview(asked.period, asked.from, asked.to, asked.compare),
    );

    view! {
        <Title text="Dashboard" />
        <PageHeader title="Dashboard" />
        <NewsPill about=Subject::Orders refresh />
        <OpenStrip />
        {loaded(overview, skeleton_detail, move |overview| show(&asked.get_untracked(), overview))}
    }
    .into_any()
}

fn show(asked: &Asked, overview: Overview) -> AnyView {
    let sold = overview.dashboard.as_ref().map(|dashboard| dashboard.best_sellers.clone());
    let opens = Opens { orders: overview.opens_orders, customers: overview.opens_customers };
    let compare = asked.query().compare;
    let figures = overview.dashboard.map(|dashboard| {
        view! {
            {choice(asked, &dashboard)}
            <KeyFigures dashboard=dashboard.clone() compare opens />
            <Courses dashboard compare opens />
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
