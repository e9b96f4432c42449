//! Texts with a length and a shape.

use contracts::InvalidValue;
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident ($min:literal to $max:literal, $pattern:literal): $check:expr, $message:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(pub String);

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some($pattern));
                text.min_length(Some($min)).max_length(Some($max)).into()
            }
        }

        impl ToSchema for $name {}

        impl TryFrom<String> for $name {
            type Error = InvalidValue;
            fn try_from(text: String) -> Result<Self, InvalidValue> {
                let check: fn(&str) -> bool = $check;
                let fits = ($min..=$max).contains(&text.chars().count()) && check(&text);
                if fits { Ok(Self(text)) } else { Err(InvalidValue($message)) }
            }
        }
    )*};
}

texts! {
    /// A line of a form; may be empty.
    Line(0 to 200, r"^[^\u0000]*$"): |_| true, "Please enter at most 200 characters.";
    /// A line that must not be blank, without control characters.
    Filled(1 to 200, r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$"): is_filled, "Please enter 1 to 200 characters.";
    /// A note.
    Note(0 to 1000, r"^[^\u0000]*$"): |_| true, "Please enter at most 1000 characters.";
    /// Somebody's name, without control characters.
    PersonName(1 to 100, r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$"): is_filled, "Please enter your name, at most 100 characters.";
    /// A new password; the most used ones are refused.
    NewPassword(8 to 128, r"^[^\u0000]*$"): |_| true, "Please choose a password of 8 to 128 characters.";
    /// The present password.
    Password(1 to 128, r"^[^\u0000]*$"): |_| true, "Please enter at most 128 characters.";
    /// A code of an authenticator app, or a recovery code.
    OneTimeCode(6 to 40, "^[A-Za-z0-9 -]+$"): |text| text.bytes().all(|sign| sign.is_ascii_alphanumeric() || b" -".contains(&sign)), "Please enter the code that your app shows.";
    /// What the link of a mail holds.
    MailedToken(1 to 100, "^[A-Za-z0-9_-]+$"): |text| text.bytes().all(super::caller::is_base64url), "Please give the token of the link in the mail.";
    /// A country, ISO 3166-1 alpha-2.
    CountryText(2 to 2, "^[A-Za-z]{2}$"): |text| text.parse::<contracts::CountryCode>().is_ok(), "Please name a country by its two letters.";
    /// A language, BCP 47: `en`, `de-CH`.
    Language(2 to 6, "^[a-z]{2,3}(-[A-Z]{2})?$"): is_language, "Please name a language like en or de-CH.";
    /// An e-mail address as HTML's `input type=email` accepts it.
    EmailText(6 to 190, r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?)+$"): |text| text.parse::<contracts::Email>().is_ok(), "Please enter an e-mail address like name@example.com.";
}

fn is_filled(text: &str) -> bool {
    !text.chars().any(char::is_control) && !text.trim().is_empty()
}

fn is_language(text: &str) -> bool {
    let (language, region) = text.split_once('-').unwrap_or((text, "US"));
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && region.len() == 2
        && region.bytes().all(|byte| byte.is_ascii_uppercase())
}
