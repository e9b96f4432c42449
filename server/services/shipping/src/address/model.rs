//! Mends and checks addresses by the rules of their country. No I/O.

use super::countries::{self, Rules};
use contracts::{
    Address, Checks, Error, Result,
    shipping::{AddressRules, Country},
};

const PHONE_SIGNS: &str = "+-()/. ";

/// The countries with these codes, by name, with their rules.
///
/// # Errors
/// Never, as long as the compiled-in codes are codes.
pub fn countries(codes: &[String]) -> Result<Vec<Country>> {
    countries::ALL.iter().filter(|rules| codes.iter().any(|code| code == rules.code)).map(country).collect()
}

/// Whether it is known how this country, ISO 3166-1 alpha-2, writes addresses.
pub fn is_known(code: &str) -> bool {
    countries::ALL.iter().any(|rules| rules.code == code)
}

fn country(rules: &Rules) -> Result<Country> {
    let states = rules.states.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned()));
    Ok(Country {
        code: rules.code.parse().map_err(|_| Error::internal())?,
        name: rules.name.to_owned(),
        rules: AddressRules {
            postal_code_required: Some(rules.postal_required),
            postal_code_example: rules.postal_example.to_owned(),
            postal_code_label: rules.postal_label.to_owned(),
            state_required: rules.state_required,
            state_label: rules.state_label.to_owned(),
            states: states.collect(),
        },
    })
}

/// The address with spaces and cases mended.
///
/// # Errors
/// Field errors `name`, `company`, `street`, `street2`, `city`, `state`, `postal_code`, `country`, `phone`.
pub fn mended(address: Address) -> Result<Address> {
    let Some(rules) = countries::ALL.iter().find(|rules| rules.code == address.country.as_str()) else {
        return Err(Error::field("country", "We do not ship to this country."));
    };
    let mut checks = Checks::default();
    let mended = Address {
        name: required(&mut checks, "name", &address.name, 100, "Please enter the recipient's name."),
        company: optional(&mut checks, "company", address.company, 100),
        street: required(&mut checks, "street", &address.street, 255, "Please enter street and number."),
        street2: optional(&mut checks, "street2", address.street2, 255),
        city: required(&mut checks, "city", &address.city, 100, "Please enter the town or city."),
        state: state(&mut checks, rules, address.state),
        postal_code: postal_code(&mut checks, rules, address.postal_code),
        country: address.country,
        phone: phone(&mut checks, address.phone),
    };
    checks.finish().map(|()| mended)
}

fn required(checks: &mut Checks, field: &str, text: &str, longest: usize, message: &str) -> String {
    let text = tidy(checks, field, text, longest);
    checks.require(!text.is_empty(), field, message);
    text
}

fn optional(checks: &mut Checks, field: &str, text: Option<String>, longest: usize) -> Option<String> {
    text.map(|text| tidy(checks, field, &text, longest)).filter(|text| !text.is_empty())
}

fn tidy(checks: &mut Checks, field: &str, text: &str, longest: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    checks.require(text.chars().count() <= longest, field, &format!("At most {longest} characters, please."));
    checks.require(!text.chars().any(char::is_control), field, "Please remove the invisible characters.");
    text
}

fn state(checks: &mut Checks, rules: &Rules, state: Option<String>) -> Option<String> {
    let needed = rules.state_required?;
    let Some(state) = optional(checks, "state", state, 100) else {
        checks.require(!needed, "state", &format!("Please choose the {}.", rules.state_label.to_lowercase()));
        return None;
    };
    if rules.states.is_empty() {
        return Some(state);
    }
    let same = |text: &str| text.to_lowercase() == state.to_lowercase();
    let known = rules.states.iter().find(|(code, name)| same(code) || same(name));
    checks.require(known.is_some(), "state", "Please choose one from the list.");
    known.map(|(code, _)| (*code).to_owned())
}

fn postal_code(checks: &mut Checks, rules: &Rules, code: Option<String>) -> Option<String> {
    let label = rules.postal_label;
    let Some(code) = optional(checks, "postal_code", code, 20) else {
        checks.require(!rules.postal_required, "postal_code", &format!("Please enter the {}.", lower(label)));
        return None;
    };
    let written = in_form(rules, &code);
    let message = format!("Please enter a {} like {}.", lower(label), rules.postal_example);
    checks.require(written.is_some(), "postal_code", &message);
    written
}

/// `Postal code` within a sentence; `ZIP code` keeps its capitals.
fn lower(label: &str) -> String {
    if label.starts_with("ZIP") { label.to_owned() } else { label.to_lowercase() }
}

fn phone(checks: &mut Checks, phone: Option<String>) -> Option<String> {
    let phone = optional(checks, "phone", phone, 40)?;
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let plain = phone.chars().all(|sign| sign.is_ascii_digit() || PHONE_SIGNS.contains(sign));
    checks.require(plain && digits >= 5, "phone", "Please enter a number like +49 30 1234567.");
    Some(phone)
}

