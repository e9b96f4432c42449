use super::{
    api::{BeginSecondFactor, RemoveSecondFactor, RenewRecoveryCodes, load_second_factor},
    realm_text,
    set_up::set_up,
    step::CodeField,
};
use crate::{
    components::{Button, ButtonKind, Disclosure, Notice, SkeletonText, TextField, Tone},
    form::{ActionForm, AnyForm, FormState},
    loaded::{loaded, page_resource},
    passkeys::Asking,
};
use contracts::identity::{Realm, SecondFactor};
use leptos::prelude::*;

/// One's own second factor: how it stands, and what can be done with it.
pub fn second_factor_panel(realm: Realm) -> AnyView {
    let begin = FormState::<BeginSecondFactor>::new();
    let remove = FormState::<RemoveSecondFactor>::new();
    let version = move || (begin.action.version().get(), remove.action.version().get());
    let factor = page_resource(version, move |_| load_second_factor(realm));
    let show = move |factor: SecondFactor| match (factor.since, factor.pending.clone()) {
        (Some(_), _) => present(realm, &factor, remove),
        (None, Some(pending)) => set_up(realm, pending),
        (None, None) => absent(realm, &factor, begin),
    };
    loaded(factor, || view! { <SkeletonText lines=4 /> }.into_any(), show).into_any()
}

fn absent(realm: Realm, factor: &SecondFactor, form: FormState<BeginSecondFactor>) -> AnyView {
    let required = (factor.is_required && factor.passkeys == 0).then(|| {
        view! { <Notice tone=Tone::Warning title="Your role needs a second factor">"The back office opens once you have set one up."</Notice> }
    });
    view! {
        <div class="stack">
            {required}
            <p>"With a second factor, logging in takes your password and a code that an app on your phone shows. Who learns your password cannot get in with it."</p>
            <p class="muted">"You need an authenticator app, for example Aegis, Google Authenticator, 1Password or Apple Passwords."</p>
            <ActionForm action=form.action>
                <div class="stack">
                    {above(form)}
                    <input type="hidden" name="realm" value=realm_text(realm) />
                    <TextField name="password" label="Your password" ty="password" autocomplete="current-password" required=true error=form.error("password") />
                    <div><Button pending=form.pending()>"Set up a second factor"</Button></div>
                </div>
            </ActionForm>
            {(factor.passkeys > 0).then(|| recovery(realm, factor))}
        </div>
    }
    .into_any()
}

fn present(realm: Realm, factor: &SecondFactor, remove: FormState<RemoveSecondFactor>) -> AnyView {
    let since = factor.since.map(|since| since.format("since %-d %B %Y").to_string());
    let consequence = if factor.passkeys > 0 {
        "Your passkeys and recovery codes stay."
    } else if factor.is_required {
        "Your role needs one: until you set up another, the back office stays closed."
    } else {
        "From then on your password alone opens your account."
    };
    view! {
        <div class="stack">
            <Notice tone=Tone::Positive title="Your second factor is on">"Logging in takes a code of your app, "{since}"."</Notice>
            {recovery(realm, factor)}
            <Disclosure title="Turn it off" open=was_refused(remove)>
                <div class="stack">
                    <p class="small">{consequence}</p>
                    <ActionForm action=remove.action>{proof(realm, remove, "remove", ButtonKind::Danger, "Turn the second factor off")}</ActionForm>
                </div>
            </Disclosure>
        </div>
    }
    .into_any()
}

/// How many recovery codes are left, and new ones.
fn recovery(realm: Realm, factor: &SecondFactor) -> AnyView {
    let renew = FormState::<RenewRecoveryCodes>::new();
    let left = factor.recovery_codes_left;
    let tone = if left < 3 { Tone::Warning } else { Tone::Neutral };
    view! {
        <Notice tone>{left}" of 10 recovery codes are left."</Notice>
        <Disclosure title="Make new recovery codes" open=was_refused(renew)>
            <div class="stack">
                <p class="small">"The older ones stop working."</p>
                <ActionForm action=renew.action>{proof(realm, renew, "renew", ButtonKind::Primary, "Make new codes")}</ActionForm>
            </div>
        </Disclosure>
    }
    .into_any()
}

/// The inside of a form that needs the password and a code.
fn proof(realm: Realm, form: impl Into<AnyForm>, id: &str, kind: ButtonKind, verb: &'static str) -> AnyView {
    let form = form.into();
    view! {
        <div class="stack">
            {above(form)}
            <input type="hidden" name="realm" value=realm_text(realm) />
            <TextField id=[id, "-password"].concat() name="password" label="Your password" ty="password" autocomplete="current-password" required=true error=form.error("password") />
            <CodeField id=[id, "-code"].concat() error=form.error("one_time_code") hint="Of your app, or a recovery code" passkey=Asking::Within(realm) />
            <div><Button kind pending=form.pending()>{verb}</Button></div>
        </div>
    }
    .into_any()
}

fn was_refused<F>(form: FormState<F>) -> bool {
    form.message().get_untracked().is_some()
}

/// Why a form was refused.
pub(super) fn above(form: impl Into<AnyForm>) -> impl IntoView {
    let form = form.into();
    move || form.message().get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })
}
