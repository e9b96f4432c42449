use super::{
    PATH,
    api::list_gift_cards,
    words::{last_day, masked},
};
use crate::{
    admin::patterns::{
        ListFilter, ListFrame, ListState, Listed, Pages, When, gift_card_badge, how_many, named,
        skeleton_list, use_list_state, words,
    },
    components::{Column, DataTable, EmptyState, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    payments::{GiftCard, GiftCardStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;

const STATUSES: [GiftCardStatus; 4] =
    [GiftCardStatus::Active, GiftCardStatus::Empty, GiftCardStatus::Expired, GiftCardStatus::Blocked];

/// The list of gift cards.
pub struct AdminGiftCards;

office_page!(AdminGiftCards, admin_gift_cards);

fn admin_gift_cards() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_gift_cards);
    let new = || view! { <LinkButton href="/admin/gift-cards/new" icon=IconName::Plus>"New gift card"</LinkButton> };
    view! {
        <Title text="Gift cards" />
        <PageHeader title="Gift cards" actions=new />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<GiftCard>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    if total == 0 && !state.is_narrowed() {
        return none_yet();
    }
    let columns = vec![
        Column::text("Code"),
        Column::text("Status"),
        Column::number("Balance"),
        Column::number("Issued"),
        Column::text("Expires"),
        Column::text("Recipient"),
        Column::text("Created"),
    ];
    let status = STATUSES.map(|it| (it.as_str().to_owned(), words(it.as_str()))).to_vec();
    let filters = vec![ListFilter::new("status", "Status", status)];
    let rows: Vec<_> = list.page.items.into_iter().map(|card| row(card, list.now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Code, recipient or note" filters count=how_many(total, "gift card", "gift cards") empty pages>
            <DataTable caption="Gift cards" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn none_yet() -> AnyView {
    view! {
        <EmptyState icon=IconName::Gift title="No gift cards yet" text="A gift card is money that was paid for before. Whoever has its code pays a part of a purchase with it, or all of it, until nothing is left. You see the code once, when you issue the card.">
            <LinkButton href="/admin/gift-cards/new">"Issue the first one"</LinkButton>
        </EmptyState>
    }
    .into_any()
}

fn row(card: GiftCard, now: Timestamp) -> AnyView {
    let recipient = card.recipient.map(|email| email.to_string());
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=format!("{PATH}/{}", card.id)>{masked(&card.ending)}</a></th>
            <td data-label="Status">{gift_card_badge(card.status)}</td>
            <td data-label="Balance" class="num">{card.balance.to_string()}</td>
            <td data-label="Issued" class="num">{card.issued.to_string()}</td>
            <td data-label="Expires" class="nowrap">{last_day(card.expires_on)}</td>
            <td data-label="Recipient">{recipient}</td>
            <td data-label="Created" class="muted"><When at=card.created_at now /></td>
        </tr>
    }
    .into_any()
}
