//! What the checkout reads. Server only.

use super::api::{ANOTHER_ADDRESS, CheckoutView, Figures};
use crate::{account::address_fields::AddressText, context, error::AppError};
use contracts::{
    Address, Services,
    checkout::Quote,
    identity::{SavedAddress, Session},
    orders::{CartKey, CheckoutDraft},
};

pub(super) async fn checkout(
    services: &Services,
    session: Option<Session>,
    key: CartKey,
) -> Result<CheckoutView, AppError> {
    let quote = services.checkout.quote(key.clone());
    let (mut quote, countries, gateway, addresses) = futures::try_join!(
        quote,
        services.shipping.countries(),
        services.payments.gateway(),
        address_book(services, session.as_ref()),
    )?;
    context::keep_cart(quote.new_token.as_deref())?;
    let chosen = prefill(&mut quote.draft, session.as_ref(), &addresses);
    // A prefilled country has prices that the quote does not know of yet.
    if quote.rates.is_empty() && !quote.draft.country.is_empty() && !quote.lines.is_empty() {
        quote = services.checkout.save_draft(key, quote.draft).await?;
    }
    Ok(CheckoutView {
        draft: quote.draft.clone(),
        figures: figures(quote),
        countries,
        addresses,
        chosen,
        signed_in: session.is_some(),
        gateway,
        idempotency_key: new_key(),
    })
}

/// Of a fresh attempt.
#[expect(clippy::disallowed_methods, reason = "nothing is stored or tested by it; it only has to differ")]
pub(super) fn new_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

pub(super) fn figures(quote: Quote) -> Figures {
    Figures {
        due: quote.due(),
        gift_card: quote.gift_card,
        lines: quote.lines,
        subtotal: quote.subtotal,
        coupon: quote.coupon,
        rates: quote.rates,
        country: quote.draft.country,
        method: quote.rate.as_ref().map(|rate| rate.method),
        shipping: quote.rate.map(|rate| rate.price),
        tax: quote.tax,
        tax_rate_bp: quote.tax_rate_bp,
        total: quote.total,
    }
}

/// The draft with the address that was chosen from the book, if one was.
pub(super) async fn with_saved_address(
    services: &Services,
    mut draft: CheckoutDraft,
    saved: Option<String>,
) -> Result<CheckoutDraft, AppError> {
    let Some(id) = saved.filter(|id| id != ANOTHER_ADDRESS) else {
        return Ok(draft);
    };
    let Some(session) = context::shopper().await? else {
        return Ok(draft);
    };
    let book = services.identity.addresses(session.actor()).await?;
    if let Some(known) = book.into_iter().find(|known| known.id.to_string() == id) {
        fill(&mut draft, known.address);
    }
    Ok(draft)
}

async fn address_book(
    services: &Services,
    session: Option<&Session>,
) -> contracts::Result<Vec<SavedAddress>> {
    match session {
        Some(session) => services.identity.addresses(session.actor()).await,
        None => Ok(Vec::new()),
    }
}

/// Puts into an empty draft what is known of the shopper; tells which address of the book it has.
fn prefill(draft: &mut CheckoutDraft, session: Option<&Session>, book: &[SavedAddress]) -> String {
    let Some(session) = session else {
        return ANOTHER_ADDRESS.to_owned();
    };
    if draft.email.is_empty() {
        draft.email = session.email.to_string();
    }
    if draft.street.is_empty()
        && let Some(first) = book.iter().find(|known| known.is_default).or(book.first())
    {
        fill(draft, first.address.clone());
    }
    if draft.name.is_empty() {
        draft.name.clone_from(&session.name);
    }
    let same = book.iter().find(|known| is_same(draft, &known.address));
    same.map_or_else(|| ANOTHER_ADDRESS.to_owned(), |known| known.id.to_string())
}

fn fill(draft: &mut CheckoutDraft, address: Address) {
    let text = AddressText::from(address);
    draft.name = text.name;
    draft.company = text.company;
    draft.street = text.street;
    draft.street2 = text.street2;
    draft.city = text.city;
    draft.state = text.state;
    draft.postal_code = text.postal_code;
    draft.country = text.country;
    draft.phone = text.phone;
}

fn is_same(draft: &CheckoutDraft, address: &Address) -> bool {
    let mut filled = draft.clone();
    fill(&mut filled, address.clone());
    filled == *draft
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        serde_json::from_value(serde_json::json!({
            "id": uuid::Uuid::nil(), "realm": "shop", "user": uuid::Uuid::nil(), "name": "Ada Lovelace",
            "email": "ada@example.com", "roles": [], "permissions": [],
            "expires_at": "2030-01-01T00:00:00Z", "rotated": null,
        }))
        .unwrap()
    }

    fn saved() -> SavedAddress {
        let address = AddressText {
            name: "Ada L.".into(),
            street: "Hauptstraße 1".into(),
            city: "Berlin".into(),
            postal_code: "10115".into(),
            country: "DE".into(),
            ..AddressText::default()
        };
        SavedAddress { id: uuid::Uuid::nil().into(), address: address.parse().unwrap(), is_default: true }
    }

    #[test]
    fn an_empty_draft_takes_the_first_address_of_the_book() {
        let mut draft = CheckoutDraft::default();
        let chosen = prefill(&mut draft, Some(&session()), &[saved()]);
        assert_eq!((draft.email.as_str(), draft.street.as_str()), ("ada@example.com", "Hauptstraße 1"));
        assert_eq!(chosen, uuid::Uuid::nil().to_string());
    }

    #[test]
    fn what_was_typed_stays() {
        let mut draft = CheckoutDraft {
            street: "Elsewhere 2".into(),
            email: "b@example.com".into(),
            ..CheckoutDraft::default()
        };
        let chosen = prefill(&mut draft, Some(&session()), &[saved()]);
        assert_eq!(
            (draft.email.as_str(), draft.street.as_str(), chosen.as_str()),
            ("b@example.com", "Elsewhere 2", ANOTHER_ADDRESS)
        );
    }
}
