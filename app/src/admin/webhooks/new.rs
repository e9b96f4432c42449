use super::{PATH, api::load_new_webhook, form::WebhookForm};
use crate::{
    admin::patterns::skeleton_detail,
    components::{Card, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::WebhookEndpointId;
use leptos::prelude::*;
use leptos_meta::Title;

/// Makes a webhook.
pub struct AdminNewWebhook;

office_page!(AdminNewWebhook, admin_new_webhook);

fn admin_new_webhook() -> AnyView {
    let crumbs = vec![("Webhooks".to_owned(), PATH.to_owned()), ("New webhook".to_owned(), String::new())];
    let start = page_resource(|| (), |()| load_new_webhook());
    view! {
        <Title text="New webhook" />
        <PageHeader title="New webhook" subtitle="What you enter here is told what happens. Deliveries may come twice and in any order." crumbs />
        {loaded(start, skeleton_detail, form)}
    }
    .into_any()
}

fn form(id: WebhookEndpointId) -> AnyView {
    view! {
        <div class="max-w-2xl">
            <Card title="Webhook"><WebhookForm id endpoint=None /></Card>
        </div>
    }
    .into_any()
}
