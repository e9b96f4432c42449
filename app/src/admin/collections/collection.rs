use super::{
    PATH,
    api::{CollectionPage, CollectionRow, DeleteCollection, load_collection},
    form::CollectionForm,
};
use crate::{form::ActionForm, 
    admin::patterns::{Confirm, DetailFrame, FormMessage, Refresh, act, skeleton_detail},
    components::{Button, ButtonKind, Card, Fact, Facts, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::CollectionId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A collection, or a new one.
pub struct AdminCollection;

office_page!(AdminCollection, admin_collection);

fn admin_collection() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("collection").unwrap_or_default()));
    let page = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_collection(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: CollectionPage) -> AnyView {
    let known = page.row.clone();
    let name = known.as_ref().map(|row| row.collection.name.clone());
    let title = name.unwrap_or_else(|| "New collection".to_owned());
    let crumbs = vec![("Collections".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let href = known.as_ref().map(|row| format!("/collections/{}", row.collection.slug));
    let actions = move || {
        href.clone().map(|href| {
            view! { <LinkButton href kind=ButtonKind::Secondary icon=IconName::External>"In the shop"</LinkButton> }
        })
    };
    let may_edit = page.may_edit;
    let side = move || known.map(|row| side(&row, may_edit));
    let form = may_edit.then(|| view! { <CollectionForm page /> });
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs actions />
        <DetailFrame side>{form}</DetailFrame>
    }
    .into_any()
}

fn side(row: &CollectionRow, may_edit: bool) -> AnyView {
    let (id, products) = (row.collection.id, row.products);
    let removal = may_edit.then(|| view! { <Removal id /> });
    view! {
        <Card title="Facts"><Facts><Fact term="Products on sale">{products}</Fact></Facts></Card>
        {removal}
    }
    .into_any()
}

#[component]
fn Removal(id: CollectionId) -> impl IntoView {
    let form = act::<DeleteCollection>("Collection removed.");
    view! {
        <Confirm title="Remove this collection" icon=IconName::Trash>
            <p class="small">"Its products stay; its page is gone."</p>
            <ActionForm action=form.action>
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id.to_string() />
                <Button kind=ButtonKind::Danger pending=form.pending()>"Remove collection"</Button>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
