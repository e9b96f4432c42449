use super::privacy_api::{RetentionPage, SaveLogRetention, SaveMessageRetention, load_retention};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, skeleton_detail},
    components::{Button, ButtonKind, Card, Fact, Facts, PageHeader, TextField},
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{analytics::LogRetention, notifications::MessageRetention};
use leptos::prelude::*;
use leptos_meta::Title;

/// How long what is kept of people is kept.
pub struct AdminRetention;

office_page!(AdminRetention, admin_retention);

fn admin_retention() -> AnyView {
    let refresh = Refresh::default();
    let page = page_resource(move || refresh.get(), |_| load_retention());
    provide_context(refresh);
    view! {
        <Title text="Privacy and retention" />
        <PageHeader title="Privacy and retention" subtitle="As long as you need it and no longer (GDPR, article 5). What is older is deleted within a day, and does not come back when a period is made longer." crumbs=super::crumbs("Privacy and retention") />
        {loaded(page, skeleton_detail, show)}
    }
    .into_any()
}

fn show(page: RetentionPage) -> AnyView {
    view! {
        <div class="with-aside">
            <div class="stack">
                <Card title="Messages"><MessagesForm now=page.messages /></Card>
                <Card title="Log of events"><LogForm now=page.log /></Card>
            </div>
            <aside class="stack">{others(page.guest_cart_days)}</aside>
        </div>
    }
    .into_any()
}

#[component]
fn MessagesForm(now: MessageRetention) -> impl IntoView {
    let form = act::<SaveMessageRetention>("Settings saved.");
    let (least, most) = MessageRetention::MAIL_DAYS;
    let mails = format!(
        "Address and text of mails, and what people write to you. From {least}, so that you can answer questions about a mail, to {most}, the two years of the legal guarantee in the EU. The law asks for no copy of mails: invoices are kept by themselves."
    );
    let (least, most) = MessageRetention::WEBHOOK_DAYS;
    let webhooks = format!(
        "Also those that still wait: a receiver that is away for longer misses them. From {least} to {most}."
    );
    let mail_days = form.value("messages[mail_days]", &now.mail_days.to_string());
    let webhook_days = form.value("messages[webhook_days]", &now.webhook_days.to_string());
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="messages[version]" value=now.version.to_string() />
                <TextField name="messages[mail_days]" label="Days after which a mail is emptied" required=true inputmode="numeric" hint=mails value=mail_days error=form.error("messages[mail_days]") />
                <TextField name="messages[webhook_days]" label="Days after which deliveries of webhooks are deleted" required=true inputmode="numeric" hint=webhooks value=webhook_days error=form.error("messages[webhook_days]") />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Save messages"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn LogForm(now: LogRetention) -> impl IntoView {
    let form = act::<SaveLogRetention>("Settings saved.");
    let (least, most) = LogRetention::DAYS;
    let hint = format!(
        "What happened and when, without names and addresses. Figures of the dashboard stay. From {least}, because a restore looks up here what other records have lost, to {most}. While it is empty the log is kept for ever, as the server was told."
    );
    let days = now.days.map(|days| days.to_string()).unwrap_or_default();
    let days = form.value("log[days]", &days);
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="log[version]" value=now.version.to_string() />
                <TextField name="log[days]" label="Days after which an event is deleted" required=true inputmode="numeric" hint value=days error=form.error("log[days]") />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Save log"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// What is set elsewhere, or not at all.
fn others(guest_cart_days: u32) -> AnyView {
    let carts = format!("{guest_cart_days} days");
    view! {
        <Card title="Set elsewhere">
            <div class="stack">
                <Facts>
                    <Fact term="Guests' carts"><a class="link" href="/admin/settings/checkout">{carts}</a></Fact>
                </Facts>
            </div>
        </Card>
        <Card title="Fixed">
            <Facts>
                <Fact term="Invoices">"Ten years, by tax law; nothing here deletes them"</Fact>
                <Fact term="Audit log">"For ever: it proves itself"</Fact>
                <Fact term="Orders">"Who bought and where it went: until the account is deleted; amounts for ever"</Fact>
                <Fact term="Consents">"Three years after the account"</Fact>
                <Fact term="Views, purchases">"90 days, a year"</Fact>
            </Facts>
        </Card>
    }
    .into_any()
}
