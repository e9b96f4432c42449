use crate::components::{Button, ButtonKind, IconName};
use contracts::UserId;
use leptos::prelude::*;

/// Opens the shop as a customer sees it. A plain form to the gateway: the page that follows is rendered anew, with the
/// banner that says whom one looks as.
#[component]
pub fn LookAs(user: UserId) -> impl IntoView {
    view! {
        <form method="post" action="/admin/look">
            <input type="hidden" name="user" value=user.to_string() />
            <Button kind=ButtonKind::Secondary icon=IconName::Store>"Look as this customer"</Button>
        </form>
    }
    .into_any()
}
