use super::api::ReceiveTransfer as Receive;
use crate::{
    admin::patterns::{FormMessage, act},
    components::{Button, Card, Checkbox, TextField},
    form::{ActionForm, FormState},
};
use contracts::{TransferId, inventory::TransferLine};
use leptos::prelude::*;
use uuid::Uuid;

/// Books what has come: all that is under way, unless another number is typed.
#[component]
pub fn ReceiveTransfer(id: TransferId, key: Uuid, lines: Vec<TransferLine>) -> impl IntoView {
    let form = act::<Receive>("What came is on the shelf.");
    let lost = !form.value("rest_is_lost", "").is_empty();
    let due = lines.into_iter().filter(|line| line.outstanding() > 0);
    let fields: Vec<_> = due.enumerate().map(|(index, line)| field(form, index, &line)).collect();
    view! {
        <Card title="Receive">
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="key" value=key.to_string() />
                    {fields}
                    <Checkbox name="rest_is_lost" label="What is missing is lost" hint="It is written off where it came from, and the transfer is at its end. Otherwise it stays under way, or goes back when the transfer is cancelled." checked=lost />
                    <div><Button pending=form.pending()>"Receive units"</Button></div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn field(form: FormState<Receive>, index: usize, line: &TransferLine) -> AnyView {
    let (variant, units) = (format!("lines[{index}][variant]"), format!("lines[{index}][units]"));
    let due = line.outstanding().to_string();
    let hint = format!("{} · {due} under way", line.name);
    let (value, error) = (form.value(&units, &due), form.error(units.clone()));
    view! {
        <input type="hidden" name=variant value=line.variant.to_string() />
        <TextField name=units label=line.sku.to_string() ty="number" inputmode="numeric" min="0" max=due step="1" hint value error />
    }
    .into_any()
}
