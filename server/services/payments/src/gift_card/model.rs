//! Codes of gift cards, and when a card pays.

use chrono::NaiveDate;
use contracts::{
    Checks, Error, Money, Result,
    payments::{GiftCard, GiftCardAdjustment, GiftCardDraft, GiftCardStatus},
};
use platform::ids;
use unicode_normalization::UnicodeNormalization as _;

/// What is said of a code that there is not; of a card that was blocked, too.
pub const UNKNOWN: &str = "We do not know this gift card.";

/// What the payer is told when a card does not pay its share.
pub const TOO_LITTLE: &str =
    "Your gift card has less left than this purchase needs from it. Please look at the amount again.";

/// Crockford's base 32: <https://www.crockford.com/base32.html>
const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 16;
const NOTE: usize = 500;

/// A new code, 80 random bits in groups of four as people get it.
pub fn new_code() -> String {
    [ids::group(), ids::group(), ids::group(), ids::group()].join("-")
}

/// A code as it is hashed, of what people type: any case, any width of letters, with spaces and hyphens anywhere, and
/// letters that look like digits. `None` when it cannot be one.
pub fn normalised(typed: &str) -> Option<String> {
    let letters = typed.chars().take(200).nfkc().filter(|&letter| !is_separator(letter));
    let code: String = letters.map(read).collect();
    (code.len() == LENGTH && code.chars().all(|letter| ALPHABET.contains(letter))).then_some(code)
}

/// What is stored of a code; `None` when what was typed cannot be one.
pub fn hash(typed: &str) -> Option<String> {
    normalised(typed).map(|code| ids::hash_token(&code))
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn read(letter: char) -> char {
    match letter.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    }
}

/// Whether a card pays so much now.
pub fn pays(card: &GiftCard, amount: Money) -> bool {
    card.status == GiftCardStatus::Active && covers(card, amount)
}

/// Whether so much is on a card.
pub fn covers(card: &GiftCard, amount: Money) -> bool {
    card.balance.minus(amount).is_some_and(|left| left.minor >= 0)
}

/// Passes for a card that pays now.
///
/// # Errors
/// Why not, at `gift_card`.
pub fn require_active(status: GiftCardStatus) -> Result<()> {
    let why = match status {
        GiftCardStatus::Active => return Ok(()),
        GiftCardStatus::Blocked => UNKNOWN,
        GiftCardStatus::Expired => "This gift card has expired.",
        GiftCardStatus::Empty => "There is nothing left on this gift card.",
    };
    Err(Error::field("gift_card", why))
}

/// A card that can be issued on that day.
///
/// # Errors
/// Every field to correct at once.
pub fn checked(draft: &GiftCardDraft, today: NaiveDate) -> Result<GiftCardDraft> {
    let mut checks = Checks::default();
    let amount = 1..=GiftCardDraft::MOST_MINOR;
    checks.require(
        amount.contains(&draft.amount.minor),
        "amount",
        "Please enter an amount from 0.01 to 5,000.00.",
    );
    let lasts = draft.expires_on.is_none_or(|day| day >= today);
    checks.require(lasts, "expires_on", "This day is over already.");
    let note = platform::pan::hidden(draft.note.trim().to_owned());
    checks.require(note.chars().count() <= NOTE, "note", "Please enter at most 500 characters.");
    checks.finish()?;
    Ok(GiftCardDraft { note, ..draft.clone() })
}

/// The balance after an adjustment.
///
/// # Errors
/// Every field to correct at once.
pub fn adjusted(card: &GiftCard, adjustment: &GiftCardAdjustment) -> Result<Money> {
    let mut checks = Checks::default();
    let reason = adjustment.reason.trim().chars().count();
    checks.require((1..=NOTE).contains(&reason), "reason", "Please say why, in at most 500 characters.");
    let minor = adjustment.amount.minor;
    let is_some = minor != 0 && minor.unsigned_abs() <= GiftCardDraft::MOST_MINOR.unsigned_abs();
    checks.require(is_some, "amount", "Please enter an amount up to 5,000.00.");
    let after = card.balance.plus(adjustment.amount);
    checks.require(after.is_some(), "amount", "Please enter an amount in the gift card's currency.");
    let is_there = after.is_none_or(|after| after.minor >= 0);
    checks.require(is_there, "amount", &format!("Only {} is left on this gift card.", card.balance));
    checks.finish()?;
    after.ok_or_else(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        for typed in [
            "10AB-CDEF-GH45-6789",
            "loab cdef gh45 6789",
            " IOab-cdefgh45–6789\u{a0}",
            "１０ＡＢ－ＣＤＥＦ－ＧＨ４５－６７８９",
            "1\u{2011}0ABCDEFGH456789",
        ] {
            assert_eq!(normalised(typed).as_deref(), Some("10ABCDEFGH456789"), "{typed}");
        }
        // Too short, too long, a U, a Cyrillic А, SQL.
        let long = "1".repeat(17);
        for refused in
            ["", "10AB-CDEF-GH45", &long, "U0ABCDEFGH456789", "10АBCDEFGH456789", "' or 1=1 -- 12345"]
        {
            assert_eq!(normalised(refused), None, "{refused}");
        }
    }

    #[test]
    fn a_new_code_is_four_groups_of_four_and_another_each_time() {
        let codes: std::collections::HashSet<String> = (0..1000).map(|_| new_code()).collect();
        assert_eq!(codes.len(), 1000);
        for code in codes {
            assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4, 4], "{code}");
            assert_eq!(normalised(&code), Some(code.replace('-', "")));
        }
    }
}
