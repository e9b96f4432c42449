use super::{
    PATH,
    api::{BeginTransfer, NewTransfer, load_new_transfer},
};
use crate::{
    admin::patterns::{FormMessage, act, skeleton_detail},
    components::{
        Button, ButtonKind, Card, EmptyState, IconName, LinkButton, PageHeader, SelectField, TextField,
    },
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Begins a transfer.
pub struct AdminNewTransfer;

office_page!(AdminNewTransfer, admin_new_transfer);

fn admin_new_transfer() -> AnyView {
    let crumbs = vec![("Transfers".to_owned(), PATH.to_owned()), ("New transfer".to_owned(), String::new())];
    let start = page_resource(|| (), |()| load_new_transfer());
    view! {
        <Title text="New transfer" />
        <PageHeader title="New transfer" subtitle="Where from and where to; the articles come next." crumbs />
        {loaded(start, skeleton_detail, show)}
    }
    .into_any()
}

fn show(start: NewTransfer) -> AnyView {
    if start.warehouses.len() < 2 {
        return view! {
            <div class="card">
                <EmptyState icon=IconName::Warehouse title="There is one warehouse" text="A transfer needs two of them.">
                    <LinkButton href="/admin/stock/warehouses#new" kind=ButtonKind::Secondary>"New warehouse"</LinkButton>
                </EmptyState>
            </div>
        }
        .into_any();
    }
    view! { <TransferForm start /> }.into_any()
}

#[component]
fn TransferForm(start: NewTransfer) -> impl IntoView {
    let form = act::<BeginTransfer>("Transfer begun.");
    let places: Vec<_> =
        start.warehouses.into_iter().map(|place| (place.id.to_string(), place.name)).collect();
    let second = places.get(1).map(|(id, _)| id.clone()).unwrap_or_default();
    view! {
        <div class="max-w-2xl">
            <Card title="Way">
                <ActionForm action=form.action>
                    <div class="stack">
                        <FormMessage message=form.message() />
                        <input type="hidden" name="id" value=start.id.to_string() />
                        <div class="field-row">
                            <SelectField name="from" label="From" options=places.clone() value=form.value("from", "") error=form.error("from") />
                            <SelectField name="to" label="To" options=places value=form.value("to", &second) error=form.error("to") />
                        </div>
                        <TextField name="note" label="Note" optional=true maxlength=500 hint="Only staff read it." value=form.value("note", "") error=form.error("note") />
                        <div><Button pending=form.pending()>"Begin transfer"</Button></div>
                    </div>
                </ActionForm>
            </Card>
        </div>
    }
    .into_any()
}
