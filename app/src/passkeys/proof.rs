use super::{api::begin_passkey_proof, browser, field, supported};
use crate::{
    components::{Button, ButtonKind, IconName, Notice, Tone},
    error::AppError,
};
use contracts::identity::{PasskeyAnswer, Realm};
use leptos::{prelude::*, task::spawn_local};

/// Who is asked for a passkey in place of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Whoever knew the password at this door.
    AtTheDoor(Realm),
    /// Whoever has logged in there.
    Within(Realm),
}

/// A passkey in place of a code: fills the field of the code, and sends the form that it stands in.
#[component]
pub fn PasskeyProof(
    asking: Asking,
    /// The id of the code's field.
    #[prop(into)]
    field: String,
) -> impl IntoView {
    let (supported, busy, failure) = (supported(), RwSignal::new(false), RwSignal::new(None::<String>));
    let field = StoredValue::new(field);
    let prove = move |_| {
        busy.set(true);
        failure.set(None);
        let field = field.get_value();
        spawn_local(async move {
            let answer = answer(asking).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(code) => send(&field, &code),
                Err(error) => {
                    let _ = failure.try_set(Some(error.0.message));
                }
            }
        });
    };
    move || {
        supported.get().then(|| {
            view! {
                <div class="stack stack-sm">
                    <div><Button kind=ButtonKind::Secondary icon=IconName::Lock pending=busy on_click=prove>"Use a passkey"</Button></div>
                    {move || failure.get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
                </div>
            }
        })
    }
}

async fn answer(asking: Asking) -> Result<String, AppError> {
    let (realm, at_door) = match asking {
        Asking::AtTheDoor(realm) => (realm, true),
        Asking::Within(realm) => (realm, false),
    };
    let challenge = begin_passkey_proof(realm, at_door).await?;
    let credential = browser::sign(&challenge.options).await?;
    Ok(PasskeyAnswer { ceremony: challenge.ceremony, credential }.into_code())
}

/// The field is empty again afterwards: an answer counts once, and nobody reads it.
fn send(id: &str, code: &str) {
    let Some(input) = field(id) else { return };
    input.set_value(code);
    if let Some(form) = input.form() {
        let _ = form.request_submit();
    }
    input.set_value("");
}
