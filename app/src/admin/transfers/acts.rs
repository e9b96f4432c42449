use super::api::{CancelTransfer as Cancel, SendTransfer as SendOff};
use crate::{
    admin::patterns::{Confirm, Deed, FormMessage, Reason, Why, act, plural},
    components::{Button, IconName},
    form::ActionForm,
};
use contracts::TransferId;
use leptos::prelude::*;

/// Has the units of a draft leave.
#[component]
pub fn SendTransfer(id: TransferId, units: u32) -> impl IntoView {
    let form = act::<SendOff>("The units are under way.");
    let text = format!(
        "{} will leave the shelf now. Nobody can buy them until they are received.",
        plural(u64::from(units), "unit", "units")
    );
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id.to_string() />
                <p class="small">{text}</p>
                <Button wide=true icon=IconName::Truck pending=form.pending()>"Send transfer"</Button>
            </div>
        </ActionForm>
    }
    .into_any()
}

const WHY: Why =
    Why { name: "reason", label: "Why", hint: "It stays with the transfer.", verb: "Cancel transfer" };

/// Gives a transfer up; what is under way goes back.
#[component]
pub fn CancelTransfer(id: TransferId, units: u32, is_sent: bool) -> impl IntoView {
    let form = act::<Cancel>("Transfer cancelled.");
    let deed = Deed::new(form, vec![("id", id.to_string())]);
    let open = deed.was_refused();
    let text = if is_sent {
        let units = plural(u64::from(units), "unit", "units");
        format!("{units} under way will be counted where they came from again, and can be bought there.")
    } else {
        "Nothing has left yet: the units stay where they are.".to_owned()
    };
    view! {
        <Confirm title="Cancel the transfer" icon=IconName::Close open>
            <p class="small">{text}</p>
            <ActionForm action=form.action><Reason deed why=WHY /></ActionForm>
        </Confirm>
    }
    .into_any()
}
