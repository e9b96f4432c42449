use super::{
    api::{begin_passkey_log_in, log_in_with_passkey},
    browser, supported,
};
use crate::{
    components::{Button, ButtonKind, IconName, Notice, Tone},
    error::AppError,
    visitor::use_visitor,
};
use contracts::identity::Realm;
use leptos::{prelude::*, task::spawn_local};

/// The way in without a password, from where one goes on to `next`.
pub fn passkey_log_in(realm: Realm, next: String) -> AnyView {
    let (supported, busy, failure) = (supported(), RwSignal::new(false), RwSignal::new(None::<String>));
    let visitor = (realm == Realm::Shop).then(use_visitor);
    let next = StoredValue::new(next);
    let enter = move |_| {
        busy.set(true);
        failure.set(None);
        let next = next.get_value();
        spawn_local(async move {
            let entered = log_in(realm, next).await;
            let _ = busy.try_set(false);
            match (entered, visitor) {
                (Ok(()), Some(visitor)) => visitor.refresh(),
                (Ok(()), None) => {}
                (Err(error), _) => {
                    let _ = failure.try_set(Some(error.0.message));
                }
            }
        });
    };
    let button = move || {
        view! {
            <div class="stack stack-sm">
                <Button kind=ButtonKind::Secondary wide=true icon=IconName::Lock pending=busy on_click=enter>"Use a passkey instead"</Button>
                {move || failure.get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
            </div>
        }
    };
    view! { {move || supported.get().then(button)} }.into_any()
}

async fn log_in(realm: Realm, next: String) -> Result<(), AppError> {
    let challenge = begin_passkey_log_in().await?;
    let credential = browser::sign(&challenge.options).await?;
    log_in_with_passkey(realm, challenge.ceremony, credential, next).await
}
