use super::{
    PATH,
    adjust::Adjust,
    api::{GiftCardPage, load_gift_card},
    block::Block,
    movements::movements,
    words::{last_day, masked},
};
use crate::{
    admin::patterns::{DetailFrame, Refresh, exact, gift_card_badge, skeleton_detail},
    components::{Card, Fact, Facts, PageHeader, Stat},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::payments::{GiftCard, GiftCardHistory, GiftCardStatus};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

/// A gift card: what is on it, what happened to it, and what can be done.
pub struct AdminGiftCard;

office_page!(AdminGiftCard, admin_gift_card);

fn admin_gift_card() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let page = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_gift_card(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: GiftCardPage) -> AnyView {
    let GiftCardHistory { card, movements: changes } = page.history;
    let title = format!("Gift card {}", masked(&card.ending));
    let crumbs = vec![("Gift cards".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let (status, balance) = (card.status, card.balance.to_string());
    let acts = page.may_edit.then(|| acts(&card, page.key));
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs status=move || gift_card_badge(status) />
        <DetailFrame side=move || facts(card)>
            <Stat label="Balance" value=balance />
            {acts}
            <Card title="Movements" flush=true>{movements(changes, page.now)}</Card>
        </DetailFrame>
    }
    .into_any()
}

fn acts(card: &GiftCard, key: Uuid) -> AnyView {
    let (id, balance, is_blocked) = (card.id, card.balance, card.status == GiftCardStatus::Blocked);
    view! { <Card title="What can be done"><Adjust card=id balance key /><Block card=id is_blocked /></Card> }
        .into_any()
}

fn facts(card: GiftCard) -> AnyView {
    let recipient = card.recipient.map(|email| {
        view! { <Fact term="Recipient">{email.to_string()}</Fact> }
    });
    let note = (!card.note.is_empty()).then(|| view! { <Card title="Note"><p>{card.note}</p></Card> });
    view! {
        <Card title="Terms">
            <Facts>
                <Fact term="Status">{gift_card_badge(card.status)}</Fact>
                <Fact term="Issued">{card.issued.to_string()}</Fact>
                <Fact term="Expires">{last_day(card.expires_on)}</Fact>
                {recipient}
                <Fact term="Created">{exact(card.created_at)}</Fact>
            </Facts>
        </Card>
        {note}
    }
    .into_any()
}
