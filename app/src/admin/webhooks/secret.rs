use super::{PATH, api::load_webhook_secret};
use crate::{
    components::{Card, LinkButton, Notice, PageHeader, SkeletonText, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The secret of a webhook that was just made or got a new one: shown once, to be passed on.
pub struct AdminWebhookSecret;

office_page!(AdminWebhookSecret, admin_webhook_secret);

fn admin_webhook_secret() -> AnyView {
    // Read once: asked for again, the secret is gone.
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let webhook = format!("{PATH}/{id}");
    let crumbs = vec![("Webhooks".to_owned(), PATH.to_owned()), ("Secret".to_owned(), String::new())];
    let secret = page_resource(|| (), move |()| load_webhook_secret(id.clone()));
    let show = move |secret: Option<String>| match secret {
        Some(secret) => shown(secret, webhook.clone()),
        None => shown_before(webhook.clone()),
    };
    let waiting = || view! { <SkeletonText lines=3 /> }.into_any();
    view! {
        <Title text="Webhook secret" />
        <PageHeader title="Webhook secret" crumbs />
        <div class="max-w-2xl"><Card title="Secret">{loaded(secret, waiting, show)}</Card></div>
    }
    .into_any()
}

fn shown(secret: String, webhook: String) -> AnyView {
    view! {
        <div class="stack">
            <Notice tone=Tone::Warning title="Pass this secret on now: it is shown once">"The receiver checks by it that a delivery is ours. Whoever has it can sign in our name. If there was another one, it counts beside this one for 24 hours."</Notice>
            <pre class="card card-body font-mono break-all whitespace-pre-wrap select-all" tabindex="0" aria-label="Webhook secret">{secret}</pre>
            <div><LinkButton href=webhook>"To the webhook"</LinkButton></div>
        </div>
    }
    .into_any()
}

fn shown_before(webhook: String) -> AnyView {
    view! {
        <div class="stack">
            <p>"A secret is shown once, when it is made. If it is lost, make a new one."</p>
            <div><LinkButton href=webhook>"To the webhook"</LinkButton></div>
        </div>
    }
    .into_any()
}
