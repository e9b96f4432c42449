//! From what was typed to what can be ordered.

use super::{Parts, run::Buyer};
use contracts::{
    Address, Checks, CountryCode, Email, Error, Result,
    checkout::{Quote, Submit},
    orders::CheckoutDraft,
};
use platform::pan::hidden;

/// The draft without card numbers: people who look for the field of the card find another one first.
pub(super) fn discreet(draft: CheckoutDraft) -> CheckoutDraft {
    CheckoutDraft {
        name: hidden(draft.name),
        company: hidden(draft.company),
        street: hidden(draft.street),
        street2: hidden(draft.street2),
        city: hidden(draft.city),
        state: hidden(draft.state),
        note: hidden(draft.note),
        ..draft
    }
}

/// The buyer, if the draft is complete and the cart can be ordered.
///
/// # Errors
/// Every field to correct at once; `Conflict` when the cart itself cannot be ordered.
pub(super) async fn complete(parts: &Parts, submit: &Submit, quote: &Quote) -> Result<Buyer> {
    if quote.lines.is_empty() {
        return Err(Error::invalid("Your cart is empty."));
    }
    if let Some(line) = quote.lines.iter().find(|line| !line.item.on_sale) {
        return Err(Error::conflict(format!("{} is no longer on sale. Please remove it.", line.item.name)));
    }
    let (email, country) = contact(&submit.draft)?;
    let address = parts.shipping.check_address(address(&submit.draft, country)).await?;
    if quote.rate.is_none() {
        return Err(Error::field("country", "We cannot ship this cart to that country."));
    }
    let note: String = submit.draft.note.trim().chars().take(1000).collect();
    let (language, network) = (submit.language.clone(), submit.network.clone());
    Ok(Buyer { user: submit.user, email, language, address, note, network })
}

fn contact(draft: &CheckoutDraft) -> Result<(Email, CountryCode)> {
    let mut checks = Checks::default();
    let email = checks.parse("email", draft.email.parse::<Email>());
    let country = checks.parse("country", draft.country.parse::<CountryCode>());
    checks.require(!draft.name.trim().is_empty(), "name", "Please enter your name.");
    checks.finish()?;
    email.zip(country).ok_or_else(Error::internal)
}

fn address(draft: &CheckoutDraft, country: CountryCode) -> Address {
    let optional = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Address {
        name: draft.name.trim().to_owned(),
        company: optional(&draft.company),
        street: draft.street.trim().to_owned(),
        street2: optional(&draft.street2),
        city: draft.city.trim().to_owned(),
        state: optional(&draft.state),
        postal_code: optional(&draft.postal_code),
        country,
        phone: optional(&draft.phone),
    }
}
