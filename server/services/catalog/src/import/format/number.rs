//! Numbers as spreadsheets and shops write them.

use contracts::{Currency, Money};

/// The most that a file may say of grams and units.
const MOST: u64 = 1_000_000;

/// An amount: `1234.50`, `1.234,50`, `€ 1,234.50`, `12.5000`. `None` where it is not certain: `1.234` of a currency with
/// two digits may be one or a thousand.
pub(crate) fn amount(text: &str, currency: Currency) -> Option<Money> {
    let plain = plain(text, currency);
    let (whole, fraction) = parts(&plain)?;
    let exponent = currency.exponent() as usize;
    let kept = fraction.trim_end_matches('0');
    let is_thousand = fraction.len() == 3 && exponent != 3;
    if is_thousand || kept.len() > exponent {
        return None;
    }
    Money::parse(&format!("{whole}.{kept}"), currency)
}

/// Without the currency and blanks.
fn plain(text: &str, currency: Currency) -> String {
    let text = text.trim().replace(currency.code(), "");
    text.chars()
        .filter(|letter| !letter.is_whitespace() && !['€', '$', '£', '¥', '\'', '’'].contains(letter))
        .collect()
}

/// What stands before and behind the decimal sign: the last of two kinds of signs, or the only one there is.
fn parts(number: &str) -> Option<(String, String)> {
    let is_number = number.chars().all(|letter| letter.is_ascii_digit() || letter == '.' || letter == ',');
    if !is_number || !number.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let (dots, commas) = (number.matches('.').count(), number.matches(',').count());
    let sign = match (dots, commas) {
        (1, 0) => Some('.'),
        (0, 1) => Some(','),
        (_, 0) | (0, _) => None,
        _ if number.rfind('.') > number.rfind(',') => Some('.'),
        _ => Some(','),
    };
    let Some(sign) = sign else { return grouped(number).map(|whole| (whole, String::new())) };
    let (whole, fraction) = number.rsplit_once(sign)?;
    Some((grouped(whole)?, fraction.to_owned()))
}

/// Digits whose groups of three were set apart by one kind of sign.
fn grouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let fits =
        rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    let mixed = whole.contains('.') && whole.contains(',');
    (fits && !mixed).then(|| format!("{first}{}", rest.concat()))
}

/// Grams, whole: `340`, `340.0`.
pub(crate) fn grams(text: &str) -> Option<u32> {
    thousandths(text)?.checked_div(1000).and_then(within)
}

/// Kilograms as grams: `0.34`, `1,5`; what is smaller than a gram is rounded up.
pub(crate) fn kilograms(text: &str) -> Option<u32> {
    thousandths(text).and_then(within)
}

/// Units; less than none is none, as shops that oversold write it.
pub(crate) fn units(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.strip_prefix('-').is_some_and(|digits| thousandths(digits).is_some()) {
        return Some(0);
    }
    thousandths(text)?.checked_div(1000).and_then(within)
}

fn within(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|_| number <= MOST)
}

/// A number as thousandths, the rest rounded up.
fn thousandths(text: &str) -> Option<u64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let kept: String = fraction.chars().take(3).collect();
    let more = fraction.chars().skip(3).any(|digit| digit != '0');
    let number: u64 = format!("{whole}{kept:0<3}").parse().ok()?;
    Some(number + u64::from(more))
}

/// Whether a cell says yes or no.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "ja" | "oui" => Some(true),
        "false" | "no" | "0" | "-1" | "nein" | "non" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let read = |text| amount(text, Currency::Eur).map(|money| money.minor);
        for (text, minor) in [
            ("19", 1900),
            ("19.9", 1990),
            ("19,90", 1990),
            (" € 1.234,50 ", 123_450),
            ("1,234.50 EUR", 123_450),
            ("1'234.50", 123_450),
            ("12.5000", 1250),
            ("1.234.567", 123_456_700),
        ] {
            assert_eq!(read(text), Some(minor), "{text}");
        }
        for text in
            ["", "free", "1.234", "1,234", "1.2.3", "-5", "1e3", "19.999", "1,23,45", ".50", "1.234,5.6"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(amount("1.250", Currency::Kwd).map(|money| money.minor), Some(1250));
        assert_eq!(amount("1200", Currency::Jpy).map(|money| money.minor), Some(1200));
    }

    #[test]
    fn weights_and_units_are_whole_numbers_within_bounds() {
        assert_eq!((grams("340"), grams("340.0"), grams("1 kg")), (Some(340), Some(340), None));
        assert_eq!(
            (kilograms("0.34"), kilograms("1,5"), kilograms("0.0001")),
            (Some(340), Some(1500), Some(1))
        );
        assert_eq!(
            (units("7"), units("-2"), units("many"), units("99999999")),
            (Some(7), Some(0), None, None)
        );
        assert_eq!((truth("TRUE"), truth("0"), truth("maybe")), (Some(true), Some(false), None));
    }
}
