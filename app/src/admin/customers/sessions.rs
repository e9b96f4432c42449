//! Where a customer is logged in, and who looked at the shop as them.

use super::acts_api::EndCustomerSession;
use crate::{
    admin::patterns::{FormMessage, When, act, exact},
    components::{Button, ButtonKind, ButtonSize, Card},
    form::{ActionForm, FormState},
};
use contracts::{
    Timestamp, UserId,
    identity::{Look, Realm, SessionInfo},
};
use leptos::prelude::*;

/// The devices, each to be logged out by who may, and the looks of staff.
#[component]
pub fn Sessions(
    user: UserId,
    sessions: Vec<SessionInfo>,
    looks: Vec<Look>,
    may_edit: bool,
    now: Timestamp,
) -> impl IntoView {
    let form = act::<EndCustomerSession>("Logged out there.");
    let none = sessions.is_empty().then(|| view! { <p class="muted small">"Logged in nowhere."</p> });
    let rows: Vec<_> =
        sessions.into_iter().map(|session| device(user, session, may_edit.then_some(form), now)).collect();
    let looks: Vec<_> = looks.into_iter().map(look).collect();
    let looked = (!looks.is_empty()).then(|| {
        view! { <Card title="Looked at by staff"><ul role="list" class="stack stack-sm small">{looks}</ul></Card> }
    });
    view! {
        <Card title="Logged in">
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                {none}
                <ul role="list" class="stack stack-sm">{rows}</ul>
            </div>
        </Card>
        {looked}
    }
    .into_any()
}

fn device(
    user: UserId,
    session: SessionInfo,
    form: Option<FormState<EndCustomerSession>>,
    now: Timestamp,
) -> AnyView {
    let (name, place) = (session.client.device(), session.client.address.unwrap_or_default());
    let door = if session.realm == Realm::Staff { " · back office" } else { "" };
    let label = format!("Log out {name}");
    let end = form.map(|form| {
        view! {
            <ActionForm action=form.action>
                <input type="hidden" name="user" value=user.to_string() />
                <input type="hidden" name="session" value=session.id.to_string() />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small pending=form.pending() label>"Log out"</Button>
            </ActionForm>
        }
    });
    view! {
        <li class="between">
            <div class="min-w-0 wrap-anywhere small">
                <p class="font-medium">{name}</p>
                <p class="muted">{place}{door}" · "<When at=session.last_used_at now /></p>
            </div>
            {end}
        </li>
    }
    .into_any()
}

fn look(look: Look) -> AnyView {
    let until = look.until.format(" to %H:%M").to_string();
    view! {
        <li class="wrap-anywhere">
            <p>{look.by}</p>
            <p class="muted">{exact(look.began_at)}{until}</p>
        </li>
    }
    .into_any()
}
