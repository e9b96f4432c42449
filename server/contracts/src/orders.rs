//! Carts, orders and the record of each checkout.

use crate::{
    Actor, Address, CartId, CheckoutId, Email, Money, OrderId, OrderItemId, Page, PageRequest, PaymentId,
    ProductId, Quantity, ShippingMethodId, Sku, Timestamp, UserId, VariantId, contract::contract,
    event::events,
};
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

/// Where an order is.
///
/// ```text
/// pending -> confirmed -> shipped -> delivered
///    |           |
///    +-----------+-> cancelled
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum OrderStatus {
    Pending,
    Confirmed,
    Shipped,
    Delivered,
    Cancelled,
}

impl OrderStatus {
    /// All of them, in the order of an order's life.
    pub const ALL: [Self; 5] =
        [Self::Pending, Self::Confirmed, Self::Shipped, Self::Delivered, Self::Cancelled];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Where an order's money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PaymentState {
    Unpaid,
    Authorised,
    Paid,
    PartiallyRefunded,
    Refunded,
    Voided,
}

impl PaymentState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Unpaid, Self::Authorised, Self::Paid, Self::PartiallyRefunded, Self::Refunded, Self::Voided];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Authorised => "authorised",
            Self::Paid => "paid",
            Self::PartiallyRefunded => "partially_refunded",
            Self::Refunded => "refunded",
            Self::Voided => "voided",
        }
    }

    /// The state stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A line of an order: a snapshot that later changes of the catalogue leave alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderItem {
    /// Its id.
    pub id: OrderItemId,
    /// What was bought.
    pub product: ProductId,
    /// What was bought.
    pub variant: VariantId,
    /// Its SKU then.
    pub sku: Sku,
    /// Its name then.
    pub name: String,
    /// Its choices then.
    pub choices: String,
    /// The address of its picture.
    pub picture_url: Option<String>,
    /// How many were bought.
    pub quantity: u32,
    /// Gross, each.
    pub unit_price: Money,
    /// Gross, all.
    pub subtotal: Money,
    /// How many have been sent.
    pub shipped: u32,
    /// How many have been refunded.
    pub refunded: u32,
}

/// An order with everything its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// What people call it, e.g. `TW-7F3K-9QXM-2CDV`; cannot be guessed.
    pub number: String,
    /// The checkout it came from.
    pub checkout: CheckoutId,
    /// The account that placed it, if any.
    pub user: Option<UserId>,
    /// Where the mails go.
    pub email: Email,
    /// BCP 47 language of the mails.
    pub language: String,
    /// Where it is.
    pub status: OrderStatus,
    /// Where its money is.
    pub payment_status: PaymentState,
    /// Its lines.
    pub items: Vec<OrderItem>,
    /// Gross sum of the lines.
    pub subtotal: Money,
    /// Gross shipping.
    pub shipping: Money,
    /// The tax contained in the total.
    pub tax: Money,
    /// The tax rate in basis points.
    pub tax_rate_bp: u32,
    /// What is to be paid: subtotal + shipping.
    pub total: Money,
    /// What has gone back.
    pub refunded: Money,
    /// How it is sent.
    pub shipping_method: String,
    /// Where it is sent.
    pub address: Address,
    /// What the shopper wrote.
    pub note: String,
    /// When it was placed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub placed_at: Timestamp,
    /// What became of it, oldest first.
    pub history: Vec<OrderHistory>,
}

/// A step in an order's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct OrderHistory {
    pub status: OrderStatus,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    pub reason: String,
    pub actor: String,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct OrderRow {
    pub id: OrderId,
    pub number: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub placed_at: Timestamp,
    pub name: String,
    pub email: Email,
    pub status: OrderStatus,
    pub payment_status: PaymentState,
    pub total: Money,
    pub units: u32,
    /// Pictures of the first three lines.
    pub pictures: Vec<String>,
}

/// Which orders the back office wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderQuery {
    /// Part of a number, name or e-mail address.
    pub search: String,
    /// Only this status.
    pub status: Option<OrderStatus>,
    /// Only this payment state.
    pub payment_status: Option<PaymentState>,
    /// Only this customer's.
    pub user: Option<UserId>,
    /// `placed` or `total`, with a leading `-` for descending; newest first by default.
    pub sort: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// What an order is made of. Everything was computed on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in Order")]
