use super::{api::SaveWebhook, words::when};
use crate::{
    admin::patterns::{FormMessage, act},
    components::{Button, Checkbox, TextField},
    form::{ActionForm, FormState},
    second_factor::OneTimeCode,
};
use contracts::{
    WebhookEndpointId,
    notifications::{WebhookEndpoint, WebhookEvent},
};
use leptos::prelude::*;

/// Makes or changes a webhook.
#[component]
pub fn WebhookForm(
    /// Its id, also of a new one.
    id: WebhookEndpointId,
    /// As it is; none for a new one.
    endpoint: Option<WebhookEndpoint>,
) -> impl IntoView {
    let form = act::<SaveWebhook>("Webhook saved.");
    let version = endpoint.as_ref().map(|endpoint| endpoint.version.to_string()).unwrap_or_default();
    let verb = if endpoint.is_some() { "Save webhook" } else { "Make webhook" };
    let (url, description, events) = endpoint.map_or_else(
        || (String::new(), String::new(), None),
        |endpoint| (endpoint.url, endpoint.description, Some(endpoint.events)),
    );
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="webhook[id]" value=id.to_string() />
                <input type="hidden" name="webhook[version]" value=version />
                <TextField name="webhook[url]" label="Address" required=true maxlength=2000 inputmode="url" placeholder="https://example.com/webhooks" hint="An https address on the internet, at port 443." value=form.value("webhook[url]", &url) error=form.error("webhook[url]") />
                <TextField name="webhook[description]" label="What it is for" optional=true maxlength=200 value=form.value("webhook[description]", &description) error=form.error("webhook[description]") />
                {choices(form, events.as_deref())}
                <OneTimeCode id="webhook-code" error=form.error("one_time_code") />
                <div><Button pending=form.pending()>{verb}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// `events` as the webhook is; none for a new one, nothing named for all.
fn choices(form: FormState<SaveWebhook>, events: Option<&[WebhookEvent]>) -> AnyView {
    // A box that is not ticked is not sent: of a form that was refused, what is not there was not ticked.
    let was_refused = form.message().get_untracked().is_some();
    let ticked = |name: &str, present: bool| {
        if was_refused { !form.value(name, "").is_empty() } else { present }
    };
    let all = ticked("webhook[all]", events.is_some_and(<[_]>::is_empty));
    let boxes: Vec<_> = WebhookEvent::ALL
        .into_iter()
        .map(|event| {
            let name = format!("webhook[on][{}]", event.as_str());
            let checked = ticked(&name, events.is_some_and(|events| events.contains(&event)));
            view! { <Checkbox name label=event.as_str() hint=when(event) checked /> }
        })
        .collect();
    view! {
        <fieldset class="stack stack-sm">
            <legend class="field-label">"What it is told"</legend>
            <Checkbox name="webhook[all]" label="Everything" hint="Also what is added later." checked=all error=form.error("webhook[all]") />
            {boxes}
        </fieldset>
    }
    .into_any()
}
