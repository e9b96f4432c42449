use super::way_to;
use crate::components::TextField;
use contracts::identity::{LinkedIdentities, Realm, SignInProvider};
use leptos::prelude::*;

/// Where a shopper shows whose account it is before what cannot be taken back: the password's field or, in an account
/// without one, the ways to log in again, which lead back to `page`. `hint` says why, `error` what was wrong.
pub fn own_password(
    linked: &LinkedIdentities,
    page: &'static str,
    hint: &'static str,
    error: Signal<Option<String>>,
) -> AnyView {
    if linked.has_password {
        return view! {
            <TextField name="password" label="Password" ty="password" autocomplete="current-password" hint required=true error />
        }
        .into_any();
    }
    let text = "Your account has no password. A log-in of the last ten minutes shows that it is you, or your second factor, for which we ask where you have one.";
    log_in_again(Realm::Shop, linked, page, text)
}

/// The password's field in a form that asks for a second factor as well, at either door; in an account without one, that
/// the second factor is enough. `id` tells the field from others on the page.
pub fn password_beside_code(
    linked: &LinkedIdentities,
    id: String,
    label: &'static str,
    error: Signal<Option<String>>,
) -> AnyView {
    if linked.has_password {
        return view! {
            <TextField id name="password" label ty="password" autocomplete="current-password" required=true error />
        }
        .into_any();
    }
    view! { <p class="small">"Your account has no password: your second factor shows that it is you."</p> }
        .into_any()
}

/// The ways to log in again at a door, which lead back to `page`; `text` says what for.
pub fn log_in_again(
    realm: Realm,
    linked: &LinkedIdentities,
    page: &'static str,
    text: &'static str,
) -> AnyView {
    let ways: Vec<_> = own(linked).map(|provider| again(realm, provider, page)).collect();
    view! {
        <div class="stack stack-sm">
            <p class="small">{text}</p>
            <div class="cluster">{ways}</div>
        </div>
    }
    .into_any()
}

/// The providers that open the account.
fn own(linked: &LinkedIdentities) -> impl Iterator<Item = &SignInProvider> {
    linked
        .providers
        .iter()
        .filter(move |provider| linked.linked.iter().any(|one| one.provider == provider.label))
}

fn again(realm: Realm, provider: &SignInProvider, page: &'static str) -> AnyView {
    let way = way_to(realm, &provider.name);
    let href = [way.as_str(), "?again=1&next=", page].concat();
    let text = ["Log in again with ", &provider.label].concat();
    // Not a page of the app: the server leads on to the provider.
    view! { <a class="btn btn-secondary" href=href rel="external">{text}</a> }.into_any()
}
