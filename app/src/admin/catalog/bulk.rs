use super::api::{SetProductStatus, StatusBefore, set_product_status};
use crate::{
    admin::patterns::{BULK, BulkBar, Selection, Undo, act_restorable},
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
    let form = act_restorable::<SetProductStatus>("Products changed.", undo);
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

/// Nothing to take back where all had the status before.
fn undo(before: Vec<StatusBefore>) -> Option<Undo> {
    let is_nothing = before.is_empty();
    let back = move || {
        let before = before.clone();
        async move {
            for StatusBefore { status, products } in before {
                set_product_status(products, status).await?;
            }
            Ok(())
        }
    };
    (!is_nothing).then(|| Undo::new("The products are as they were.", back))
}
