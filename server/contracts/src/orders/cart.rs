//! What shoppers want, and what they have typed so far.

use crate::{CartId, GiftCardId, Quantity, ShippingMethodId, UserId, VariantId};
use serde::{Deserialize, Serialize};

/// Whose cart: the signed-in customer's, or the one a token opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartKey {
    /// The signed-in shopper.
    pub user: Option<UserId>,
    /// The guest's token, from the cookie; 256 random bits, stored hashed.
    pub token: Option<String>,
}

/// A cart. Prices are not in it: they are the catalogue's until an order is placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// Its id; none for a cart that was never filled.
    pub id: Option<CartId>,
    /// In the order they were added.
    pub lines: Vec<CartLine>,
    /// What was typed into the checkout so far.
    pub draft: CheckoutDraft,
    /// The code that was entered.
    #[serde(default)]
    pub coupon: Option<String>,
    /// The gift card that was entered.
    #[serde(default)]
    pub gift_card: Option<GiftCardId>,
    /// A token to set as a cookie, when a new guest cart was made by this call.
    pub new_token: Option<String>,
}

/// A variant in a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct CartLine {
    pub variant: VariantId,
    pub quantity: Quantity,
}

/// What a shopper has typed into the checkout, valid or not, so that nothing typed is ever lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "form fields")]
pub struct CheckoutDraft {
    pub email: String,
    pub name: String,
    pub company: String,
    pub street: String,
    pub street2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub country: String,
    pub phone: String,
    pub shipping_method: Option<ShippingMethodId>,
    pub note: String,
}
