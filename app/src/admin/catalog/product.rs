use super::{
    api::{ProductPage, load_product},
    draft::ProductForm,
    editor::Editor,
    pictures::Pictures,
    publication::PublicationCards,
    type_choice::{chosen_type, type_choice},
};
use crate::{
    admin::patterns::{DetailFrame, Refresh, When, exact, product_badge, skeleton_detail},
    components::{ButtonKind, Card, Fact, Facts, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    catalog::{Product, ProductStatus, Publication},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A product, or a new one.
pub struct AdminProduct;

office_page!(AdminProduct, admin_product);

fn admin_product() -> AnyView {
    let refresh = Refresh::default();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("type").unwrap_or_default()));
    let page = page_resource(move || (id(), refresh.get(), asked.get()), |(id, ..)| load_product(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, move |page| show(page, &asked.get_untracked())).into_any()
}

fn show(page: ProductPage, asked: &str) -> AnyView {
    let crumbs = vec![("Products".to_owned(), "/admin/products".to_owned())];
    let categories = super::categories::choices(&page.categories);
    let (types, typed) = (page.types, page.typed);
    let of_type = chosen_type(&types, &typed, asked);
    let choice = |path: String| type_choice(&types, &typed, of_type.as_ref(), path);
    let Some(product) = page.product else {
        let crumbs = [crumbs, vec![("New".to_owned(), String::new())]].concat();
        let choice = choice("/admin/products/new".to_owned());
        return view! {
            <Title text="New product" />
            <PageHeader title="New product" subtitle="Pictures are added once it is saved." crumbs />
            {choice}
            <Editor start=ProductForm::empty(page.currency) categories of_type typed />
        }
        .into_any();
    };
    let crumbs = [crumbs, vec![(product.name.clone(), String::new())]].concat();
    let own = typed.product_type.and_then(|id| types.iter().find(|it| it.id == id));
    let (start, status) = (ProductForm::of(&product).without_typed(own), product.status);
    let choice = choice(format!("/admin/products/{}", product.id));
    let (title, now, publication) = (product.name.clone(), page.now, page.publication);
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs status=move || product_badge(status) actions=links(&product) />
        <DetailFrame side=move || side(product.clone(), publication, now)>
            {choice}
            <Editor start categories of_type typed />
        </DetailFrame>
    }
    .into_any()
}

fn links(product: &Product) -> ViewFn {
    let shop = (product.status == ProductStatus::Active).then(|| format!("/p/{}", product.slug));
    let stock = format!(
        "/admin/stock?q={}",
        product.variants.first().map(|variant| variant.sku.as_str()).unwrap_or_default()
    );
    let history = format!("/admin/products/{}/history", product.id);
    ViewFn::from(move || {
        let shop = shop.clone().map(|href| view! { <LinkButton href kind=ButtonKind::Secondary icon=IconName::External>"In the shop"</LinkButton> });
        view! {
            <LinkButton href=history.clone() kind=ButtonKind::Secondary icon=IconName::Clock>"History"</LinkButton>
            <LinkButton href=stock.clone() kind=ButtonKind::Secondary icon=IconName::Warehouse>"Stock"</LinkButton>
            {shop}
        }
    })
}

fn side(product: Product, publication: Publication, now: Timestamp) -> AnyView {
    let (variants, version, changed) = (product.variants.len(), product.version, product.updated_at);
    let (id, status) = (product.id, product.status);
    let reachable = product.variants.iter().any(|variant| variant.in_stock);
    view! {
        <Pictures product />
        <PublicationCards product=id status publication />
        <Card title="Facts">
            <Facts>
                <Fact term="Variants">{variants}</Fact>
                <Fact term="Can be bought">{if reachable { "Yes" } else { "No, nothing in stock" }}</Fact>
                <Fact term="Changed"><When at=changed now /></Fact>
                <Fact term="Version"><span title=exact(changed)>{version}</span></Fact>
            </Facts>
        </Card>
    }
    .into_any()
}
