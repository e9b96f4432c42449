use super::{
    PATH,
    api::{DeleteProductType, TypePage, load_product_type},
    form::TypeForm,
};
use crate::{form::ActionForm, 
    admin::patterns::{Confirm, DetailFrame, FormMessage, Refresh, act, plural, skeleton_detail},
    components::{Button, ButtonKind, Card, Fact, Facts, IconName, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::ProductType;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A product type, or a new one.
pub struct AdminProductType;

office_page!(AdminProductType, admin_product_type);

fn admin_product_type() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("type").unwrap_or_default()));
    let page = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_product_type(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: TypePage) -> AnyView {
    let TypePage { product_type, may_edit } = page;
    let title = product_type.as_ref().map_or_else(|| "New product type".to_owned(), |it| it.name.clone());
    let crumbs = vec![("Product types".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let known = product_type.clone();
    let side = move || known.map(|it| side(it, may_edit));
    let form = may_edit.then(|| view! { <TypeForm product_type /> });
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs />
        <DetailFrame side>{form}</DetailFrame>
    }
    .into_any()
}

fn side(it: ProductType, may_edit: bool) -> AnyView {
    let (products, attributes) = (it.products, it.attributes.len());
    let removal = may_edit.then(|| view! { <Removal product_type=it /> });
    view! {
        <Card title="Use">
            <Facts>
                <Fact term="Products">{products}</Fact>
                <Fact term="Attributes">{attributes}</Fact>
            </Facts>
        </Card>
        {removal}
    }
    .into_any()
}

#[component]
fn Removal(product_type: ProductType) -> impl IntoView {
    let form = act::<DeleteProductType>("Product type removed.");
    let products = plural(u64::from(product_type.products), "product", "products");
    let text =
        format!("{products} of this type stay, without a type and without what its attributes say of them.");
    view! {
        <Confirm title="Remove this product type" icon=IconName::Trash>
            <p class="small">{text}</p>
            <ActionForm action=form.action>
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=product_type.id.to_string() />
                <Button kind=ButtonKind::Danger pending=form.pending()>"Remove product type"</Button>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
