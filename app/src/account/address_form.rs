use super::{
    address_fields::{AddressFields, AddressText, FieldErrors},
    book::SaveAddress,
    frame::refusal,
};
use crate::{
    components::{Button, ButtonKind, Card, Checkbox, LinkButton},
    form::{ActionForm, FormState},
};
use contracts::{identity::SavedAddress, shipping::Country};
use leptos::prelude::*;

/// The form to change an address of the book, or to add one.
pub(super) fn address_form(present: Option<SavedAddress>, countries: Vec<Country>, first: bool) -> AnyView {
    let form = FormState::<SaveAddress>::new();
    let title = if present.is_some() { "Change the address" } else { "Add an address" };
    let id = present.as_ref().map(|saved| saved.id.to_string()).unwrap_or_default();
    let is_default = present.as_ref().map_or(first, |saved| saved.is_default);
    let kept = present.map(|saved| AddressText::from(saved.address)).unwrap_or_default();
    let text = typed(form, &kept);
    let errors = FieldErrors::of_form(form);
    view! {
        <Card title=title>
            <ActionForm action=form.action attr:novalidate="">
                <div class="stack">
                    {refusal(form.message())}
                    <input type="hidden" name="id" value=id />
                    <AddressFields prefix="address" text countries errors />
                    <Checkbox name="is_default" label="Offer this address first" checked=is_default />
                    <div class="cluster">
                        <Button pending=form.pending()>"Save the address"</Button>
                        <LinkButton href="/account/addresses" kind=ButtonKind::Quiet>"Cancel"</LinkButton>
                    </div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// What was typed before the form was sent back, else what is kept.
fn typed(form: FormState<SaveAddress>, kept: &AddressText) -> AddressText {
    let value = |name: &str, kept: &str| form.value(&["address[", name, "]"].concat(), kept);
    AddressText {
        name: value("name", &kept.name),
        company: value("company", &kept.company),
        street: value("street", &kept.street),
        street2: value("street2", &kept.street2),
        city: value("city", &kept.city),
        state: value("state", &kept.state),
        postal_code: value("postal_code", &kept.postal_code),
        country: value("country", &kept.country),
        phone: value("phone", &kept.phone),
    }
}
