use super::{
    email_api::{EmailStanding, load_email},
    erasure_api::DeleteAccount,
    frame::{account_frame, door, refusal},
};
use crate::{
    components::{Button, ButtonKind, LinkButton, Notice, SkeletonText, Tone},
    federation::own_password,
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    second_factor::OneTimeCode,
    visitor::use_visitor,
};
use contracts::identity::Realm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Erasing one's account: what goes, what has to stay.
pub struct ErasurePage;

lazy_page!(ErasurePage, account, erasure_page);

fn erasure_page() -> AnyView {
    let form = FormState::<DeleteAccount>::new();
    let query = use_query_map();
    let visitor = use_visitor();
    Effect::new(move |_| {
        if form.answer().get().is_some() {
            visitor.refresh();
        }
    });
    let done = move || query.with(|query| query.get("done").is_some());
    view! { {move || if done() { told() } else { ask(form) }} }.into_any()
}

fn told() -> AnyView {
    let body = view! {
        <Notice tone=Tone::Positive title="Your account is deleted">"You were logged out everywhere. Your address can be used for a new account at any time."</Notice>
        <div><LinkButton href="/">"To the shop"</LinkButton></div>
    };
    door("Goodbye", "", body.into_any())
}

fn ask(form: FormState<DeleteAccount>) -> AnyView {
    let standing = page_resource(|| (), |()| load_email());
    let fields = loaded(
        standing,
        || view! { <SkeletonText lines=4 /> }.into_any(),
        move |standing| fields(form, &standing),
    );
    let page = view! {
        <div class="stack stack-lg max-w-xl w-full">
            <h1>"Delete your account"</h1>
            {what_goes()}
            {what_stays()}
            {fields}
        </div>
    };
    account_frame("Delete your account", "/account/privacy", page.into_any())
}

fn what_goes() -> AnyView {
    view! {
        <section class="stack stack-sm">
            <h2>"What is erased"</h2>
            <p>"Your name and e-mail address, your password, your address book, the browsers you are logged in with, your carts, and any access to the back office; your name and address in orders, payments, parcels and mails; your part in what we counted and recommended. This cannot be undone: you may want to "<a class="link" href="/account/privacy">"get your data"</a>" first."</p>
        </section>
    }
    .into_any()
}

fn what_stays() -> AnyView {
    view! {
        <section class="stack stack-sm">
            <h2>"What has to be kept"</h2>
            <p>"Invoices, with the name and address on them: tax and commercial law ask us to keep them for ten years (GDPR, article 17(3)(b)). An order in which something is open, because it has not arrived yet or its payment is disputed, is erased as soon as that is over. Amounts, and what was sold, stay; they tell of nobody. Of the mails we sent you, only when and why is kept."</p>
        </section>
    }
    .into_any()
}

fn fields(form: FormState<DeleteAccount>, standing: &EmailStanding) -> AnyView {
    let email = standing.profile.email.to_string();
    let proof = own_password(&standing.linked, "/account/delete", "", form.error("password"));
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                {refusal(form.message())}
                <p class="wrap-anywhere">"You are about to delete the account of "<strong>{email}</strong>"."</p>
                {proof}
                <OneTimeCode error=form.error("one_time_code") id="erasure-code" realm=Realm::Shop />
                <div><Button kind=ButtonKind::Danger pending=form.pending()>"Delete the account"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}
