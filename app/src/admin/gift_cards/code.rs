use super::{PATH, api::load_gift_card_code};
use crate::{
    components::{Button, ButtonKind, Card, IconName, LinkButton, Notice, PageHeader, SkeletonText, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The code of a card that was just issued: shown once, to be passed on.
pub struct AdminGiftCardCode;

office_page!(AdminGiftCardCode, admin_gift_card_code);

fn admin_gift_card_code() -> AnyView {
    // Read once: asked for again, the code is gone.
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let card = format!("{PATH}/{id}");
    let crumbs = vec![("Gift cards".to_owned(), PATH.to_owned()), ("Code".to_owned(), String::new())];
    let code = page_resource(|| (), move |()| load_gift_card_code(id.clone()));
    let show = move |code: Option<String>| match code {
        Some(code) => shown(code, card.clone()),
        None => shown_before(card.clone()),
    };
    let waiting = || view! { <SkeletonText lines=3 /> }.into_any();
    view! {
        <Title text="Gift card code" />
        <PageHeader title="Gift card code" crumbs />
        <div class="max-w-2xl"><Card title="Code">{loaded(code, waiting, show)}</Card></div>
    }
    .into_any()
}

fn shown(code: String, card: String) -> AnyView {
    let print = |_| drop(window().print());
    view! {
        <div class="stack">
            <Notice tone=Tone::Warning title="Pass this code on now: it is shown once">"Whoever has it can pay with it. The shop keeps no copy, only its last four characters."</Notice>
            <pre class="card card-body font-mono select-all" tabindex="0" aria-label="Gift card code">{code}</pre>
            <div class="cluster no-print">
                <span class="needs-script"><Button kind=ButtonKind::Secondary icon=IconName::Printer on_click=print>"Print"</Button></span>
                <LinkButton href=card>"To the card"</LinkButton>
            </div>
        </div>
    }
    .into_any()
}

fn shown_before(card: String) -> AnyView {
    view! {
        <div class="stack">
            <p>"A code is shown once, when its card is issued. If it is lost, block the card and issue another one."</p>
            <div><LinkButton href=card>"To the card"</LinkButton></div>
        </div>
    }
    .into_any()
}