pub struct PlaceOrder {
    pub checkout: CheckoutId,
    pub cart: CartId,
    pub user: Option<UserId>,
    pub email: Email,
    pub language: String,
    pub items: Vec<PlaceOrderItem>,
    pub shipping: Money,
    pub tax_rate_bp: u32,
    pub shipping_method: String,
    pub address: Address,
    pub note: String,
    pub payment: PaymentId,
}

/// A line to be ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in OrderItem")]
pub struct PlaceOrderItem {
    pub product: ProductId,
    pub variant: VariantId,
    pub sku: Sku,
    pub name: String,
    pub choices: String,
    pub picture_url: Option<String>,
    pub quantity: Quantity,
    pub unit_price: Money,
    pub weight_g: u32,
}

/// Where a run of the checkout flow is. Flows own no tables, so orders keeps it for them.
///
/// ```text
/// started -> stock_reserved -> authorised -> placed -> confirmed -> completed
///    |            |  ^             |           |          |
///    |            v  |             |           |          |
///    |       awaiting_payer        |           |          |
///    +------------+----------------+-----------+----------+-> undoing -> abandoned | stuck
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckoutState {
    /// Recorded; nothing has been done.
    Started,
    /// Stock is held.
    StockReserved,
    /// The payer has to do something (3-D Secure).
    AwaitingPayer,
    /// The amount is authorised, not captured.
    Authorised,
    /// The order exists, pending.
    Placed,
    /// Stock is sold, the order confirmed.
    Confirmed,
    /// The amount is captured (or will be at dispatch): done.
    Completed,
    /// Steps are being undone.
    Undoing,
    /// Everything is undone: done.
    Abandoned,
    /// An undo failed for good: a person has to look.
    Stuck,
}

impl CheckoutState {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Started,
        Self::StockReserved,
        Self::AwaitingPayer,
        Self::Authorised,
        Self::Placed,
        Self::Confirmed,
        Self::Completed,
        Self::Undoing,
        Self::Abandoned,
        Self::Stuck,
    ];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::StockReserved => "stock_reserved",
            Self::AwaitingPayer => "awaiting_payer",
            Self::Authorised => "authorised",
            Self::Placed => "placed",
            Self::Confirmed => "confirmed",
            Self::Completed => "completed",
            Self::Undoing => "undoing",
            Self::Abandoned => "abandoned",
            Self::Stuck => "stuck",
        }
    }

    /// The state stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether the flow may go from here to `next`.
    pub fn can_become(self, next: Self) -> bool {
        use CheckoutState as S;
        matches!(
            (self, next),
            (S::Started, S::StockReserved | S::Undoing)
                | (S::StockReserved, S::AwaitingPayer | S::Authorised | S::Undoing)
                | (S::AwaitingPayer, S::Authorised | S::Undoing)
                | (S::Authorised, S::Placed | S::Undoing)
                | (S::Placed, S::Confirmed | S::Undoing)
                | (S::Confirmed, S::Completed | S::Undoing)
                | (S::Undoing, S::Abandoned | S::Stuck)
                | (S::Stuck, S::Undoing)
        )
    }

    /// Whether nothing more happens by itself.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Abandoned | Self::Stuck)
    }
}

/// A run of the checkout flow, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutRecord {
    /// Its id; also the reservation's.
    pub id: CheckoutId,
    /// The cart it empties.
    pub cart: CartId,
    /// The shopper's key for this attempt: the same key is the same run.
    pub idempotency_key: String,
    /// Where it is.
    pub state: CheckoutState,
    /// The flow's own notes (what to order, the payment's id, the failure); a JSON object as text.
    pub data: String,
    /// How often the present state was tried.
    pub attempts: u32,
    /// Why it was undone or is stuck.
    pub failure: Option<String>,
    /// The order, once placed.
    pub order: Option<OrderId>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
    /// When it is tried again at the earliest, after a failure.
    pub next_attempt_at: Timestamp,
}

