use super::notes_api::AddNote;
use crate::{
    admin::patterns::{FormMessage, UnsavedGuard, act},
    components::{Button, ButtonKind, Card, TextArea},
    form::ActionForm,
};
use contracts::OrderId;
use leptos::prelude::*;
use uuid::Uuid;

/// Who is named below the field at most.
const NAMED: usize = 8;

/// Adds a note for colleagues; the page's key names it, so that a form sent twice is one note.
#[component]
pub fn NoteForm(order: OrderId, key: Uuid, colleagues: Vec<String>) -> impl IntoView {
    let form = act::<AddNote>("Note added.");
    view! {
        <Card title="Note">
            <UnsavedGuard>
                <ActionForm action=form.action>
                    <div class="stack" data-key="n">
                        <FormMessage message=form.message() />
                        <input type="hidden" name="order" value=order.to_string() />
                        <input type="hidden" name="key" value=key.to_string() />
                        <TextArea name="text" label="For colleagues" rows=3 required=true maxlength=2000 hint=hint(&colleagues) value=form.value("text", "") error=form.error("text") />
                        <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Add note"</Button></div>
                    </div>
                </ActionForm>
            </UnsavedGuard>
        </Card>
    }
    .into_any()
}

fn hint(colleagues: &[String]) -> String {
    let names: Vec<_> = colleagues.iter().take(NAMED).map(|name| format!("@{name}")).collect();
    let more = if colleagues.len() > NAMED { " and others" } else { "" };
    format!("The customer does not see it. A name tells that colleague: {}{more}.", names.join(", "))
}
