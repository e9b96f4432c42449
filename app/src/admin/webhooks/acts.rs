use super::api::{
    DeleteWebhook, PauseWebhook, RedeliverFailedWebhooks, RotateWebhookSecret, TestWebhook, pause_webhook,
};
use crate::{
    admin::patterns::{Confirm, FormMessage, Undo, act, act_undoable},
    components::{Button, ButtonKind, IconName, TextField},
    form::{ActionForm, FormState},
    second_factor::OneTimeCode,
};
use contracts::WebhookEndpointId;
use leptos::prelude::*;

/// Sends a test.
#[component]
pub fn Test(id: WebhookEndpointId) -> impl IntoView {
    let form = act::<TestWebhook>("Test queued. It is sent within seconds.");
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id.to_string() />
                <Button kind=ButtonKind::Secondary wide=true pending=form.pending()>"Send a test"</Button>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Stops sending, or goes on.
#[component]
pub fn Pause(id: WebhookEndpointId, is_paused: bool) -> impl IntoView {
    let (done, undone) = if is_paused {
        ("Webhook resumed.", "Webhook paused again.")
    } else {
        ("Webhook paused.", "Webhook resumed again.")
    };
    let undo = move |sent: PauseWebhook| {
        Some(Undo::new(undone, move || pause_webhook(sent.id.clone(), !sent.is_paused)))
    };
    let form = act_undoable(done, undo);
    let verb = if is_paused { "Resume" } else { "Pause" };
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="is_paused" value=(!is_paused).to_string() />
                <Button kind=ButtonKind::Secondary wide=true pending=form.pending()>{verb}</Button>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Sends what failed since a time once more.
#[component]
pub fn RedeliverFailed(id: WebhookEndpointId) -> impl IntoView {
    let form = act::<RedeliverFailedWebhooks>("Queued to be sent again.");
    let refused = form.message().get_untracked().is_some();
    view! {
        <Confirm title="Send failed ones again" icon=IconName::Refresh open=refused>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id.to_string() />
                    <TextField name="since" label="Failed ones since" ty="datetime-local" required=true hint="UTC." value=form.value("since", "") error=form.error("since") />
                    <div><Button pending=form.pending()>"Send again"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

/// Puts a new secret in place of the present one.
#[component]
pub fn Rotate(id: WebhookEndpointId, version: u32) -> impl IntoView {
    let form = act::<RotateWebhookSecret>("New secret made.");
    let refused = form.message().get_untracked().is_some();
    view! {
        <Confirm title="New secret" icon=IconName::Lock open=refused>
            <p class="small">"Deliveries are signed with both for 24 hours, so that the receiver has time to change. A secret before the present one ends at once."</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="version" value=version.to_string() />
                    <OneTimeCode id="rotate-code" error=form.error("one_time_code") />
                    <div><Button pending=form.pending()>"Make a new secret"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

/// Ends a webhook.
#[component]
pub fn Delete(id: WebhookEndpointId) -> impl IntoView {
    // Its page is left: nothing of it is fetched again.
    let form = FormState::<DeleteWebhook>::new();
    let refused = form.message().get_untracked().is_some();
    view! {
        <Confirm title="Delete" icon=IconName::Trash open=refused>
            <p class="small">"Nothing is sent any more, and the log is gone. This cannot be undone."</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id.to_string() />
                    <div><Button kind=ButtonKind::Danger pending=form.pending()>"Delete webhook"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
