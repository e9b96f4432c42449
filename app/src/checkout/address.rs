use super::{
    api::{ANOTHER_ADDRESS, CheckoutView},
    section::section,
    state::{CheckoutState, update},
};
use crate::{
    account::address_fields::{AddressFields, AddressText, is_complete},
    components::{RadioCards, RadioOption},
};
use contracts::{identity::SavedAddress, orders::CheckoutDraft};
use leptos::prelude::*;

const PARTS: [&str; 9] =
    ["name", "company", "street", "street2", "postal_code", "city", "state", "country", "phone"];

/// Where it goes: an address of the book, or another one.
pub(super) fn address(state: CheckoutState, view: &CheckoutView) -> AnyView {
    let text = typed(state, &view.draft);
    let entered = is_complete(&text, &view.countries).then(|| in_a_line(&text));
    let book = saved_addresses(state, view);
    // Without scripts the choice of an address shows and hides the fields as well.
    let fields =
        if book.is_some() { "pt-4 hidden group-has-[input[value=other]:checked]/book:block" } else { "" };
    let countries = view.countries.clone();
    let content = view! {
        <div class="group/book">
            {book}
            <div class=fields>
                <AddressFields prefix="draft" text countries errors=state.errors update=move || update(state, "Update delivery") />
            </div>
        </div>
    };
    section("Delivery address", entered, state.errors.any(&PARTS), content.into_any())
}

fn saved_addresses(state: CheckoutState, view: &CheckoutView) -> Option<AnyView> {
    if view.addresses.is_empty() {
        return None;
    }
    let mut options: Vec<_> = view.addresses.iter().map(option).collect();
    let another = RadioOption {
        value: ANOTHER_ADDRESS.to_owned(),
        label: "Another address".to_owned(),
        ..RadioOption::default()
    };
    options.push(another);
    let value = state.form.value("saved", &view.chosen);
    Some(view! { <RadioCards name="saved" legend="Deliver to" options value /> }.into_any())
}

fn option(saved: &SavedAddress) -> RadioOption {
    let text = AddressText::from(saved.address.clone());
    RadioOption {
        value: saved.id.to_string(),
        label: text.name.clone(),
        hint: [text.street, [text.postal_code, text.city].join(" "), text.country].join(", "),
        ..RadioOption::default()
    }
}

fn in_a_line(text: &AddressText) -> String {
    let town = [text.postal_code.as_str(), text.city.as_str()].join(" ");
    let parts = [text.name.as_str(), text.street.as_str(), town.trim(), text.country.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn typed(state: CheckoutState, draft: &CheckoutDraft) -> AddressText {
    AddressText {
        name: state.value("name", &draft.name),
        company: state.value("company", &draft.company),
        street: state.value("street", &draft.street),
        street2: state.value("street2", &draft.street2),
        city: state.value("city", &draft.city),
        state: state.value("state", &draft.state),
        postal_code: state.value("postal_code", &draft.postal_code),
        country: state.value("country", &draft.country),
        phone: state.value("phone", &draft.phone),
    }
}
