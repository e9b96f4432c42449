use super::{
    api::{LogInWithCode, ProveSecondFactor},
    door,
    panel::above,
    realm_text,
};
use crate::{
    components::{Button, ButtonKind, Notice, TextField, Tone},
    form::{ActionForm, FormState},
    passkeys::{Asking, PasskeyProof},
    visitor::use_visitor,
};
use contracts::identity::Realm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The second step of a log-in at this door.
pub fn second_step(realm: Realm) -> AnyView {
    let form = FormState::<LogInWithCode>::new();
    let next = use_query_map().with_untracked(|query| query.get("next").unwrap_or_default());
    let visitor = (realm == Realm::Shop).then(use_visitor);
    Effect::new(move |_| {
        if let (Some(visitor), Some(())) = (visitor, form.answer().get()) {
            visitor.refresh();
        }
    });
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                {above(form)}
                <input type="hidden" name="realm" value=realm_text(realm) />
                <input type="hidden" name="next" value=next />
                <CodeField error=form.error("one_time_code") hint="The one your app shows now. A recovery code works as well, once." passkey=Asking::AtTheDoor(realm) />
                <Button wide=true pending=form.pending()>"Log in"</Button>
            </div>
        </ActionForm>
        <p><a class="link" href=door(realm)>"Begin again"</a></p>
    }
    .into_any()
}

/// Where a code is entered: as phones offer to fill it in, and never remembered.
#[component]
pub fn CodeField(
    #[prop(into)] error: MaybeProp<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = "f-one_time_code".to_owned(), into)] id: String,
    /// Who may use a passkey instead.
    #[prop(optional)]
    passkey: Option<Asking>,
) -> impl IntoView {
    let instead = passkey.map(|asking| view! { <PasskeyProof asking field=id.clone() /> });
    view! {
        <TextField id name="one_time_code" label="Code" autocomplete="one-time-code" required=true maxlength=40 hint error />
        {instead}
    }
    .into_any()
}

/// A code, or a passkey, in a form that moves money, changes roles or makes keys: asked for once the server wants one,
/// beside all that was typed.
#[component]
pub fn OneTimeCode(
    /// What the form says at `one_time_code`.
    error: Signal<Option<String>>,
    /// Tells it from others on the page.
    #[prop(into)]
    id: String,
    /// As who one has logged in.
    #[prop(default = Realm::Staff)]
    realm: Realm,
) -> impl IntoView {
    let wanted = Memo::new(move |_| error.with(Option::is_some));
    move || wanted.get().then(|| view! { <CodeField error id=id.clone() passkey=Asking::Within(realm) /> })
}

/// As [`OneTimeCode`], where the form that was refused is one of many on the page: a form of its own, after which
/// the other is sent again.
#[component]
pub fn ProveAgain(
    /// What the other form says at `one_time_code`.
    wanted: Signal<Option<String>>,
) -> impl IntoView {
    let form = FormState::<ProveSecondFactor>::new();
    let told = Signal::derive(move || form.error("one_time_code").get().or_else(|| wanted.get()));
    let proved = move || form.answer().get().is_some();
    let thanks = || {
        view! { <Notice tone=Tone::Positive>"Thank you. Please send your change again."</Notice> }.into_any()
    };
    let ask = move || {
        view! {
            <ActionForm action=form.action>
                <div class="stack max-w-sm">
                    {above(form)}
                    <CodeField id="prove-code" error=told passkey=Asking::Within(Realm::Staff) />
                    <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Prove it"</Button></div>
                </div>
            </ActionForm>
        }
        .into_any()
    };
    let is_wanted = Memo::new(move |_| wanted.with(Option::is_some) || form.message().get().is_some());
    move || is_wanted.get().then(|| if proved() { thanks() } else { ask() })
}