/// A move of a run, as it was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutStep {
    /// Where it was; none when it began.
    pub from: Option<CheckoutState>,
    /// Where it went.
    pub to: CheckoutState,
    /// When.
    pub at: Timestamp,
    /// Why, for people.
    pub note: Option<String>,
}

/// What a person decides about something that does not come to its end by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intervention {
    /// It is tried again at once.
    Retry,
    /// What was done so far is taken back.
    Undo,
    /// Nothing more is done by itself: a person has seen to it.
    Settle,
}

impl Intervention {
    /// What was done, as the audit log calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retried",
            Self::Undo => "undone",
            Self::Settle => "settled",
        }
    }

    /// The reason that was typed for it, without the space around it. Only another try needs none.
    ///
    /// # Errors
    /// A field error when there is none, or more than 500 characters.
    pub fn reason(self, typed: &str) -> crate::Result<String> {
        let reason = typed.trim();
        if reason.is_empty() && self != Self::Retry {
            return Err(crate::Error::field("reason", "Please say why: it is kept in the audit log."));
        }
        if reason.chars().count() > 500 {
            return Err(crate::Error::field("reason", "Please be shorter: at most 500 characters."));
        }
        Ok(reason.to_owned())
    }
}

/// A person's decision about a run of the checkout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutDecision {
    /// The run.
    pub id: CheckoutId,
    /// Where the person saw it.
    pub from: CheckoutState,
    /// What is to become of it.
    pub act: Intervention,
    /// Why.
    pub reason: String,
    /// The flow's notes from now on; a JSON object as text.
    pub data: String,
}

events! { "orders" {
    /// A cart got its first line.
    CartStarted / "cart_started" (cart) {
        /// The cart.
        cart: CartId,
    }
    /// A variant was put into a cart.
    AddedToCart / "added_to_cart" (cart) {
        /// The cart.
        cart: CartId,
        /// Whose, if signed in.
        user: Option<UserId>,
        /// The variant.
        variant: VariantId,
        /// How many were added.
        quantity: u32,
    }
    /// An order was placed; it is pending until stock is confirmed.
    OrderPlaced / "order_placed" (order) {
        /// The order as placed.
        order: OrderId,
        /// Its number.
        number: String,
        /// Whose, if signed in.
        user: Option<UserId>,
        /// What is to be paid.
        total: Money,
        /// What was bought.
        items: Vec<OrderedItem>,
    }
    /// Stock and payment are certain: the shopper is told.
    OrderConfirmed / "order_confirmed" (order) {
        /// The order.
        order: OrderId,
        /// The whole of it, for the mail.
        snapshot: Box<Order>,
    }
    /// All lines are on their way.
    OrderShipped / "order_shipped" (order) {
        /// The order.
        order: OrderId,
        /// Its number.
        number: String,
    }
    /// All parcels have arrived.
    OrderDelivered / "order_delivered" (order) {
        /// The order.
        order: OrderId,
        /// Its number.
        number: String,
    }
    /// An order will not be fulfilled.
    OrderCancelled / "order_cancelled" (order) {
        /// The order.
        order: OrderId,
        /// The whole of it, for the mail.
        snapshot: Box<Order>,
        /// Why.
        reason: String,
        /// Whether the shopper was ever told that it is confirmed.
        was_confirmed: bool,
    }
    /// Money for some lines went back.
    OrderRefunded / "order_refunded" (order) {
        /// The order.
        order: OrderId,
        /// The whole of it after the refund, for the mail.
        snapshot: Box<Order>,
        /// What went back this time.
        amount: Money,
    }
}}

/// A line of an order, as other services need to know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in OrderItem")]
pub struct OrderedItem {
    pub product: ProductId,
    pub variant: VariantId,
    pub name: String,
    pub quantity: u32,
    pub subtotal: Money,
}

/// How many of an order's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct ItemQuantity {
    pub item: OrderItemId,
    pub quantity: Quantity,
}

/// What happens to lines of an order once it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// They are sent.
    Shipment,
    /// Their price goes back.
    Refund,
}

