use super::{
    address::address,
    api::{CheckoutView, Pay, load_checkout},
    contact::contact,
    delivery::delivery,
    pay_bar::pay_bar,
    payment::payment,
    state::CheckoutState,
    summary::{summary, summary_folded},
};
use crate::{
    components::{EmptyState, ErrorSummary, IconName, LinkButton, Notice, SkeletonText, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The checkout: who, where, how, pay.
pub struct CheckoutPage;

lazy_page!(CheckoutPage, checkout, checkout_page);

fn checkout_page() -> AnyView {
    let form = FormState::<Pay>::new();
    let checkout = page_resource(|| (), |()| load_checkout());
    view! {
        <Title text="Checkout" />
        <h1 class="sr-only">"Checkout"</h1>
        {loaded(checkout, skeleton, move |view| page(form, view))}
    }
    .into_any()
}

fn skeleton() -> AnyView {
    view! { <div class="with-aside"><SkeletonText lines=10 /><SkeletonText lines=4 /></div> }.into_any()
}

fn page(form: FormState<Pay>, view: CheckoutView) -> AnyView {
    if view.figures.lines.is_empty() {
        return view! {
            <EmptyState icon=IconName::Cart title="There is nothing to check out" text="Your cart is empty.">
                <LinkButton href="/shop">"Look around"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    view! { <CheckoutForm form view /> }.into_any()
}

#[component]
fn CheckoutForm(form: FormState<Pay>, view: CheckoutView) -> impl IntoView {
    let state = CheckoutState::new(form, &view);
    let steps = view! {
        {complaints(state)}
        <input type="hidden" name="idempotency_key" value=move || state.key.get() />
        <input type="hidden" name="expected_total" value=move || state.figures.with(|figures| figures.due.minor.to_string()) />
        {contact(state, &view)}
        {address(state, &view)}
        {delivery(state)}
        {payment(state, &view.gateway)}
        {pay_bar(state, &view.draft)}
    }
    .into_any();
    view! {
        <div class="with-aside aside-first">
            <div class="max-w-2xl w-full mx-auto lg:mx-0" on:change=move |event| state.keep(&event)>
                <ActionForm action=form.action node_ref=state.place attr:novalidate="">{steps}</ActionForm>
            </div>
            <div class="lg:sticky lg:top-6">
                <div class="only-narrow">{summary_folded(state)}</div>
                <div class="only-wide">{summary(state)}</div>
            </div>
        </div>
    }
}

/// What the server complained of, with links to the fields; takes the focus.
fn complaints(state: CheckoutState) -> AnyView {
    let place = NodeRef::<leptos::html::Div>::new();
    let errors = state.errors.summary();
    let alone = move || state.form.message().get().filter(|_| errors.with(Vec::is_empty));
    Effect::new(move |_| {
        state.form.action.version().track();
        let complains = !errors.with(Vec::is_empty) || alone().is_some();
        if let (true, Some(place)) = (complains, place.get()) {
            // Without focus the message is still announced.
            drop(place.focus());
        }
    });
    view! {
        <div node_ref=place tabindex="-1" class="outline-none scroll-mt-6">
            <ErrorSummary errors />
            {move || alone().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
        </div>
    }
    .into_any()
}
