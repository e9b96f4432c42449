use super::{
    api::{BeginSecondFactor, FactorStatus, RemoveSecondFactor, RenewRecoveryCodes, load_second_factor},
    home, realm_text,
    set_up::set_up,
    step::CodeField,
};
use crate::{
    components::{Button, ButtonKind, Disclosure, Notice, SkeletonText, TextField, Tone},
    federation::{log_in_again, password_beside_code},
    form::{ActionForm, AnyForm, FormState},
    loaded::{loaded, page_resource},
    passkeys::Asking,
};
use contracts::identity::{LinkedIdentities, Realm};
use leptos::prelude::*;

/// One's own second factor: how it stands, and what can be done with it.
pub fn second_factor_panel(realm: Realm) -> AnyView {
    let begin = FormState::<BeginSecondFactor>::new();
    let remove = FormState::<RemoveSecondFactor>::new();
    let version = move || (begin.action.version().get(), remove.action.version().get());
    let factor = page_resource(version, move |_| load_second_factor(realm));
    let show = move |status: FactorStatus| match (status.factor.since, status.factor.pending.clone()) {
        (Some(_), _) => present(realm, &status, remove),
        (None, Some(pending)) => set_up(realm, pending),
        (None, None) => absent(realm, &status, begin),
    };
    loaded(factor, || view! { <SkeletonText lines=4 /> }.into_any(), show).into_any()
}

fn absent(realm: Realm, status: &FactorStatus, form: FormState<BeginSecondFactor>) -> AnyView {
    let (factor, proof) = (&status.factor, fresh_proof(realm, status, form));
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
                    {proof}
                    <div><Button pending=form.pending()>"Set up a second factor"</Button></div>
                </div>
            </ActionForm>
            {(factor.passkeys > 0).then(|| recovery(realm, status))}
        </div>
    }
    .into_any()
}

/// The password or, in an account without one, a passkey, or the ways to log in again.
fn fresh_proof(realm: Realm, status: &FactorStatus, form: FormState<BeginSecondFactor>) -> AnyView {
    let FactorStatus { factor, linked } = status;
    if linked.has_password {
        return view! {
            <TextField name="password" label="Your password" ty="password" autocomplete="current-password" required=true error=form.error("password") />
        }
        .into_any();
    }
    if factor.passkeys > 0 {
        return view! {
            <p class="small">"Your account has no password: your passkey shows that it is you."</p>
            <CodeField id="begin-code" error=form.error("one_time_code") hint="A recovery code, or use your passkey" passkey=Asking::Within(realm) />
        }
        .into_any();
    }
    let text = "Your account has no password. A log-in of the last ten minutes shows that it is you.";
    log_in_again(realm, linked, home(realm), text)
}

fn present(realm: Realm, status: &FactorStatus, remove: FormState<RemoveSecondFactor>) -> AnyView {
    let factor = &status.factor;
    let verb = "Turn the second factor off";
    let fields = proof(realm, &status.linked, remove, "remove", ButtonKind::Danger, verb);
    let since = factor.since.map(|since| since.format("since %-d %B %Y").to_string());
    let consequence = if factor.passkeys > 0 {
        "Your passkeys and recovery codes stay."
    } else if factor.is_required {
        "Your role needs one: until you set up another, the back office stays closed."
    } else {
        "From then on what you log in with alone opens your account."
    };
    view! {
        <div class="stack">
            <Notice tone=Tone::Positive title="Your second factor is on">"Logging in takes a code of your app, "{since}"."</Notice>
            {recovery(realm, status)}
            <Disclosure title="Turn it off" open=was_refused(remove)>
                <div class="stack">
                    <p class="small">{consequence}</p>
                    <ActionForm action=remove.action>{fields}</ActionForm>
                </div>
            </Disclosure>
        </div>
    }
    .into_any()
}

/// How many recovery codes are left, and new ones.
fn recovery(realm: Realm, status: &FactorStatus) -> AnyView {
    let left = status.factor.recovery_codes_left;
    let renew = FormState::<RenewRecoveryCodes>::new();
    let fields = proof(realm, &status.linked, renew, "renew", ButtonKind::Primary, "Make new codes");
    let tone = if left < 3 { Tone::Warning } else { Tone::Neutral };
    view! {
        <Notice tone>{left}" of 10 recovery codes are left."</Notice>
        <Disclosure title="Make new recovery codes" open=was_refused(renew)>
            <div class="stack">
                <p class="small">"The older ones stop working."</p>
                <ActionForm action=renew.action>{fields}</ActionForm>
            </div>
        </Disclosure>
    }
    .into_any()
}

/// The inside of a form that needs the password, where there is one, and a code.
fn proof(
    realm: Realm,
    linked: &LinkedIdentities,
    form: impl Into<AnyForm>,
    id: &str,
    kind: ButtonKind,
    verb: &'static str,
) -> AnyView {
    let form = form.into();
    let password =
        password_beside_code(linked, [id, "-password"].concat(), "Your password", form.error("password"));
    view! {
        <div class="stack">
            {above(form)}
            <input type="hidden" name="realm" value=realm_text(realm) />
            {password}
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
