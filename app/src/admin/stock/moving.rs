use super::warehouses_api::MoveStock;
use crate::{
    admin::patterns::{FormMessage, act},
    components::{Button, ButtonKind, Card, SelectField, TextField},
    form::ActionForm,
};
use contracts::inventory::Warehouse;
use leptos::prelude::*;

/// Moves units from one warehouse to another.
#[component]
pub fn MoveUnits(variant: String, warehouses: Vec<Warehouse>) -> impl IntoView {
    let form = act::<MoveStock>("Units moved.");
    let places: Vec<_> = warehouses.into_iter().map(|place| (place.id.to_string(), place.name)).collect();
    let second = places.get(1).map(|(id, _)| id.clone()).unwrap_or_default();
    view! {
        <Card title="Move between warehouses">
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="variant" value=variant />
                    <SelectField name="from" label="From" options=places.clone() value=form.value("from", "") error=form.error("from") />
                    <SelectField name="to" label="To" options=places value=form.value("to", &second) error=form.error("to") />
                    <TextField name="quantity" label="Units to move" ty="number" inputmode="numeric" min="1" step="1" required=true value=form.value("quantity", "") error=form.error("quantity") />
                    <TextField id="move-reason" name="reason" label="Why they move" required=true hint="It stays in the ledger." value=form.value("reason", "") error=form.error("reason") />
                    <Button kind=ButtonKind::Secondary wide=true pending=form.pending()>"Move units"</Button>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
