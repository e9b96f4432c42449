use super::api::{MessagePage, RetryMessage, load_message};
use crate::{
    admin::patterns::{
        DetailFrame, FormMessage, Refresh, When, act, notification_badge, skeleton_detail, words,
    },
    components::{Button, ButtonKind, Card, Disclosure, Fact, Facts, IconName, Notice, PageHeader, Tone},
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::notifications::{Notification, NotificationStatus};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// One message as its recipient sees it.
pub struct AdminMail;

office_page!(AdminMail, admin_mail);

fn admin_mail() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let page = page_resource(move || (id(), refresh.get()), |(id, _)| load_message(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: MessagePage) -> AnyView {
    let message = page.message.clone();
    let title = if message.subject.is_empty() { words(&message.template) } else { message.subject.clone() };
    let crumbs = vec![
        ("Notification log".to_owned(), "/admin/notifications".to_owned()),
        (title.clone(), String::new()),
    ];
    let (status, failure) = (message.status, message.last_error.clone());
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs status=move || notification_badge(status) />
        <DetailFrame side=move || side(&page)>
            {failure.map(|reason| view! { <Notice tone=Tone::Warning title="The last try failed">{reason}</Notice> })}
            {bodies(message)}
        </DetailFrame>
    }
    .into_any()
}

/// The mail in a frame that can run and load nothing, and its plain text.
fn bodies(message: Notification) -> AnyView {
    if message.opens_account && message.status == NotificationStatus::Sent && message.text.is_empty() {
        return view! {
            <Notice title="Only administrators can read this message">"It holds a link that opens an account."</Notice>
        }
        .into_any();
    }
    if message.html.is_empty() && message.text.is_empty() {
        return view! { <Card><p class="muted">"It is written when it is sent."</p></Card> }.into_any();
    }
    view! {
        <Card flush=true>
            <iframe class="block h-160 w-full bg-[white]" title="The mail as its recipient sees it" sandbox="" srcdoc=without_style_sheets(&message.html)></iframe>
        </Card>
        <Card>
            <Disclosure title="Plain text"><pre class="max-h-96 overflow-auto font-mono text-xs break-all whitespace-pre-wrap">{message.text}</pre></Disclosure>
        </Card>
    }
    .into_any()
}

/// The mail without its style sheets, which the policy of this page refuses; what is written at the
/// elements themselves stays.
fn without_style_sheets(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::with_capacity(html.len());
    while let Some((before, after)) = rest.split_once("<style") {
        kept.push_str(before);
        rest = after.split_once("</style>").map_or("", |(_, after)| after);
    }
    kept + rest
}

fn side(page: &MessagePage) -> AnyView {
    let (message, now) = (page.message.clone(), page.now);
    let retry = (page.may_retry && message.status == NotificationStatus::Failed)
        .then(|| view! { <Retry id=message.id.to_string() /> });
    let account = message.recipient.map(|user| view! { <Fact term="Account"><a class="link" href=format!("/admin/customers/{user}")>"Customer"</a></Fact> });
    view! {
        {retry}
        <Card title="Facts">
            <Facts>
                <Fact term="To">{message.email}</Fact>
                {account}
                <Fact term="Template">{words(&message.template)}</Fact>
                <Fact term="Tries">{message.attempts}</Fact>
                <Fact term="Queued"><When at=message.created_at now /></Fact>
                {message.sent_at.map(|at| view! { <Fact term="Sent"><When at now /></Fact> })}
            </Facts>
        </Card>
    }
    .into_any()
}

#[component]
fn Retry(id: String) -> impl IntoView {
    let form = act::<RetryMessage>("Message queued again.");
    view! {
        <Card title="Given up">
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id />
                    <Button kind=ButtonKind::Secondary icon=IconName::Refresh wide=true pending=form.pending()>"Send again"</Button>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::without_style_sheets;

    #[test]
    fn style_sheets_are_left_out_of_the_frame() {
        assert_eq!(
            without_style_sheets("<head><style>a{}</style></head><p style=\"b\">c"),
            "<head></head><p style=\"b\">c"
        );
        assert_eq!(without_style_sheets("plain"), "plain");
    }
}