/// The postal code as the country writes it. Spaces, hyphens and a country's letters in front (`D-10115`)
/// may be missing or too many.
fn in_form(rules: &Rules, code: &str) -> Option<String> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let foreign = code.chars().any(|sign| !sign.is_ascii_alphanumeric() && !" -".contains(sign));
    if foreign {
        return None;
    }
    let without_country =
        [rules.code, &rules.code[..1]].into_iter().filter_map(|prefix| plain.strip_prefix(prefix));
    let readings: Vec<&str> = std::iter::once(plain.as_str()).chain(without_country).collect();
    readings.into_iter().find_map(|reading| rules.postal_masks.iter().find_map(|mask| fill(mask, reading)))
}

/// The text in the form of the mask, if it fits. What the mask says itself may be missing in the text.
fn fill(mask: &str, text: &str) -> Option<String> {
    let mut rest = text.chars().peekable();
    let mut filled = String::new();
    for place in mask.chars() {
        let fits = match place {
            '9' => rest.next_if(char::is_ascii_digit),
            'A' => rest.next_if(char::is_ascii_uppercase),
            '*' => rest.next_if(char::is_ascii_alphanumeric),
            literal => rest.next_if_eq(&literal).or(Some(literal)),
        };
        filled.push(fits?);
    }
    rest.next().is_none().then_some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(country: &str, postal_code: &str, state: &str) -> Address {
        Address {
            name: "  Ada   Lovelace ".into(),
            company: Some(" ".into()),
            street: "Dorfstr. 1".into(),
            street2: None,
            city: "Anywhere".into(),
            state: Some(state.into()),
            postal_code: Some(postal_code.into()),
            country: country.parse().unwrap(),
            phone: None,
        }
    }

    fn postal(country: &str, code: &str) -> Option<String> {
        let rules = countries::ALL.iter().find(|rules| rules.code == country).unwrap();
        in_form(rules, code)
    }

    #[test]
    fn every_example_fits_its_own_country() {
        for rules in countries::ALL {
            assert_eq!(
                in_form(rules, rules.postal_example).as_deref(),
                Some(rules.postal_example),
                "{}",
                rules.code
            );
        }
    }

    #[test]
    fn postal_codes_are_written_as_the_country_does() {
        for (country, typed, written) in [
            ("DE", "D-10115", "10115"),
            ("GB", "sw1a1aa", "SW1A 1AA"),
            ("GB", "M2 5bq", "M2 5BQ"),
            ("NL", "1234ab", "1234 AB"),
            ("SE", "SE-11122", "111 22"),
            ("PL", "00950", "00-950"),
            ("LV", "1073", "LV-1073"),
            ("LV", "lv1073", "LV-1073"),
            ("US", "95014 1010", "95014-1010"),
            ("CA", "h3z2y7", "H3Z 2Y7"),
            ("IE", "d02x285", "D02 X285"),
        ] {
            assert_eq!(postal(country, typed).as_deref(), Some(written), "{country} {typed}");
        }
    }

    #[test]
    fn other_postal_codes_are_refused() {
        for (country, typed) in [
            ("DE", "1011"),
            ("DE", "101155"),
            ("DE", "1o115"),
            ("DE", "10115;"),
            ("GB", "12345"),
            ("US", "9501"),
        ] {
            assert_eq!(postal(country, typed), None, "{country} {typed}");
        }
    }

    #[test]
    fn spaces_are_mended_and_empty_parts_left_out() {
        let mended = mended(address("DE", " 10115", "")).unwrap();
        assert_eq!((mended.name.as_str(), mended.company, mended.state), ("Ada Lovelace", None, None));
    }

    #[test]
    fn a_state_is_needed_where_addresses_have_one_and_is_kept_as_its_code() {
        assert_eq!(mended(address("US", "95014", "california")).unwrap().state.as_deref(), Some("CA"));
        assert!(mended(address("US", "95014", "Bavaria")).unwrap_err().for_field("state").is_some());
        assert!(mended(address("AU", "2060", "")).unwrap_err().for_field("state").is_some());
        assert_eq!(mended(address("IT", "00144", "")).unwrap().state, None);
        assert_eq!(mended(address("DE", "10115", "Berlin")).unwrap().state, None);
    }

    #[test]
    fn all_broken_rules_are_told_at_once() {
        let mut broken = address("GB", "", "");
        broken.name = "x".repeat(101);
        broken.street = " ".into();
        broken.city = "Lon\u{0}don".into();
        broken.phone = Some("call me".into());
        let error = mended(broken).unwrap_err();
        for field in ["name", "street", "city", "postal_code", "phone"] {
            assert!(error.for_field(field).is_some(), "{field}");
        }
        assert_eq!(error.for_field("postal_code"), Some("Please enter the postcode."));
    }

    #[test]
    fn a_country_without_rules_is_not_shipped_to() {
        assert!(mended(address("XX", "1", "")).unwrap_err().for_field("country").is_some());
    }
}
