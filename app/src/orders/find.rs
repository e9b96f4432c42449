use super::api::FindOrder;
use crate::{
    components::{Button, Notice, PageHeader, TextField, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_query_map;

/// The guest's look-up of an order.
pub struct FindOrderPage;

lazy_page!(FindOrderPage, account, find_order_page);

fn find_order_page() -> AnyView {
    let form = FormState::<FindOrder>::new();
    let number = use_query_map().with_untracked(|query| query.get("number").unwrap_or_default());
    view! {
        <Title text="Find your order" />
        <Meta name="robots" content="noindex" />
        <div class="container container-narrow section stack stack-lg">
            <PageHeader title="Find your order" subtitle="The number is in the mail that confirmed it." />
            <ActionForm action=form.action>
                <div class="stack">
                    {move || form.message().get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
                    <TextField name="number" label="Order number" placeholder="TW-…" required=true value=form.value("number", &number) error=form.error("number") />
                    <TextField name="email" label="E-mail" ty="email" autocomplete="email" hint="The one you ordered with" required=true value=form.value("email", "") error=form.error("email") />
                    <div><Button pending=form.pending()>"Show the order"</Button></div>
                </div>
            </ActionForm>
            <p class="muted">"You have an account? "<a class="link" href="/account/orders">"See all your orders"</a></p>
        </div>
    }
    .into_any()
}
