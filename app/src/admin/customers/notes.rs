//! What staff wrote about a customer.

use super::acts_api::AddNote;
use crate::{
    admin::patterns::{FormMessage, When, act},
    components::{Button, ButtonKind, Card, TextArea},
    form::ActionForm,
};
use contracts::{CustomerNoteId, Timestamp, UserId, identity::CustomerNote};
use leptos::prelude::*;

/// The notes, newest first, and a new one by who may.
#[component]
pub fn Notes(
    user: UserId,
    /// The id of the next one.
    key: CustomerNoteId,
    notes: Vec<CustomerNote>,
    may_edit: bool,
    now: Timestamp,
) -> impl IntoView {
    let none = notes.is_empty().then(|| view! { <p class="muted small">"Nobody wrote anything yet. Customers do not see what stands here."</p> });
    let rows: Vec<_> = notes.into_iter().map(|note| row(note, now)).collect();
    let form = may_edit.then(|| new_note(user, key));
    view! {
        <Card title="Notes">
            <div class="stack">
                {form}
                {none}
                <ul role="list" class="stack">{rows}</ul>
            </div>
        </Card>
    }
    .into_any()
}

fn new_note(user: UserId, key: CustomerNoteId) -> AnyView {
    let form = act::<AddNote>("Note written.");
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="user" value=user.to_string() />
                <input type="hidden" name="note" value=key.to_string() />
                <TextArea name="text" label="New note" rows=3 maxlength=2000 required=true hint="Staff read it; nobody can change it later." value=form.value("text", "") error=form.error("text") />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Write note"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn row(note: CustomerNote, now: Timestamp) -> AnyView {
    view! {
        <li class="stack stack-sm">
            <p class="whitespace-pre-line wrap-anywhere">{note.text}</p>
            <p class="muted small">{note.author}" · "<When at=note.at now /></p>
        </li>
    }
    .into_any()
}
