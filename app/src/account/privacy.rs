use super::{
    frame::{account_frame, refusal},
    privacy_api::{LoadMyData, RequestMyData, SetConsent, load_consents, load_mail_days},
};
use crate::{
    components::{Badge, Button, ButtonKind, Disclosure, Notice, SkeletonText, Tone},
    federation::{api::load_linked_identities, own_password},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    orders::words::day,
    second_factor::OneTimeCode,
};
use contracts::identity::{Consent, LinkedIdentities, Purpose, Realm};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

/// What one agrees to, one's data, and the way out.
pub struct PrivacyPage;

lazy_page!(PrivacyPage, account, privacy_page);

fn privacy_page() -> AnyView {
    let (consent, export) = (FormState::<SetConsent>::new(), FormState::<RequestMyData>::new());
    let query = use_query_map();
    let saved = move || query.with(|query| query.get("saved").is_some());
    let history = page_resource(move || consent.action.version().get(), |_| load_consents());
    let agreed = loaded(
        history,
        || view! { <SkeletonText lines=4 /> }.into_any(),
        move |history| consents(&history, consent),
    );
    let linked = page_resource(|| (), |()| load_linked_identities(Realm::Shop));
    let data = loaded(
        linked,
        || view! { <SkeletonText lines=4 /> }.into_any(),
        move |linked| your_data(export, linked),
    );
    let mail_days = page_resource(|| (), |()| load_mail_days());
    let periods = loaded(mail_days, || view! { <SkeletonText lines=4 /> }.into_any(), how_long);
    let page = view! {
        <div class="stack stack-lg max-w-xl w-full">
            <h1>"Privacy"</h1>
            {move || saved().then(|| view! { <Notice tone=Tone::Positive>"Saved. It counts from now on."</Notice> })}
            <section class="stack">
                <h2>"What you agree to"</h2>
                <p class="muted">"Nothing of this is needed to shop here."</p>
                {refusal(consent.message())}
                {agreed}
            </section>
            {data}
            {periods}
            {leaving()}
        </div>
    };
    account_frame("Privacy", "/account/privacy", page.into_any())
}

fn consents(history: &[Consent], form: FormState<SetConsent>) -> AnyView {
    let rows: Vec<_> = Purpose::ALL.map(|purpose| row(history, purpose, form)).into();
    let past: Vec<_> = history.iter().map(|consent| view! { <li>{told(consent)}</li> }).collect();
    let past = (!past.is_empty()).then(|| {
        view! {
            <Disclosure title="What you agreed to and took back">
                <ul class="stack stack-sm small">{past}</ul>
            </Disclosure>
        }
    });
    view! {
        <ul role="list" class="border-t border-line">{rows}</ul>
        {past}
    }
    .into_any()
}

/// Taking back is the same button as agreeing.
fn row(history: &[Consent], purpose: Purpose, form: FormState<SetConsent>) -> AnyView {
    let given = Consent::is_given(history, purpose);
    let (tone, state, verb) =
        if given { (Tone::Positive, "On", "Turn off") } else { (Tone::Neutral, "Off", "Turn on") };
    let label = [verb, ": ", purpose.title()].concat();
    view! {
        <li class="stack stack-sm py-4 border-b border-line">
            <div class="between">
                <p class="font-medium">{purpose.title()}</p>
                <Badge tone text=state />
            </div>
            <p class="small muted">{purpose.wording()}</p>
            <ActionForm action=form.action>
                <input type="hidden" name="purpose" value=purpose.as_str() />
                <input type="hidden" name="granted" value=if given { "false" } else { "true" } />
                <Button kind=ButtonKind::Secondary label pending=form.pending()>{verb}</Button>
            </ActionForm>
        </li>
    }
    .into_any()
}

/// A step of the history in a sentence.
fn told(consent: &Consent) -> String {
    let verb = if consent.granted { "turned on" } else { "turned off" };
    let when = day(consent.at);
    [consent.purpose.title(), ": ", verb, " on ", &when, " (text of ", &consent.wording, ")"].concat()
}

fn your_data(form: FormState<RequestMyData>, linked: LinkedIdentities) -> AnyView {
    let query = use_query_map();
    let ready = move || query.with(|query| query.get("ready").is_some());
    view! {
        <section class="stack">
            <h2>"Your data"</h2>
            <p class="muted">"One file with everything we keep of you: account, addresses, devices, consents, carts, orders, invoices, payments, parcels, mails, and what we counted. It is JSON, which programs read, too."</p>
            {move || if ready() { download() } else { ask(form, &linked) }}
        </section>
    }
    .into_any()
}

fn download() -> AnyView {
    view! {
        <Notice tone=Tone::Positive title="Your file is ready">"It can be fetched in this browser for ten minutes."</Notice>
        <div><a class="btn btn-primary" href=LoadMyData::url() rel="external" download="my-data.json">"Download my data"</a></div>
    }
    .into_any()
}

fn ask(form: FormState<RequestMyData>, linked: &LinkedIdentities) -> AnyView {
    let hint = "So that nobody else takes your data home";
    let proof = own_password(linked, "/account/privacy", hint, form.error("password"));
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                {refusal(form.message())}
                {proof}
                <OneTimeCode error=form.error("one_time_code") id="export-code" realm=Realm::Shop />
                <div><Button pending=form.pending()>"Get my data"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn how_long(mail_days: u32) -> AnyView {
    let mails = format!("Mails we sent you: {mail_days} days; after that only when and why.");
    view! {
        <section class="stack stack-sm">
            <h2>"How long we keep it"</h2>
            <ul class="stack stack-sm">
                <li>"Account, addresses and consents: until you delete the account."</li>
                <li>{mails}</li>
                <li>"What you looked at, if you turned that on: 90 days. What you bought counts for a year."</li>
                <li>"Orders: who bought and where it went, until the account is deleted and nothing is open in them."</li>
                <li>"Invoices: ten years, as the law asks."</li>
            </ul>
        </section>
    }
    .into_any()
}

fn leaving() -> AnyView {
    view! {
        <section class="stack stack-sm">
            <h2>"Leaving"</h2>
            <p class="muted">"Deleting your account erases what we keep of you, in all our records."</p>
            <p><a class="link" href="/account/delete">"Delete the account"</a></p>
        </section>
    }
    .into_any()
}
