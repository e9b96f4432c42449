//! Which addresses are taken into an address book.

use contracts::{Address, Checks, Result};
use platform::pan::hidden;

/// The most entries of an address book.
pub(crate) const MOST: i64 = 50;
const LONGEST: usize = 200;

/// The address trimmed, blank parts left out. Only what every country needs is required here; the rest
/// is checked by the shipping service's rules when the address is used.
pub(crate) fn tidy(address: Address) -> Result<Address> {
    let optional =
        |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let words = |text: &str| hidden(text.trim().to_owned());
    let tidied = Address {
        name: words(&address.name),
        company: optional(address.company).map(hidden),
        street: words(&address.street),
        street2: optional(address.street2).map(hidden),
        city: words(&address.city),
        state: optional(address.state).map(hidden),
        postal_code: optional(address.postal_code),
        country: address.country,
        phone: optional(address.phone),
    };
    check(&tidied)?;
    Ok(tidied)
}

fn check(address: &Address) -> Result<()> {
    let mut checks = Checks::default();
    let required = [
        ("name", &address.name, "Please enter the recipient's name."),
        ("street", &address.street, "Please enter street and number."),
        ("city", &address.city, "Please enter the town."),
    ];
    for (field, text, message) in required {
        checks.require(!text.is_empty(), field, message);
        checks.require(text.chars().count() <= LONGEST, field, "Please enter at most 200 characters.");
    }
    let optional = [
        ("company", &address.company),
        ("street2", &address.street2),
        ("state", &address.state),
        ("postal_code", &address.postal_code),
        ("phone", &address.phone),
    ];
    for (field, text) in optional {
        let fits = text.as_ref().is_none_or(|text| text.chars().count() <= LONGEST);
        checks.require(fits, field, "Please enter at most 200 characters.");
    }
    checks.finish()
}
