use super::api::{Resumed, resume};
use crate::{
    components::{ButtonKind, LinkButton, Notice, Tone},
    error::AppError,
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::{CheckoutId, Error};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

/// Where one comes back to from the bank, and where one waits while an order is being placed.
pub struct ReturnPage;

lazy_page!(ReturnPage, checkout, return_page);

fn return_page() -> AnyView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("checkout").unwrap_or_default());
    let outcome = page_resource(id, outcome);
    view! {
        <Title text="Your payment" />
        <div class="stack stack-lg mx-auto w-full max-w-md section">{loaded(outcome, waiting, show)}</div>
    }
    .into_any()
}

async fn outcome(id: String) -> Result<Resumed, AppError> {
    let id: CheckoutId = id.parse().map_err(|_| AppError::from(Error::not_found("checkout")))?;
    resume(id).await
}

fn show(outcome: Resumed) -> AnyView {
    match outcome {
        Resumed::LedOn => waiting(),
        Resumed::Pending => view! { <Meta http_equiv="refresh" content="3" /> {waiting()} }.into_any(),
        Resumed::Refused(message) => refused(message),
    }
}

fn waiting() -> AnyView {
    view! {
        <h1>"One moment"</h1>
        <p class="lead" role="status">"We are placing your order. This page goes on by itself; please do not pay again."</p>
        <progress class="meter" aria-label="Placing your order"></progress>
    }
    .into_any()
}

fn refused(message: String) -> AnyView {
    view! {
        <h1>"The order was not placed"</h1>
        <Notice tone=Tone::Danger><p>{message}</p></Notice>
        <p class="muted">"Your cart and everything you typed are still there."</p>
        <div class="cluster">
            <LinkButton href="/checkout">"Back to the checkout"</LinkButton>
            <LinkButton href="/cart" kind=ButtonKind::Quiet>"Look at the cart"</LinkButton>
        </div>
    }
    .into_any()
}
