//! What the shop is called, who sells, and the rules of its checkout.

use super::Seller;
use serde::{Deserialize, Serialize};

/// What the shop says of itself; there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopSettings {
    /// Grows with each change; 0 while nobody has changed what the environment says.
    pub version: u32,
    /// What it is called, on pages and in mails; at most 60 characters.
    pub name: String,
    /// Who sells, on invoices that are issued from now on.
    pub seller: Seller,
    /// Who mails come from, beside the address; at most 60 characters, empty for what `TRADEWIND_MAIL_FROM` says.
    pub sender_name: String,
    /// Where customers may write to; empty for nowhere but the contact form.
    pub support_email: String,
    /// Where customers may call; at most 40 characters, or empty.
    pub support_phone: String,
    /// Whose days count, and in which languages mails are sent.
    #[serde(default)]
    pub locale: ShopLocale,
}

/// Where the shop is at home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopLocale {
    /// IANA name of the time zone, e.g. `Europe/Berlin`: days of lists, dashboard and reports begin at its midnight.
    pub time_zone: String,
    /// BCP 47, one of `languages`: of mails to whoever has said no other one that is offered.
    pub language: String,
    /// BCP 47; there are mails in these only.
    pub languages: Vec<String>,
}

impl ShopLocale {
    /// The time zone while nobody says so.
    pub const UTC: &str = "UTC";
    /// The languages that every mail is written in, and what they call themselves.
    pub const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("de", "Deutsch")];

    /// Whether mails are offered in the language, or in its main one (`de` for `de-AT`).
    pub fn offers(&self, language: &str) -> bool {
        let main = language.split('-').next().unwrap_or_default();
        self.languages.iter().any(|offered| offered == language || offered == main)
    }
}

impl Default for ShopLocale {
    fn default() -> Self {
        Self {
            time_zone: Self::UTC.to_owned(),
            language: "en".to_owned(),
            languages: Self::LANGUAGES.map(|(code, _)| code.to_owned()).to_vec(),
        }
    }
}

impl ShopSettings {
    /// What a shop is called while nobody says so.
    pub const NAME: &str = "Tradewind";

    /// What there is before the first change.
    pub fn unchanged(seller: Seller) -> Self {
        Self {
            version: 0,
            name: Self::NAME.to_owned(),
            seller,
            sender_name: String::new(),
            support_email: String::new(),
            support_phone: String::new(),
            locale: ShopLocale::default(),
        }
    }
}

/// How long the checkout and carts wait; there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutRules {
    /// Grows with each change; 0 while nobody has changed what is built in.
    pub version: u32,
    /// For so many minutes a purchase under way keeps its units, see [`Self::HOLD_MINUTES`].
    pub hold_minutes: u32,
    /// A cart that nobody changed for so many minutes is abandoned, see [`Self::ABANDONED_MINUTES`].
    pub abandoned_minutes: u32,
    /// A guest's cart that nobody changed for so many days is forgotten, see [`Self::GUEST_CART_DAYS`].
    pub guest_cart_days: u32,
}

impl CheckoutRules {
    /// Least and most. With less, a payer's bank has no time to ask; a step of a purchase is tried for ten minutes.
    pub const HOLD_MINUTES: (u32, u32) = (12, 60);
    /// Least and most: a quarter of an hour to a week.
    pub const ABANDONED_MINUTES: (u32, u32) = (15, 7 * 24 * 60);
    /// Least and most: a week to a year.
    pub const GUEST_CART_DAYS: (u32, u32) = (7, 365);
}

impl Default for CheckoutRules {
    fn default() -> Self {
        Self { version: 0, hold_minutes: 15, abandoned_minutes: 60, guest_cart_days: 90 }
    }
}
