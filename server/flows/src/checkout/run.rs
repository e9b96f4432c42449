//! What a run remembers beside its state.

use contracts::{
    Address, CartId, Email, Error, Money, OrderId, PaymentId, Quantity, Result, UserId,
    checkout::{GiftCardPart, Quote, QuoteLine},
    inventory::{Availability, StockLine},
    orders::{CheckoutRecord, CheckoutState, Discount, PlaceOrder, PlaceOrderItem},
    payments::GiftCardShare,
};
use serde::{Deserialize, Serialize};

/// What runs were given that noted nothing else.
const HOLD_MINUTES: u32 = 15;

/// What the shopper agreed to, and what came of it so far. Stored as the record's `data`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Agreed {
    pub cart: CartId,
    pub who: Buyer,
    pub items: Vec<PlaceOrderItem>,
    pub shipping: Money,
    pub shipping_method: String,
    pub tax_rate_bp: u32,
    pub total: Money,
    /// Gross sum of the lines; runs of before did not note it.
    #[serde(default)]
    pub subtotal: Option<Money>,
    #[serde(default)]
    pub discount: Option<Discount>,
    /// What a gift card pays of the total.
    #[serde(default)]
    pub gift_card: Option<GiftCardShare>,
    /// Whether it was undone because the discount is not given any more.
    #[serde(default)]
    pub discount_fell_away: bool,
    pub payment: PaymentId,
    /// What the gateway is given: a test card or the gateway's own token, never a real card's number.
    pub payment_method: String,
    pub order: Option<OrderId>,
    pub order_number: Option<String>,
    pub failure: Option<Failure>,
    /// The state in which it failed: tells the undo what had certainly happened.
    pub failed_in: Option<CheckoutState>,
    /// For how long its units are held, minutes; runs of before did not note it.
    #[serde(default)]
    pub hold_minutes: Option<u32>,
}

/// Who buys and where it goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Buyer {
    pub user: Option<UserId>,
    pub email: Email,
    pub language: String,
    pub address: Address,
    pub note: String,
    /// Where it came from; runs of before did not note it.
    #[serde(default)]
    pub network: Option<String>,
}

/// Why a run is undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Failure {
    OutOfStock(Vec<Availability>),
    Declined(String),
    Refused(String),
}

impl Failure {
    /// For people who look at the run.
    pub(super) fn text(&self) -> String {
        match self {
            Self::OutOfStock(short) => format!("{} variants are out of stock", short.len()),
            Self::Declined(message) => format!("the payment was declined: {message}"),
            Self::Refused(message) => message.clone(),
        }
    }
}

impl Agreed {
    pub(super) fn new(
        who: Buyer,
        payment_method: String,
        cart: CartId,
        quote: &Quote,
        payment: PaymentId,
    ) -> Self {
        Self {
            cart,
            who,
            items: quote.lines.iter().filter_map(item).collect(),
            shipping: quote.shipping,
            shipping_method: quote.rate.as_ref().map(|rate| rate.name.clone()).unwrap_or_default(),
            tax_rate_bp: quote.tax_rate_bp,
            total: quote.total,
            subtotal: Some(quote.subtotal),
            discount: quote.discount().cloned(),
            gift_card: quote.gift_card.as_ref().map(share),
            discount_fell_away: false,
            payment,
            payment_method,
            order: None,
            order_number: None,
            failure: None,
            failed_in: None,
            hold_minutes: None,
        }
    }

    /// The same, with the time that the shop's rules give it now.
    pub(super) fn holding_for(self, minutes: u32) -> Self {
        Self { hold_minutes: Some(minutes), ..self }
    }

    /// How long units are held, seconds: long enough for a challenge, short enough for the next shopper.
    pub(super) fn hold_seconds(&self) -> u32 {
        self.hold_minutes.unwrap_or(HOLD_MINUTES).saturating_mul(60)
    }

    /// A payer who has not come back by then has left, seconds: a minute before the units are let go.
    pub(super) fn payer_seconds(&self) -> u64 {
        u64::from(self.hold_seconds().saturating_sub(60))
    }

    /// `NotFound` a while after the run has ended: what was agreed is forgotten then, the order stands.
    pub(super) fn of(record: &CheckoutRecord) -> Result<Self> {
        if record.data == "{}" {
            return Err(Error::not_found("checkout"));
        }
        serde_json::from_str(&record.data).map_err(|error| platform::failure("checkout", &error))
    }

    pub(super) fn to_text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| platform::failure("checkout", &error))
    }

    pub(super) fn stock_lines(&self) -> Vec<StockLine> {
        self.items.iter().map(|item| StockLine { variant: item.variant, quantity: item.quantity }).collect()
    }

    pub(super) fn place_order(&self, record: &CheckoutRecord) -> PlaceOrder {
        PlaceOrder {
            checkout: record.id,
            cart: self.cart,
            user: self.who.user,
            email: self.who.email.clone(),
            language: self.who.language.clone(),
            items: self.items.clone(),
            discount: self.discount.clone(),
            shipping: self.shipping,
            tax_rate_bp: self.tax_rate_bp,
            shipping_method: self.shipping_method.clone(),
            address: self.who.address.clone(),
            note: self.who.note.clone(),
            payment: self.payment,
        }
    }

    /// What is due now that the discount fell away, if the gift card has no more; `None` when it did not.
    pub(super) fn due_without_discount(&self) -> Option<Money> {
        let discount = self.discount.as_ref().filter(|_| self.discount_fell_away)?;
        let total = self.total.plus(discount.amount)?;
        self.gift_card.as_ref().map_or(Some(total), |share| total.minus(share.amount))
    }

    /// The order; a run in a state that has one.
    pub(super) fn placed(&self) -> Result<OrderId> {
        self.order.ok_or_else(Error::internal)
    }
}

fn share(part: &GiftCardPart) -> GiftCardShare {
    GiftCardShare { card: part.offer.card, amount: part.pays }
}

fn item(line: &QuoteLine) -> Option<PlaceOrderItem> {
    Some(PlaceOrderItem {
        product: line.item.product,
        variant: line.item.variant,
        sku: line.item.sku.clone(),
        name: line.item.name.clone(),
        choices: line.item.choices.clone(),
        picture_url: line.item.picture.as_ref().map(|picture| picture.at(240)),
        quantity: Quantity::try_from(line.quantity).ok()?,
        unit_price: line.item.price,
        weight_g: line.item.weight_g,
    })
}
