use super::api::SetTransferLine;
use crate::{
    admin::patterns::FormMessage,
    components::{Button, ButtonKind, ButtonSize, Card, Column, DataTable, EmptyState, IconName, TextField},
    form::{ActionForm, FormState},
};
use contracts::{
    TransferId,
    inventory::{TransferLine, TransferStatus},
};
use leptos::prelude::*;

/// Puts an article on a draft, or changes how much of it goes.
#[component]
pub fn AddArticle(id: TransferId, form: FormState<SetTransferLine>) -> impl IntoView {
    view! {
        <Card title="Add an article">
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id.to_string() />
                    <div class="field-row">
                        <TextField name="sku" label="SKU" required=true maxlength=64 hint="One that is on the list already gets the new number." value=form.value("sku", "") error=form.error("sku") />
                        <TextField name="units" label="Units" ty="number" inputmode="numeric" min="0" step="1" required=true value=form.value("units", "") error=form.error("units") />
                    </div>
                    <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Save article"</Button></div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// The articles of a transfer as a table; those of a draft can be taken off by `change`.
pub fn articles(
    id: TransferId,
    lines: Vec<TransferLine>,
    status: TransferStatus,
    change: Option<FormState<SetTransferLine>>,
) -> AnyView {
    if lines.is_empty() {
        let text = "Add what is to be moved by its SKU. Units stay for sale until the transfer is sent.";
        return view! { <EmptyState icon=IconName::Package title="No articles" text /> }.into_any();
    }
    let mut columns = vec![Column::text("SKU"), Column::text("Product"), Column::number("Units")];
    if status == TransferStatus::Draft {
        columns.push(Column::number("Available there"));
        columns.push(Column::unseen("Take off"));
    } else {
        columns.push(Column::number("Received"));
        columns.push(Column::number("Went back"));
        columns.push(Column::number("Lost"));
        columns.push(Column::number("Under way"));
    }
    let more = |line: &TransferLine| {
        if status == TransferStatus::Draft { draft_cells(id, line, change) } else { sent_cells(line) }
    };
    let rows: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let more = more(&line);
            view! {
                <tr>
                    <th scope="row"><a href=format!("/admin/stock/{}", line.variant)>{line.sku.to_string()}</a></th>
                    <td data-label="Product">{line.name}</td>
                    <td data-label="Units" class="num">{line.units}</td>
                    {more}
                </tr>
            }
        })
        .collect();
    view! { <DataTable caption="Articles" columns stacked=true>{rows}</DataTable> }.into_any()
}

fn draft_cells(id: TransferId, line: &TransferLine, change: Option<FormState<SetTransferLine>>) -> AnyView {
    let sku = line.sku.to_string();
    let label = format!("Take off {sku}");
    let short = line.available < line.units;
    let take_off = change.map(|form| {
        view! {
            <ActionForm action=form.action>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="sku" value=sku />
                <input type="hidden" name="units" value="0" />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::Trash label pending=form.pending() />
            </ActionForm>
        }
    });
    view! {
        <td data-label="Available there" class="num">
            {line.available}
            {short.then(|| view! { <span class="block small">"too few"</span> })}
        </td>
        <td>{take_off}</td>
    }
    .into_any()
}

fn sent_cells(line: &TransferLine) -> AnyView {
    view! {
        <td data-label="Received" class="num">{line.received}</td>
        <td data-label="Went back" class="num">{line.returned}</td>
        <td data-label="Lost" class="num">{line.lost}</td>
        <td data-label="Under way" class="num">{line.outstanding()}</td>
    }
    .into_any()
}
