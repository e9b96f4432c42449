use super::{
    email_api::{ConfirmEmail, StopEmail, load_email_link},
    frame::{door, refusal},
};
use crate::{
    components::{Button, ButtonKind, LinkButton, Notice, SkeletonText, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::identity::{EmailChangeStage, EmailChangeView, EmailEnd};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Where the links of the mails lead that ask about a change of address.
pub struct EmailLinkPage;

lazy_page!(EmailLinkPage, account, email_link_page);

fn email_link_page() -> AnyView {
    let confirm = FormState::<ConfirmEmail>::new();
    let stop = FormState::<StopEmail>::new();
    let query = use_query_map();
    let done = move || query.with(|query| query.get("done"));
    let token = query.with_untracked(|query| query.get("token").unwrap_or_default());
    let body = move || match (done(), token.clone()) {
        (Some(done), _) => told(&done),
        (None, token) if token.is_empty() => unusable(),
        (None, token) => asked(confirm, stop, token),
    };
    door("Change of address", "", view! { {body} }.into_any())
}

fn told(done: &str) -> AnyView {
    let (tone, title, text) = match done {
        "changed" => (Tone::Positive, "The address is changed", "From now on one logs in with the new one."),
        "waiting" => (
            Tone::Positive,
            "Thank you",
            "The other address has to confirm as well. Until then nothing changes.",
        ),
        "closed" => (
            Tone::Warning,
            "Your account is safe",
            "It has this address, everybody was logged out, and the password works no more. A link to choose a new one is on its way to you; in a few minutes you can also ask for another.",
        ),
        _ => (Tone::Positive, "Thank you", "The change was stopped. There is nothing else to do."),
    };
    let (href, label) =
        if done == "closed" { ("/forgot", "Ask for another link") } else { ("/account", "To your account") };
    view! {
        <Notice tone title>{text}</Notice>
        <div><LinkButton href kind=ButtonKind::Secondary>{label}</LinkButton></div>
    }
    .into_any()
}

fn unusable() -> AnyView {
    view! {
        <Notice tone=Tone::Warning title="This link cannot be used">"It has expired, was used already, or the change was given up. If it is not complete, please open it from the mail again."</Notice>
        <div><LinkButton href="/account">"To your account"</LinkButton></div>
    }
    .into_any()
}

fn asked(confirm: FormState<ConfirmEmail>, stop: FormState<StopEmail>, token: String) -> AnyView {
    let link = {
        let token = token.clone();
        page_resource(move || token.clone(), load_email_link)
    };
    let show = move |found: Option<EmailChangeView>| match found {
        Some(found) => question(&found, confirm, stop, &token),
        None => unusable(),
    };
    view! {
        {refusal(confirm.message())}
        {refusal(stop.message())}
        {loaded(link, || view! { <SkeletonText lines=4 /> }.into_any(), show)}
    }
    .into_any()
}

fn question(
    found: &EmailChangeView,
    confirm: FormState<ConfirmEmail>,
    stop: FormState<StopEmail>,
    token: &str,
) -> AnyView {
    let wanted = found.wanted.to_string();
    let (text, yes, no) = match (found.end, found.stage) {
        (EmailEnd::Former, EmailChangeStage::Asked) => (
            "Somebody who knows the password of your account wants it to have this address from now on:",
            Some("Yes, that was me"),
            "No, stop it and close my account to everybody",
        ),
        (EmailEnd::Former, EmailChangeStage::Waiting) => (
            "You said yes. The account changes to this address once that has confirmed as well:",
            None,
            "Stop it and close my account to everybody",
        ),
        (EmailEnd::Former, EmailChangeStage::Changed) => (
            "The account that you had with us has this address now:",
            None,
            "Bring it back to mine and close it to everybody",
        ),
        (EmailEnd::Wanted, EmailChangeStage::Asked) => (
            "Somebody wants to use this address for their account with us. Is it yours?",
            Some("Yes, this is my address"),
            "No, stop it",
        ),
        (EmailEnd::Wanted, _) => {
            ("You said yes. The former address has to confirm as well. Yours is:", None, "Stop it")
        }
    };
    let (confirmed, stopped) = (token.to_owned(), token.to_owned());
    let yes = yes.map(move |label| {
        view! {
            <ActionForm action=confirm.action>
                <input type="hidden" name="token" value=confirmed />
                <Button wide=true pending=confirm.pending()>{label}</Button>
            </ActionForm>
        }
    });
    view! {
        <div class="stack">
            <p>{text}</p>
            <p class="wrap-anywhere"><strong>{wanted}</strong></p>
            {yes}
            <ActionForm action=stop.action>
                <input type="hidden" name="token" value=stopped />
                <Button kind=ButtonKind::Secondary wide=true pending=stop.pending()>{no}</Button>
            </ActionForm>
            {closing(found.end)}
        </div>
    }
    .into_any()
}

/// What a no means at the former end.
fn closing(end: EmailEnd) -> Option<AnyView> {
    (end == EmailEnd::Former).then(|| {
        view! { <p class="small muted">"Closing it logs everybody out and ends the password. We mail you a link to choose a new one."</p> }
            .into_any()
    })
}
