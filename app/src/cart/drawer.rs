//! The cart beside the page, after something was put in.

use super::{
    CartState, CartView,
    api::load_cart,
    line::{cart_line, gone_line},
    parts::{free_delivery, suggestions},
};
use crate::{
    components::{
        ButtonKind, ButtonSize, Dialog, DialogPlace, EmptyState, IconName, LinkButton, Notice, SkeletonText,
        Tone,
    },
    error::AppError,
    lazy_page::{lazy_part, once_open},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

type Content = LocalResource<Option<Result<CartView, AppError>>>;

/// The drawer; its code comes when it first opens.
#[component]
pub fn CartDrawer(state: CartState) -> impl IntoView {
    once_open(state.open, move || drawer(state))
}

lazy_part!(drawer, cart, content(CartState));

/// Asks for the cart when it opens.
fn content(state: CartState) -> AnyView {
    let content: Content = LocalResource::new(move || {
        let wanted = state.open.get();
        state.version();
        async move { if wanted { Some(load_cart().await) } else { None } }
    });
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            state.open.set(false);
        }
        now
    });
    view! {
        <Dialog id="cart-drawer" title="Your cart" place=DialogPlace::Drawer open=state.open footer=ViewFn::from(move || foot(content))>
            {move || body(content.get().flatten())}
        </Dialog>
    }
    .into_any()
}

fn body(answer: Option<Result<CartView, AppError>>) -> AnyView {
    match answer {
        None => view! { <SkeletonText lines=4 /> }.into_any(),
        Some(Err(error)) => view! { <Notice tone=Tone::Danger>{error.0.message}</Notice> }.into_any(),
        Some(Ok(cart)) if cart.lines.is_empty() && cart.gone.is_empty() => {
            view! { <EmptyState icon=IconName::Cart title="Your cart is empty" /> }.into_any()
        }
        Some(Ok(cart)) => {
            let progress = free_delivery(&cart);
            let lines: Vec<_> =
                cart.lines.iter().map(cart_line).chain(cart.gone.iter().map(gone_line)).collect();
            view! {
                <div class="stack">
                    {progress}
                    <ul role="list">{lines}</ul>
                    {suggestions(&cart.suggestions)}
                </div>
            }
            .into_any()
        }
    }
}

fn foot(content: Content) -> AnyView {
    let subtotal = move || content.get().flatten().and_then(Result::ok).map(|cart| cart.subtotal.to_string());
    view! {
        <p class="between"><span>"Subtotal"</span><strong class="tnum">{subtotal}</strong></p>
        <LinkButton href="/checkout" size=ButtonSize::Large wide=true>"Check out"</LinkButton>
        <LinkButton href="/cart" kind=ButtonKind::Quiet wide=true>"See the cart"</LinkButton>
    }
    .into_any()
}
