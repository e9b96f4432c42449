use super::api::SetProductStatus;
use crate::{
    admin::patterns::{BULK, BulkBar, Selection, act},
    components::{Button, ButtonKind, ButtonSize},
    form::ActionForm,
};
use leptos::prelude::*;

/// What can be done with the selected products.
#[component]
pub fn BulkStatus(
    selection: Selection,
    /// The ids of the products that are shown.
    shown: Vec<String>,
) -> impl IntoView {
    let form = act::<SetProductStatus>("Products changed.");
    view! {
        <BulkBar form selection shown>
            <ActionForm action=form.action attr:id=BULK attr:class="cluster cluster-sm push text-text">
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="status" value="active" pending=form.pending()>"Put on sale"</Button>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="status" value="draft" pending=form.pending()>"Back to draft"</Button>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="status" value="archived" pending=form.pending()>"Archive"</Button>
            </ActionForm>
        </BulkBar>
    }
    .into_any()
}
