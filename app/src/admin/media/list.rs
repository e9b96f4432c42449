use super::{
    PATH,
    api::{AttachMedia, ChosenFor, DiscardMedia, MediaList, list_media},
    tile::tile,
    uploads::{Sending, Uploads},
};
use crate::{
    admin::patterns::{
        BULK, BulkBar, ListFilter, ListFrame, ListState, Pages, Refresh, Selection, act, how_many,
        skeleton_list, use_list_state,
    },
    components::{
        Button, ButtonKind, ButtonSize, Card, EmptyState, IconName, LinkButton, Notice, PageHeader, Tone,
    },
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The media library.
pub struct AdminMedia;

office_page!(AdminMedia, admin_media);

fn admin_media() -> AnyView {
    let (refresh, state, selection) = (Refresh::default(), use_list_state(), Selection::default());
    let sending = Sending::default();
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_media(state));

    provide_context(refresh);
    view! {
        <Title text="Media" />
        <PageHeader title="Media" subtitle="Every picture and video once, whichever products show it." />
        {loaded(list, skeleton_list, move |list| library(&state.get_untracked(), list, selection, sending))}
    }
    .into_any()
}

fn library(state: &ListState, found: MediaList, selection: Selection, sending: Sending) -> AnyView {
    let MediaList { list, chosen_for, may_edit } = found;
    let add = may_edit.then(|| view! { <Card title="Add pictures"><Uploads sending /></Card> });
    if list.page.items.is_empty() && !state.is_narrowed() {
        return view! {
            {add}
            {none_yet()}
        }
        .into_any();
    }
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let shown: Vec<String> = list.page.items.iter().map(|asset| asset.media.id.to_string()).collect();
    let of_tile = may_edit.then_some(selection);
    let tiles: Vec<_> = list.page.items.iter().map(|asset| tile(asset, of_tile)).collect();
    let (told, orders) = (chosen_for.clone().map(told), orders(state));
    let bar = may_edit.then(|| bar(chosen_for, selection, shown));
    view! {
        {told}
        {add}
        <ListFrame state=state.clone() path=PATH search="Name or what it shows" filters=filters() count=how_many(total, "picture or video", "pictures and videos") empty pages>
            <div class="group stack stack-sm">
                {orders}
                {bar}
                <ul role="list" class="grid-products grid-products-4">{tiles}</ul>
            </div>
        </ListFrame>
    }
    .into_any()
}

fn none_yet() -> AnyView {
    view! {
        <div class="card">
            <EmptyState icon=IconName::Upload title="No pictures yet" text="What you upload here or at a product is kept once, and any number of products can show it. Say what each shows: those who do not see it, and search engines, read that." />
        </div>
    }
    .into_any()
}

fn filters() -> Vec<ListFilter> {
    let states = [("used", "Used"), ("unused", "Unused"), ("without_text", "Without a description")];
    let types = [("image", "Pictures"), ("video", "Videos")];
    vec![
        ListFilter::new("state", "State", choices(&states)),
        ListFilter::new("type", "Type", choices(&types)),
    ]
}

fn choices(choices: &[(&str, &str)]) -> Vec<(String, String)> {
    choices.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect()
}

fn orders(state: &ListState) -> AnyView {
    let orders = [("", "Newest first"), ("name", "By name"), ("-bytes", "Largest first")];
    let link = |(sort, text): (&'static str, &'static str)| {
        let href = state.link(PATH, |state| sort.clone_into(&mut state.sort));
        let current = (state.sort == sort).then_some("true");
        view! { <a class="link" href=href aria-current=current>{text}</a> }
    };
    let links: Vec<_> = orders.into_iter().map(link).collect();
    view! { <p class="cluster small">{links}</p> }.into_any()
}

/// For which product one chooses, and the way back.
fn told(product: ChosenFor) -> AnyView {
    let back = format!("/admin/products/{}", product.id);
    view! {
        <Notice tone=Tone::Info title="Choose from the library">
            <p>{format!("Select what {} is to show, then add it.", product.name)}</p>
            <LinkButton href=back kind=ButtonKind::Secondary size=ButtonSize::Small>"Back to the product"</LinkButton>
        </Notice>
    }
    .into_any()
}

/// What can be done with the selected: they go to the product that one chooses for, else away.
fn bar(chosen_for: Option<ChosenFor>, selection: Selection, shown: Vec<String>) -> AnyView {
    match chosen_for {
        Some(product) => view! { <AddBar product selection shown /> }.into_any(),
        None => view! { <DiscardBar selection shown /> }.into_any(),
    }
}

#[component]
fn AddBar(product: ChosenFor, selection: Selection, shown: Vec<String>) -> impl IntoView {
    let form = act::<AttachMedia>("Added to the product.");
    let hidden = vec![("product".to_owned(), product.id.to_string())];
    view! {
        <BulkBar form selection shown hidden>
            <ActionForm action=form.action attr:id=BULK attr:class="cluster cluster-sm push text-text">
                <Button size=ButtonSize::Small icon=IconName::Plus pending=form.pending()>"Add to the product"</Button>
            </ActionForm>
        </BulkBar>
    }
    .into_any()
}

#[component]
fn DiscardBar(selection: Selection, shown: Vec<String>) -> impl IntoView {
    let form = act::<DiscardMedia>("Deleted.");
    view! {
        <BulkBar form selection shown>
            <ActionForm action=form.action attr:id=BULK attr:class="cluster cluster-sm push text-text">
                <Button kind=ButtonKind::Danger size=ButtonSize::Small icon=IconName::Trash pending=form.pending()>"Delete unused"</Button>
            </ActionForm>
        </BulkBar>
    }
    .into_any()
}
