use super::{
    PATH,
    acts::RowActs,
    api::{Named, RecommendationPage, RuleRecommendation, ShownRow, Source, load_recommendation},
    rules::{AddRule, rules},
};
use crate::{
    admin::patterns::{DetailFrame, FormMessage, Refresh, act, exact, plural, skeleton_detail},
    components::{
        Badge, ButtonKind, Card, Column, DataTable, EmptyState, Fact, Facts, IconName, LinkButton,
        PageHeader, Tone,
    },
    form::FormState,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    orders::words::rate,
};
use contracts::ProductId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// What stands beside a product, why, and what is decided about it.
pub struct AdminRecommendation;

office_page!(AdminRecommendation, admin_recommendation);

fn admin_recommendation() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("product").unwrap_or_default()));
    let page = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_recommendation(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: RecommendationPage) -> AnyView {
    let RecommendationPage { product, href, shown, rules: decided, may_edit, now, .. } = page;
    let (id, title) = (product.id, product.name);
    let crumbs = vec![("Recommendations".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let actions = move || {
        let shop = href.clone().map(|href| {
            view! { <LinkButton href kind=ButtonKind::Secondary icon=IconName::External>"In the shop"</LinkButton> }
        });
        view! {
            <LinkButton href=format!("/admin/products/{id}") kind=ButtonKind::Secondary icon=IconName::Tag>"Product"</LinkButton>
            {shop}
        }
    };
    let (computed_at, algorithm) = (page.computed_at, page.algorithm);
    let add = may_edit.then(|| view! { <AddRule product=id /> }.into_any());
    let head = format!("Recommendations for {title}");
    let change = may_edit.then(|| act::<RuleRecommendation>("Rule saved."));
    let message = change.map(|form| view! { <FormMessage message=form.message() /> });
    let side = move || {
        let computed = computed_at.map_or_else(|| "Not yet: too few orders".to_owned(), exact);
        let algorithm = algorithm.map(|name| view! { <Fact term="Algorithm">{name}</Fact> });
        view! {
            {add}
            <Card title="Facts"><Facts><Fact term="Computed">{computed}</Fact>{algorithm}</Facts></Card>
        }
        .into_any()
    };
    view! {
        <Title text=head />
        <PageHeader title subtitle="What stands beside it, and why." crumbs actions />
        <DetailFrame side>
            {message}
            <Card title="Beside it" flush=true>{beside(id, shown, change)}</Card>
            <Card title="Rules" flush=true>{rules(id, decided, may_edit, now)}</Card>
        </DetailFrame>
    }
    .into_any()
}

fn beside(id: ProductId, shown: Vec<ShownRow>, change: Option<FormState<RuleRecommendation>>) -> AnyView {
    if shown.is_empty() {
        let text = "Nothing is bought together with it often enough, and its categories have nothing else. Pin what fits.";
        return view! { <EmptyState icon=IconName::Tag title="Nothing stands beside it" text /> }.into_any();
    }
    let columns = vec![
        Column::text("Product"),
        Column::text("Shown"),
        Column::text("Why"),
        Column::number("Strength"),
        Column::unseen("Decide"),
    ];
    let rows: Vec<_> = shown.into_iter().map(|row| line(id, row, change)).collect();
    view! { <DataTable caption="Beside it" columns stacked=true>{rows}</DataTable> }.into_any()
}

fn line(id: ProductId, row: ShownRow, change: Option<FormState<RuleRecommendation>>) -> AnyView {
    let why = why(&row);
    let strength = if row.score_bp > 0 { rate(row.score_bp) } else { "\u{2013}".to_owned() };
    let (tone, text) =
        if row.is_shown { (Tone::Positive, "Now") } else { (Tone::Neutral, "If there is room") };
    let is_pinned = row.source == Source::Pinned;
    let Named { id: other, name } = row.product;
    let acts = change.map(|form| view! { <RowActs product=id other name=name.clone() is_pinned form /> });
    view! {
        <tr>
            <th scope="row"><a href=format!("{PATH}/{other}")>{name}</a></th>
            <td data-label="Shown"><Badge tone text /></td>
            <td data-label="Why">{why}</td>
            <td data-label="Strength" class="num">{strength}</td>
            <td>{acts}</td>
        </tr>
    }
    .into_any()
}

fn why(row: &ShownRow) -> String {
    let orders = plural(u64::from(row.orders), "order", "orders");
    match row.source {
        Source::Pinned => "Pinned".to_owned(),
        Source::Together => format!("Bought together in {orders} of the last year"),
        Source::Category => "Same category: it fills up".to_owned(),
    }
}
