//! Card numbers that people type where none belongs: into a note, a name, a search. Whoever keeps one, even in a log,
//! answers for it as those do who take cards (PCI DSS 4.0.1, requirements 3.4 and 3.5), so none is kept.

use serde_json::Value;
use std::{borrow::Cow, ops::RangeInclusive};

/// Digits of a card number, ISO/IEC 7812-1.
const LENGTH: RangeInclusive<usize> = 13..=19;
/// The first digits of the cards that there are: Amex 3, Visa 4, Mastercard 2 and 5, Maestro 5 and 6, Discover 6.
const FIRST: RangeInclusive<u8> = b'2'..=b'6';
/// The last digits stay: by them their owner knows which card it was.
const SHOWN: usize = 4;

/// The text with a star for each digit of a card number but the last four. As long as before.
pub fn masked(text: &str) -> Cow<'_, str> {
    let cards = cards(text.as_bytes());
    if cards.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for digits in cards {
        for at in &digits[..digits.len() - SHOWN] {
            bytes[*at] = b'*';
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// As [`masked`], of a text that is one's own.
pub fn hidden(text: String) -> String {
    let without = match masked(&text) {
        Cow::Owned(without) => Some(without),
        Cow::Borrowed(_) => None,
    };
    without.unwrap_or(text)
}

/// As [`masked`], in every text of a JSON value.
pub fn masked_json(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(hidden(text)),
        Value::Array(items) => items.into_iter().map(masked_json).collect(),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, masked_json(value))).collect())
        }
        other => other,
    }
}

/// Where the digits of each card number stand.
fn cards(text: &[u8]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for (at, byte) in text.iter().enumerate() {
        if byte.is_ascii_digit() {
            run.push(at);
        } else if !joins(text, &run, at) {
            found.extend(card_in(text, &run));
            run.clear();
        }
    }
    found.extend(card_in(text, &run));
    found
}

/// Whether a space or a hyphen stands between two digits there, as on the card.
fn joins(text: &[u8], run: &[usize], at: usize) -> bool {
    let follows = run.last().is_some_and(|last| last + 1 == at);
    matches!(text[at], b' ' | b'-') && follows && text.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// The longest card number among digits that stand together: it begins and ends where a group of them does.
fn card_in(text: &[u8], run: &[usize]) -> Option<Vec<usize>> {
    if run.len() < *LENGTH.start() {
        return None;
    }
    let begins = |index: usize| index == 0 || run[index - 1] + 1 != run[index];
    let ends = |index: usize| index + 1 == run.len() || run[index] + 1 != run[index + 1];
    for first in (0..run.len()).filter(|index| begins(*index) && !is_phone(text, run[*index])) {
        for last in (first..run.len()).rev().filter(|index| ends(*index)) {
            if is_card(text, &run[first..=last]) {
                return Some(run[first..=last].to_vec());
            }
        }
    }
    None
}

/// `+49 …`
fn is_phone(text: &[u8], first: usize) -> bool {
    first > 0 && text[first - 1] == b'+'
}

fn is_card(text: &[u8], digits: &[usize]) -> bool {
    LENGTH.contains(&digits.len()) && FIRST.contains(&text[digits[0]]) && has_check_digit(text, digits)
}

/// The Luhn formula, ISO/IEC 7812-1, annex B.
fn has_check_digit(text: &[u8], digits: &[usize]) -> bool {
    let from_the_right = digits.iter().rev().map(|at| u32::from(text[*at] - b'0'));
    let sum: u32 = from_the_right
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => digit * 2 - 9,
            (_, digit) => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_card_number_is_masked_however_it_is_written() {
        for (typed, kept) in [
            ("4242424242424242", "************4242"),
            ("my card 4242 4242 4242 4242, thanks", "my card **** **** **** 4242, thanks"),
            ("4242-4242-4242-4242", "****-****-****-4242"),
            ("nr.378282246310005!", "nr.***********0005!"),
            ("5 of 5555 5555 5555 4444 é", "5 of **** **** **** 4444 é"),
            ("12 5555 5555 5555 4444 12/30", "12 **** **** **** 4444 12/30"),
            ("4222222222222", "*********2222"),
        ] {
            assert_eq!(masked(typed), kept);
            assert_eq!(hidden(typed.to_owned()).len(), typed.len());
        }
    }

    #[test]
    fn other_numbers_stay_as_they_are() {
        for typed in [
            "",
            "4242 4242 4242 4241",
            "call +49 30 1234 5678 903",
            "at 1764298382000000 µs",
            "01986f2a-1234-7123-8123-123456789012",
            "TW-4242-4242-4242",
            "00340434161094000000",
            "4242 4242\n4242 4242",
        ] {
            assert_eq!(masked(typed), typed);
        }
    }

    #[test]
    fn numbers_of_json_stay_numbers() {
        let given =
            json!({ "reason": "4242424242424242", "lines": ["5555555555554444", 4_242_424_242_424_242_i64] });
        let kept =
            json!({ "reason": "************4242", "lines": ["************4444", 4_242_424_242_424_242_i64] });
        assert_eq!(masked_json(given), kept);
    }
}
