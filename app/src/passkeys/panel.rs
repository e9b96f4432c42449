use super::{
    Asking,
    api::{Passkeys, RemovePasskey, add_passkey, begin_passkey, load_passkeys},
    browser, field, supported,
};
use crate::{
    components::{
        Button, ButtonKind, Disclosure, IconName, Notice, SelectField, SkeletonText, TextField, Tone,
    },
    error::AppError,
    federation::{log_in_again, password_beside_code},
    form::{ActionForm, FormState},
    loaded::{loaded, page_resource},
    second_factor::{CodeField, realm_text},
};
use contracts::identity::{LinkedIdentities, Passkey, Realm};
use leptos::{prelude::*, task::spawn_local, web_sys};

/// One's own passkeys: which there are, adding one, taking one away.
pub fn passkey_panel(realm: Realm) -> AnyView {
    let remove = FormState::<RemovePasskey>::new();
    let added = RwSignal::new(0_u32);
    let version = move || (added.get(), remove.action.version().get());
    let passkeys = page_resource(version, move |_| load_passkeys(realm));
    let show = move |passkeys: Passkeys| {
        view! {
            <div class="stack">
                {list(&passkeys.all)}
                {adding(realm, &passkeys, added)}
                {removing(realm, &passkeys, remove)}
            </div>
        }
        .into_any()
    };
    loaded(passkeys, || view! { <SkeletonText lines=4 /> }.into_any(), show).into_any()
}

fn list(passkeys: &[Passkey]) -> AnyView {
    let about = view! {
        <p class="muted">"A passkey opens your account with what unlocks your phone or computer: a fingerprint, your face, a PIN. It works on this site only, so no other site can trick you out of it."</p>
    };
    let rows: Vec<_> = passkeys.iter().map(row).collect();
    let list = (!rows.is_empty()).then(|| {
        view! { <ul role="list" class="border-t border-line">{rows}</ul> }
    });
    view! { {about} {list} }.into_any()
}

fn row(passkey: &Passkey) -> AnyView {
    let day = |moment: contracts::Timestamp, verb: &str| {
        [verb, &moment.format(" on %-d %B %Y").to_string()].concat()
    };
    let used = passkey.last_used_at.map_or("not used yet".to_owned(), |used| day(used, "last used"));
    let about = [day(passkey.created_at, "added"), used].join(" · ");
    view! {
        <li class="py-4 border-b border-line wrap-anywhere">
            <p class="font-medium">{passkey.name.clone()}</p>
            <p class="small muted">{about}</p>
        </li>
    }
    .into_any()
}

fn adding(realm: Realm, passkeys: &Passkeys, added: RwSignal<u32>) -> AnyView {
    let (supported, busy, failure) = (supported(), RwSignal::new(false), RwSignal::new(None::<AppError>));
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let outcome = register(realm).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    let _ = added.try_update(|added| *added += 1);
                }
                Err(error) => {
                    let _ = failure.try_set(Some(error));
                }
            }
        });
    };
    let (device, needs_password) = (passkeys.device.clone(), passkeys.needs_password);
    let again = (!passkeys.linked.has_password).then(|| again(realm, &passkeys.linked));
    let form = move || {
        let device = device.clone();
        view! {
            <form class="stack" on:submit=add>
                {move || failure.get().map(|error| view! { <Notice tone=Tone::Danger>{error.0.message}</Notice> })}
                <TextField id=NAME name="name" label="Name" hint="So that you recognise it, as the device it is on" required=true maxlength=60 value=device error=said(failure, "name") />
                {needs_password.then(|| view! { <TextField id=PASSWORD name="password" label="Password" ty="password" autocomplete="current-password" required=true error=said(failure, "password") /> })}
                <div><Button icon=IconName::Lock pending=busy>"Add a passkey"</Button></div>
            </form>
        }
        .into_any()
    };
    let hint = || {
        view! { <p class="small muted">"To add one, open this page in a browser that knows passkeys, with scripts turned on."</p> }
            .into_any()
    };
    view! {
        {move || if supported.get() { form() } else { hint() }}
        {again}
    }
    .into_any()
}

/// An account without a password takes a log-in of just now.
fn again(realm: Realm, linked: &LinkedIdentities) -> AnyView {
    let text = "Your account has no password: adding a passkey takes a log-in of the last ten minutes, or a second factor that was proved just now.";
    log_in_again(realm, linked, super::page(realm), text)
}

/// Fields of the form that adds one.
const NAME: &str = "passkey-name";
const PASSWORD: &str = "passkey-password";

fn said(failure: RwSignal<Option<AppError>>, at: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || failure.get()?.0.for_field(at).map(str::to_owned))
}

async fn register(realm: Realm) -> Result<(), AppError> {
    let typed = |id: &str| field(id).map(|field| field.value()).unwrap_or_default();
    let (name, password) = (typed(NAME), typed(PASSWORD));
    let challenge = begin_passkey(realm, password).await?;
    let credential = browser::make(&challenge.options).await?;
    add_passkey(realm, name, challenge.ceremony, credential).await
}

fn removing(realm: Realm, passkeys: &Passkeys, form: FormState<RemovePasskey>) -> Option<AnyView> {
    let options: Vec<_> =
        passkeys.all.iter().map(|passkey| (passkey.id.to_string(), passkey.name.clone())).collect();
    if options.is_empty() {
        return None;
    }
    let open = form.message().get_untracked().is_some();
    let (id, error) = ("remove-passkey-password".to_owned(), form.error("password"));
    let password = password_beside_code(&passkeys.linked, id, "Password", error);
    let fields = view! {
        <div class="stack">
            <p class="small">"It opens your account no longer. Your device keeps its half until you delete it there. When nothing else is left as a second factor, what you log in with alone opens your account again."</p>
            {move || form.message().get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
            <input type="hidden" name="realm" value=realm_text(realm) />
            <SelectField id="remove-passkey" name="passkey" label="Passkey" options value=form.value("passkey", "") />
            {password}
            <CodeField id="remove-passkey-code" error=form.error("one_time_code") hint="Of your app, or a recovery code" passkey=Asking::Within(realm) />
            <div><Button kind=ButtonKind::Danger pending=form.pending()>"Remove the passkey"</Button></div>
        </div>
    };
    let form = view! {
        <Disclosure title="Remove a passkey" open>
            <ActionForm action=form.action>{fields}</ActionForm>
        </Disclosure>
    };
    Some(form.into_any())
}
