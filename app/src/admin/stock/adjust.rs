use super::api::{AdjustStock, SetLowStock};
use crate::{
    admin::patterns::{FormMessage, act},
    components::{Button, ButtonKind, ButtonSize, Card, SelectField, TextField},
    form::ActionForm,
};
use contracts::inventory::Warehouse;
use leptos::prelude::*;

/// Adds units or takes them away.
#[component]
pub fn Adjust(variant: String, warehouses: Vec<Warehouse>) -> impl IntoView {
    let form = act::<AdjustStock>("Stock adjusted.");
    let places = warehouses.into_iter().map(|place| (place.id.to_string(), place.name)).collect();
    let kinds = [("restock", "Restock: units came in"), ("adjustment", "Adjustment: counted anew")];
    let kinds = kinds.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    view! {
        <Card title="Adjust stock">
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="variant" value=variant />
                    <SelectField name="warehouse" label="Warehouse" options=places value=form.value("warehouse", "") error=form.error("warehouse") />
                    <TextField name="change" label="Change" ty="number" inputmode="numeric" step="1" required=true hint="12 adds, -3 takes away." value=form.value("change", "") error=form.error("change") />
                    <SelectField name="kind" label="Kind" options=kinds value=form.value("kind", "restock") error=form.error("kind") />
                    <TextField name="reason" label="Reason" required=true hint="It stays in the ledger." value=form.value("reason", "") error=form.error("reason") />
                    <Button wide=true pending=form.pending()>"Adjust stock"</Button>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// Sets how few units count as low, in a row.
#[component]
pub fn Threshold(id: String, threshold: u32) -> impl IntoView {
    let form = act::<SetLowStock>("Threshold saved.");
    let message = form.error("threshold");
    view! {
        <ActionForm action=form.action>
            <div class="cluster cluster-sm">
                <input type="hidden" name="id" value=id />
                <input class="input w-20" type="number" min="0" name="threshold" value=threshold.to_string() aria-label="Counts as low at" />
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Set"</Button>
            </div>
            <p class="field-error" aria-live="polite">{move || message.get()}</p>
        </ActionForm>
    }
    .into_any()
}
