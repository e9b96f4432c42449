//! From what is typed to a gift card. Server only.

use super::api::GiftCardText;
use crate::admin::patterns::or_nothing;
use chrono::{Datelike, NaiveDate};
use contracts::{Checks, Currency, Error, Money, Result, payments::GiftCardDraft};

/// A card pays as long as the claim it stands for can be enforced: three years from the end of the year (sections 195
/// and 199 of the German Civil Code).
const YEARS: i32 = 3;
const MOST_NOTE: usize = 500;

/// The last day that is suggested for a card issued today.
pub fn last_day(today: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(today.year() + YEARS, 12, 31)
}

/// The card that was typed.
///
/// # Errors
/// Every field to correct at once.
pub fn draft(text: &GiftCardText) -> Result<GiftCardDraft> {
    let mut checks = Checks::default();
    let amount = worth(&text.amount, &text.currency);
    checks.require(amount.is_some(), "draft[amount]", &no_worth(&text.currency));
    let expires_on = or_nothing(&text.expires_on, |typed| typed.parse().ok());
    checks.require(expires_on.is_some(), "draft[expires_on]", "Please enter a day, or nothing.");
    let recipient = or_nothing(&text.recipient, |typed| typed.parse().ok());
    checks.require(recipient.is_some(), "draft[recipient]", "Please enter an e-mail address, or nothing.");
    let note = text.note.trim();
    checks.require(note.chars().count() <= MOST_NOTE, "draft[note]", "Please keep to 500 characters.");
    checks.finish()?;
    Ok(GiftCardDraft {
        id: text.id.parse().map_err(|_| Error::not_found("gift card"))?,
        amount: amount.ok_or_else(Error::internal)?,
        expires_on: expires_on.flatten(),
        recipient: recipient.flatten(),
        note: note.to_owned(),
    })
}

/// What is put on a card (`add`), or taken off it (`take`): signed.
///
/// # Errors
/// A field error at `amount` or `direction`.
pub fn change(direction: &str, typed: &str, code: &str) -> Result<Money> {
    let amount = worth(typed, code).ok_or_else(|| Error::field("amount", no_worth(code)))?;
    match direction {
        "add" => Ok(amount),
        "take" => Ok(Money::new(-amount.minor, amount.currency)),
        _ => Err(Error::field("direction", "Please choose whether to put on or to take off.")),
    }
}

/// More than nothing, and no more than a card may be worth.
fn worth(typed: &str, code: &str) -> Option<Money> {
    let amount = Money::parse(typed, currency(code))?;
    (1..=GiftCardDraft::MOST_MINOR).contains(&amount.minor).then_some(amount)
}

fn no_worth(code: &str) -> String {
    let most = Money::new(GiftCardDraft::MOST_MINOR, currency(code));
    format!("Please enter an amount of more than nothing and at most {most}.")
}

fn currency(code: &str) -> Currency {
    Currency::from_code(code).unwrap_or(Currency::Eur)
}

/// What the service says of its own fields, at those of the form.
pub fn at_form(mut error: Error) -> Error {
    for field in &mut error.fields {
        field.field = format!("draft[{}]", field.field);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is no amount for a card: nothing, less, more than its most, and what is none at all.
    const NO_AMOUNTS: [&str; 7] = ["", "0", "-1", "-0.01", "5000.01", "92233720368547758.07", "ten"];

    fn typed(amount: &str) -> GiftCardText {
        let id = "01890000-0000-7000-8000-000000000000".to_owned();
        GiftCardText { id, amount: amount.to_owned(), currency: "EUR".to_owned(), ..GiftCardText::default() }
    }

    #[test]
    fn only_the_amount_has_to_be_typed() {
        let card = draft(&typed("50")).unwrap();
        assert_eq!(card.amount, Money::new(5000, Currency::Eur));
        assert_eq!((card.expires_on, card.recipient, card.note.as_str()), (None, None, ""));
    }

    #[test]
    fn an_amount_below_nothing_or_beyond_the_most_is_refused_at_its_field() {
        for amount in NO_AMOUNTS {
            assert!(draft(&typed(amount)).unwrap_err().for_field("draft[amount]").is_some(), "{amount}");
        }
        assert_eq!(draft(&typed("5000")).unwrap().amount.minor, GiftCardDraft::MOST_MINOR);
    }

    #[test]
    fn what_is_put_on_or_taken_off_is_typed_without_a_sign() {
        let change = |direction, amount| change(direction, amount, "EUR");
        assert_eq!(change("add", "12,50").unwrap().minor, 1250);
        assert_eq!(change("take", "12.50").unwrap().minor, -1250);
        assert!(change("give", "12.50").unwrap_err().for_field("direction").is_some());
        for amount in NO_AMOUNTS {
            assert!(change("take", amount).unwrap_err().for_field("amount").is_some(), "{amount}");
        }
    }

    #[test]
    fn a_day_or_an_address_that_cannot_be_read_is_refused_at_its_field() {
        let (expires_on, recipient) = ("soon".to_owned(), "nobody".to_owned());
        let refused = draft(&GiftCardText { expires_on, recipient, ..typed("50") }).unwrap_err();
        assert!(refused.for_field("draft[expires_on]").is_some());
        assert!(refused.for_field("draft[recipient]").is_some());
    }

    #[test]
    fn three_years_to_the_end_of_the_year_are_suggested() {
        let today = "2026-02-28".parse().unwrap();
        assert_eq!(last_day(today), "2029-12-31".parse().ok());
    }
}
