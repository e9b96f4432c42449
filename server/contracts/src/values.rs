use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not the value it should be; the message is for the form field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidValue(pub &'static str);

macro_rules! text_value {
    ($($(#[$doc:meta])* $name:ident, $parse:ident);* $(;)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidValue;
            fn try_from(text: String) -> Result<Self, InvalidValue> {
                $parse(&text).map(Self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidValue;
            fn from_str(text: &str) -> Result<Self, InvalidValue> {
                $parse(text).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

text_value! {
    /// An e-mail address as HTML's `input type=email` accepts it, trimmed and lower-cased: the same
    /// person must not be two accounts because of a capital letter.
    Email, parse_email;
    /// A stock-keeping unit: 1 to 64 of `A-Z 0-9 . _ -`, upper-cased.
    Sku, parse_sku;
    /// The readable part of an address: 1 to 120 of `a-z 0-9 -`.
    Slug, parse_slug;
    /// A country, ISO 3166-1 alpha-2, upper-cased.
    CountryCode, parse_country;
}

impl Slug {
    /// A slug made of a name: `Morning Mug` becomes `morning-mug`. Letters outside ASCII are dropped,
    /// except for the umlauts; `None` when nothing is left.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut slug = String::new();
        for letter in name.chars().flat_map(char::to_lowercase) {
            match letter {
                'ä' => slug.push_str("ae"),
                'ö' => slug.push_str("oe"),
                'ü' => slug.push_str("ue"),
                'ß' => slug.push_str("ss"),
                'é' | 'è' | 'ê' => slug.push('e'),
                letter if letter.is_ascii_alphanumeric() => slug.push(letter),
                _ if slug.ends_with('-') || slug.is_empty() => {}
                _ => slug.push('-'),
            }
        }
        slug.truncate(120);
        slug.trim_end_matches('-').parse().ok()
    }
}

fn parse_email(text: &str) -> Result<String, InvalidValue> {
    const MESSAGE: InvalidValue = InvalidValue("Please enter an e-mail address like name@example.com.");
    let text = text.trim().to_lowercase();
    let (local, domain) = text.split_once('@').ok_or(MESSAGE)?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b));
    let label_ok = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let domain_ok = domain.len() <= 190 && domain.contains('.') && domain.split('.').all(label_ok);
    if local_ok && domain_ok { Ok(text) } else { Err(MESSAGE) }
}

fn parse_sku(text: &str) -> Result<String, InvalidValue> {
    let text = text.trim().to_ascii_uppercase();
    let allowed = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if !text.is_empty() && text.len() <= 64 && allowed {
        Ok(text)
    } else {
        Err(InvalidValue("A SKU has 1 to 64 letters, digits, dots, hyphens or underscores."))
    }
}

fn parse_slug(text: &str) -> Result<String, InvalidValue> {
    let allowed = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !text.is_empty() && text.len() <= 120 && allowed {
        Ok(text.to_owned())
    } else {
        Err(InvalidValue("An address part has 1 to 120 small letters, digits or hyphens."))
    }
}

fn parse_country(text: &str) -> Result<String, InvalidValue> {
    let text = text.trim().to_ascii_uppercase();
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(text)
    } else {
        Err(InvalidValue("Please choose a country."))
    }
}

/// How many of something a shopper buys: 1 to 999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = u32, minimum = 1, maximum = 999))]
#[serde(try_from = "u32", into = "u32")]
pub struct Quantity(u32);

impl Quantity {
    /// One.
    pub const ONE: Self = Self(1);
    /// The most of one variant in a cart.
    pub const MAX: u32 = 999;

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }

    /// Both together, or `None` past [`Quantity::MAX`].
    pub fn plus(self, other: Self) -> Option<Self> {
        Self::try_from(self.0 + other.0).ok()
    }
}

impl TryFrom<u32> for Quantity {
    type Error = InvalidValue;
    fn try_from(count: u32) -> Result<Self, InvalidValue> {
        if (1..=Self::MAX).contains(&count) {
            Ok(Self(count))
        } else {
            Err(InvalidValue("Please choose a quantity from 1 to 999."))
        }
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

impl From<Quantity> for i32 {
    fn from(quantity: Quantity) -> Self {
        i32::try_from(quantity.0).unwrap_or(i32::MAX)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_mail_addresses_are_lower_cased_and_checked() {
        assert_eq!(" Ada@Example.COM ".parse::<Email>().unwrap().as_str(), "ada@example.com");
        for refused in
            ["", "ada", "@example.com", "ada@", "ada@x", "a da@example.com", "ada@-x.com", "a@b..com"]
        {
            assert!(refused.parse::<Email>().is_err(), "{refused}");
        }
    }

    #[test]
    fn names_become_slugs() {
        assert_eq!(
            Slug::from_name("Short Espresso Cup & Saucer").unwrap().as_str(),
            "short-espresso-cup-saucer"
        );
        assert_eq!(Slug::from_name("Größe  Überwurf").unwrap().as_str(), "groesse-ueberwurf");
        assert!(Slug::from_name("***").is_none());
    }

    #[test]
    fn a_quantity_is_never_zero_and_never_absurd() {
        for refused in [0_u32, 1000, u32::MAX] {
            assert!(Quantity::try_from(refused).is_err());
        }
        assert!(serde_json::from_str::<Quantity>("-1").is_err());
        assert!(serde_json::from_str::<Quantity>("1.5").is_err());
    }
}
