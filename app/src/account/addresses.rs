use super::{
    address_form::address_form,
    book::{Book, DeleteAddress, load_book},
    frame::account_frame,
};
use crate::{
    components::{
        Badge, Button, ButtonKind, ButtonSize, EmptyState, IconName, LinkButton, Notice, PageHeader,
        SkeletonText, Tone,
    },
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    orders::words::address_lines,
};
use contracts::{identity::SavedAddress, shipping::Country};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address book; `?new=1` and `?edit=<id>` open the form.
pub struct AddressesPage;

lazy_page!(AddressesPage, account, addresses_page);

fn addresses_page() -> AnyView {
    let query = use_query_map();
    let state = Memo::new(move |_| query.with(|query| (query.get("edit"), query.get("new").is_some())));
    let remove = FormState::<DeleteAddress>::new();
    let saved = move || query.with(|query| query.get("saved").is_some());
    let version = move || {
        (remove.action.version().get(), state.get(), query.with(|query| query.get("saved").is_some()))
    };
    let book = page_resource(version, |_| load_book());
    let show = move |book: Book| page(book, state, remove);
    let page = view! {
        <div class="stack stack-lg">
            {move || saved().then(|| view! { <Notice tone=Tone::Positive>"The address is saved."</Notice> })}
            {loaded(book, || view! { <SkeletonText lines=8 /> }.into_any(), show)}
        </div>
    };
    account_frame("Your addresses", "/account/addresses", page.into_any())
}

fn page(book: Book, state: Memo<(Option<String>, bool)>, remove: FormState<DeleteAddress>) -> AnyView {
    let (edit, new) = state.get_untracked();
    let edited = edit.and_then(|id| book.addresses.iter().find(|saved| saved.id.to_string() == id).cloned());
    let first = book.addresses.is_empty();
    if edited.is_some() || new {
        return view! {
            <div class="stack stack-lg max-w-xl w-full">
                <h1>"Your addresses"</h1>
                {address_form(edited, book.countries, first)}
            </div>
        }
        .into_any();
    }
    if first {
        return view! {
            <h1 class="sr-only">"Your addresses"</h1>
            <EmptyState icon=IconName::MapPin title="No addresses yet" text="Keep one and the checkout fills itself in.">
                <LinkButton href="/account/addresses?new=1">"Add an address"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let countries = book.countries;
    let cards: Vec<_> = book.addresses.into_iter().map(|saved| card(saved, &countries, remove)).collect();
    view! {
        <PageHeader title="Your addresses" actions=|| view! { <LinkButton href="/account/addresses?new=1" icon=IconName::Plus>"Add an address"</LinkButton> } />
        <ul role="list" class="grid-cards">{cards}</ul>
    }
    .into_any()
}

fn card(saved: SavedAddress, countries: &[Country], remove: FormState<DeleteAddress>) -> AnyView {
    let country = countries.iter().find(|country| country.code == saved.address.country);
    let country = country.map_or_else(|| saved.address.country.to_string(), |country| country.name.clone());
    let lines = address_lines(&saved.address, &country).into_iter();
    let lines: Vec<_> = lines.map(|line| view! { <span class="block">{line}</span> }).collect();
    let edit = format!("/account/addresses?edit={}", saved.id);
    let name = saved.address.name;
    let of = [": ", &name, ", ", &saved.address.street].concat();
    view! {
        <li class="card card-body stack">
            {saved.is_default.then(|| view! { <p><Badge tone=Tone::Info text="Offered first" /></p> })}
            <address class="not-italic wrap-anywhere grow">{lines}</address>
            <div class="cluster">
                <LinkButton href=edit kind=ButtonKind::Secondary size=ButtonSize::Small label=["Change", &of].concat()>"Change"</LinkButton>
                <ActionForm action=remove.action>
                    <input type="hidden" name="id" value=saved.id.to_string() />
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=["Remove", &of].concat()>"Remove"</Button>
                </ActionForm>
            </div>
        </li>
    }
    .into_any()
}
