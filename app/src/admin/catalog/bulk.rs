use super::api::SetProductStatus;
use crate::{
    admin::patterns::{FormMessage, act},
    components::{Button, ButtonKind, ButtonSize},
};
use leptos::prelude::*;

/// The id of the form that the rows' boxes belong to.
pub const BULK: &str = "bulk";

/// What can be done with the selected rows; appears with the first selected one.
#[component]
pub fn BulkStatus() -> impl IntoView {
    let form = act::<SetProductStatus>("Products changed.");
    view! {
        <FormMessage message=form.message() />
        <div class="bulk-bar hidden group-has-[tbody_input:checked]:flex">
            <span>"With the selected"</span>
            <ActionForm action=form.action attr:id=BULK attr:class="cluster cluster-sm push text-text">
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="status" value="active" pending=form.pending()>"Put on sale"</Button>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="status" value="draft" pending=form.pending()>"Back to draft"</Button>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="status" value="archived" pending=form.pending()>"Archive"</Button>
            </ActionForm>
        </div>
    }
    .into_any()
}
