use super::{
    PATH,
    acts::{Delete, Pause, RedeliverFailed, Rotate, Test},
    api::{WebhookPage, load_webhook},
    form::WebhookForm,
    log::Log,
    words::{endpoint_badge, told},
};
use crate::{
    admin::patterns::{DetailFrame, Refresh, exact, skeleton_detail, use_list_state},
    components::{Card, Fact, Facts, Notice, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::notifications::{WebhookEndpoint, WebhookPause};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A webhook: what it is told, how deliveries went, and what can be done.
pub struct AdminWebhook;

office_page!(AdminWebhook, admin_webhook);

fn admin_webhook() -> AnyView {
    let (refresh, params, state) = (Refresh::default(), use_params_map(), use_list_state());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let shown =
        move || state.with(|state| (state.filter("status").to_owned(), state.filter("before").to_owned()));
    let page = page_resource(
        move || (id.get(), shown(), refresh.get()),
        |(id, (status, before), _)| load_webhook(id, status, before),
    );

    provide_context(refresh);
    let status = move || state.with_untracked(|state| state.filter("status").to_owned());
    loaded(page, skeleton_detail, move |page| show(page, status())).into_any()
}

fn show(page: WebhookPage, status: String) -> AnyView {
    let WebhookPage { endpoint, log, now } = page;
    let title = host(&endpoint.url);
    let crumbs = vec![("Webhooks".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let (id, shown, side) = (endpoint.id, endpoint.clone(), endpoint.clone());
    let notice = endpoint.paused.map(paused);
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs status=move || endpoint_badge(&shown) />
        <DetailFrame side=move || facts(&side)>
            {notice}
            <Log endpoint=id log status now />
            <Card title="Webhook"><WebhookForm id endpoint=Some(endpoint) /></Card>
        </DetailFrame>
    }
    .into_any()
}

/// `example.com` of `https://example.com/webhooks?shop=1`.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest).to_owned()
}

fn paused(reason: WebhookPause) -> AnyView {
    let text = match reason {
        WebhookPause::Staff => {
            "Nothing is sent. What happens meanwhile waits, as long as deliveries are kept."
        }
        WebhookPause::Failures => {
            "20 deliveries in a row came to nothing. What happens meanwhile waits, as long as deliveries are kept."
        }
        WebhookPause::Gone => "The receiver answered 410: it wants nothing any more.",
    };
    view! { <Notice tone=Tone::Warning title="This webhook is paused">{text}</Notice> }.into_any()
}

fn facts(endpoint: &WebhookEndpoint) -> AnyView {
    let (id, is_paused) = (endpoint.id, endpoint.paused.is_some());
    let former = endpoint.former_secret_until.map(|until| {
        view! { <Fact term="Former secret signs until">{exact(until)}</Fact> }
    });
    let (version, badge, told) = (endpoint.version, endpoint_badge(endpoint), told(&endpoint.events));
    let (failed, made) = (endpoint.failed_in_a_row, exact(endpoint.created_at));
    let test = (!is_paused).then(|| view! { <Test id /> });
    view! {
        <Card title="What can be done">
            <div class="stack">
                {test}
                <Pause id is_paused />
                <RedeliverFailed id />
                <Rotate id version />
                <Delete id />
            </div>
        </Card>
        <Card title="Facts">
            <Facts>
                <Fact term="Status">{badge}</Fact>
                <Fact term="Told">{told}</Fact>
                <Fact term="Failed in a row">{failed}</Fact>
                <Fact term="Made">{made}</Fact>
                {former}
            </Facts>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_webhook_is_called_by_its_host() {
        assert_eq!(host("https://example.com/webhooks?shop=1"), "example.com");
        assert_eq!(host("http://127.0.0.1:4711"), "127.0.0.1:4711");
    }
}