impl Movement {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shipment => "shipment",
            Self::Refund => "refund",
        }
    }

    /// The movement stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Shipment, Self::Refund].into_iter().find(|movement| movement.as_str() == text)
    }
}

/// Units that a parcel or a refund under way keeps from every other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineHold {
    /// The order.
    pub order: OrderId,
    /// What they are kept for.
    pub movement: Movement,
    /// The parcel's or the refund's id.
    pub reference: uuid::Uuid,
    /// The units.
    pub lines: Vec<ItemQuantity>,
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried to bring it to its end.
    #[serde(default)]
    pub attempts: u32,
    /// Why the last try failed.
    #[serde(default)]
    pub failure: Option<String>,
}

contract! {
    /// What people want and what they were promised. Owns `orders`, `order_items`,
    /// `order_status_history`, `order_holds`, `carts`, `checkouts`, `declined_payments`.
    pub trait Orders as "orders" {
        /// The cart behind a key; an empty one when there is none.
        async fn cart(&self, key: CartKey) -> Result<Cart>;
        /// Adds to a line, making cart and line as needed. `Invalid` past 999 of a variant or 100 lines.
        async fn add_to_cart(&self, key: CartKey, variant: VariantId, quantity: Quantity) -> Result<Cart>;
        /// Sets a line's quantity; zero removes it.
        async fn set_cart_line(&self, key: CartKey, variant: VariantId, quantity: u32) -> Result<Cart>;
        /// Moves a guest's lines into the customer's cart on log-in: the larger quantity of a variant wins.
        /// Repeating it changes nothing; the guest's token is void afterwards.
        async fn merge_carts(&self, user: UserId, token: String) -> Result<()>;
        /// Keeps what was typed into the checkout.
        async fn save_checkout_draft(&self, key: CartKey, draft: CheckoutDraft) -> Result<Cart>;
        /// Tax rate of a destination in basis points.
        async fn tax_rate(&self, country: crate::CountryCode) -> Result<u32>;

        /// Records a run of the checkout flow. The same key returns the run that it began.
        async fn start_checkout(&self, id: CheckoutId, cart: CartId, idempotency_key: String, data: String) -> Result<CheckoutRecord>;
        /// The run that a cart began with this key, if it did.
        async fn checkout_by_key(&self, cart: CartId, idempotency_key: String) -> Result<Option<CheckoutRecord>>;
        /// The runs of a cart that are not final, oldest first.
        async fn open_checkouts(&self, cart: CartId) -> Result<Vec<CheckoutRecord>>;
        /// A run by its id.
        async fn checkout(&self, id: CheckoutId) -> Result<Option<CheckoutRecord>>;
        /// Moves a run on, if it is still in `from`; otherwise returns it as it is now.
        async fn advance_checkout(&self, id: CheckoutId, from: CheckoutState, to: CheckoutState, data: String, failure: Option<String>) -> Result<CheckoutRecord>;
        /// Counts a failed try of the present state and puts the next one off: seconds at first, an hour in
        /// the end. A try before its time is not counted.
        async fn note_checkout_attempt(&self, id: CheckoutId, failure: String) -> Result<CheckoutRecord>;
        /// Counts the declined payment of a run for each of these payers, by whatever names they are known. However
        /// often it is told, it is one.
        async fn count_decline(&self, checkout: CheckoutId, payers: Vec<String>) -> Result<()>;
        /// How many declined payments each of these payers had within the last so many seconds, in their order.
        async fn declines(&self, payers: Vec<String>, within_seconds: u32) -> Result<Vec<u32>>;
        /// Runs that are not final, have not moved for so many seconds and are due, oldest first; at most 100.
        async fn idle_checkouts(&self, idle_seconds: u32) -> Result<Vec<CheckoutRecord>>;
        /// Runs a person has to look at: stuck ones, and those that keep failing. Needs `OperateSystem`.
        async fn stuck_checkouts(&self, actor: Actor) -> Result<Vec<CheckoutRecord>>;
        /// What a run went through, oldest first. Needs `OperateSystem`.
        async fn checkout_steps(&self, actor: Actor, id: CheckoutId) -> Result<Vec<CheckoutStep>>;
        /// Records a person's decision about a run, with its audit. One that is tried again is due at once, or
        /// undone if it was stuck; one that is settled is completed when its order stands, abandoned otherwise.
        /// `Conflict` when it has ended or is not where the person saw it, or is to be settled although it can
        /// still be undone. Needs `OperateSystem`.
        async fn decide_checkout(&self, actor: Actor, decision: CheckoutDecision) -> Result<CheckoutRecord>;

        /// Places an order, pending, and empties its cart. The same checkout is the same order. `Conflict`
        /// when the cart no longer holds what is ordered (it was changed or ordered in another window).
        async fn place_order(&self, order: PlaceOrder) -> Result<Order>;
        /// `pending` to `confirmed`. Repeating it changes nothing. System only.
        async fn confirm_order(&self, id: OrderId) -> Result<Order>;
        /// Ends an order that has not been sent and of which no parcel or refund is under way; `Conflict`
        /// otherwise. Repeating it changes nothing. Needs `CancelOrders`.
        async fn cancel_order(&self, actor: Actor, id: OrderId, reason: String) -> Result<Order>;
        /// Records where the money is. System only.
        async fn set_payment_state(&self, id: OrderId, state: PaymentState) -> Result<()>;
        /// Keeps units for a parcel or a refund that begins, under its id (`reference`), so that no other takes
        /// them: those asked for, or all that are left. Returns what it keeps; repeating it changes nothing.
        /// `Conflict` when more is asked than is left, or nothing is left to send. System only.
        async fn hold_lines(&self, id: OrderId, movement: Movement, reference: uuid::Uuid, lines: Option<Vec<ItemQuantity>>) -> Result<Vec<ItemQuantity>>;
        /// Lets go of what is kept for a parcel or a refund that will not happen. System only.
        async fn release_lines(&self, movement: Movement, reference: uuid::Uuid) -> Result<()>;
        /// What has been kept for so many seconds, oldest first; at most 100. System only.
        async fn held_lines(&self, held_seconds: u32) -> Result<Vec<LineHold>>;
        /// Notes that what is kept could not be brought to its end, and why. System only.
        async fn note_hold_attempt(&self, movement: Movement, reference: uuid::Uuid, failure: String) -> Result<()>;
        /// Records a person's decision about what is kept, with its audit: to try it again changes nothing, to
        /// undo or settle it lets go of the units. `NotFound` when nothing is kept. Needs `OperateSystem`.
        async fn decide_hold(&self, actor: Actor, movement: Movement, reference: uuid::Uuid, act: Intervention, reason: String) -> Result<()>;
        /// Records that lines were sent, once per `reference` (the shipment's id). System only.
        async fn record_shipment(&self, id: OrderId, reference: uuid::Uuid, lines: Vec<ItemQuantity>) -> Result<Order>;
        /// Records that all parcels have arrived. System only.
        async fn record_delivery(&self, id: OrderId) -> Result<()>;
        /// Records that lines and an amount were refunded, once per `reference` (the refund's id). System only.
        async fn record_refund(&self, id: OrderId, reference: uuid::Uuid, lines: Vec<ItemQuantity>, amount: Money) -> Result<Order>;

        /// One's own orders, newest first.
        async fn my_orders(&self, actor: Actor, page: PageRequest) -> Result<Page<OrderRow>>;
        /// One's own order by number.
        async fn my_order(&self, actor: Actor, number: String) -> Result<Option<Order>>;
        /// An order by its number and the e-mail address it was placed with, for guests.
        async fn find_order(&self, number: String, email: String) -> Result<Option<Order>>;
        /// The back office's list. Needs `ViewOrders`.
        async fn orders(&self, actor: Actor, query: OrderQuery) -> Result<Page<OrderRow>>;
        /// At most [`PageRequest::BATCH`] orders of that list, the latest ids first: those that follow this one. Needs
        /// `ViewOrders`.
        async fn export_orders(&self, actor: Actor, query: OrderQuery, after: Option<OrderId>) -> Result<Vec<OrderRow>>;
        /// Any order. Needs `ViewOrders`.
        async fn order(&self, actor: Actor, id: OrderId) -> Result<Option<Order>>;
    }
}
