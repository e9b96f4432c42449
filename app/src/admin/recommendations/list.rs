use super::{
    PATH,
    api::{Named, RecommendationList, RecommendedRow, list_recommendations},
};
use crate::{
    admin::patterns::{
        ListFilter, ListFrame, ListState, Pages, When, how_many, named, skeleton_list, use_list_state,
    },
    components::{Badge, Card, Column, DataTable, EmptyState, IconName, LinkButton, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::Timestamp;
use leptos::prelude::*;
use leptos_meta::Title;

/// Products with what stands beside them.
pub struct AdminRecommendations;

office_page!(AdminRecommendations, admin_recommendations);

fn admin_recommendations() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_recommendations);
    view! {
        <Title text="Recommendations" />
        <PageHeader title="Recommendations" subtitle="What shoppers see beside each product. It is computed from orders every ten minutes; what you pin or exclude wins over it." />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, found: RecommendationList) -> AnyView {
    let (page, now) = (found.list.page, found.list.now);
    if page.items.is_empty() && !state.is_narrowed() {
        return none_yet();
    }
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let columns = vec![
        Column::text("Product"),
        Column::text("Beside it"),
        Column::text("Rules"),
        Column::text("Computed"),
    ];
    let ruled = vec![("1".to_owned(), "With some".to_owned())];
    let filters = vec![ListFilter::new("rules", "Rules", ruled)];
    let rows: Vec<_> = page.items.into_iter().map(|product| row(product, now)).collect();
    let heads = named(&columns);
    let popular = state.search.is_empty().then(|| popular(found.popular)).flatten();
    view! {
        {popular}
        <ListFrame columns=heads state=state.clone() path=PATH search="Product or SKU" filters count=how_many(total, "product", "products") empty pages>
            <DataTable caption="Recommendations" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn none_yet() -> AnyView {
    view! {
        <div class="card">
            <EmptyState icon=IconName::Tag title="No products yet" text="As soon as there are products you see here what stands beside each of them, and can decide about it.">
                <LinkButton href="/admin/products/new">"New product"</LinkButton>
            </EmptyState>
        </div>
    }
    .into_any()
}

/// What is popular, with the way to what stands beside each of it.
fn popular(products: Vec<Named>) -> Option<AnyView> {
    if products.is_empty() {
        return None;
    }
    let links: Vec<_> = products
        .into_iter()
        .map(|product| {
            view! { <li><a class="link" href=format!("{PATH}/{}", product.id)>{product.name}</a></li> }
        })
        .collect();
    let card = view! {
        <Card title="Popular now">
            <ol class="cluster">{links}</ol>
            <p class="small muted">"What was looked at and bought in the last 14 days, then what you put first. It stands on the home page, in the cart and where a search finds nothing."</p>
        </Card>
    };
    Some(card.into_any())
}

fn row(row: RecommendedRow, now: Timestamp) -> AnyView {
    let beside = if row.shown.is_empty() {
        view! { <span class="muted">"Its category fills up"</span> }.into_any()
    } else {
        row.shown.join(", ").into_any()
    };
    let computed = match row.computed_at {
        Some(at) => view! { <When at now /> }.into_any(),
        None => "Too few orders".into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("{PATH}/{}", row.product.id)>{row.product.name}</a></th>
            <td data-label="Beside it">{beside}</td>
            <td data-label="Rules">{rules(row.pinned, row.excluded)}</td>
            <td data-label="Computed" class="muted">{computed}</td>
        </tr>
    }
    .into_any()
}

fn rules(pinned: u32, excluded: u32) -> AnyView {
    let pins = (pinned > 0).then(|| view! { <Badge tone=Tone::Info text=format!("{pinned} pinned") /> });
    let exclusions =
        (excluded > 0).then(|| view! { <Badge tone=Tone::Neutral text=format!("{excluded} excluded") /> });
    view! { <span class="cluster cluster-sm">{pins}{exclusions}</span> }.into_any()
}
