//! Carts, orders and the record of each checkout.

mod batch;
mod cart;
mod checkout;
mod coupon;
mod customer;
mod desk;
mod invoice;
mod movement;
mod order;
mod shop;
mod tax;

pub use batch::{Batch, BatchAction, BatchChoice, BatchRow, BatchRowState};
pub use cart::{Cart, CartKey, CartLine, CheckoutDraft};
pub use checkout::{CheckoutDecision, CheckoutRecord, CheckoutState, CheckoutStep, Intervention};
pub use coupon::{
    Coupon, CouponCustomer, CouponDraft, CouponOffer, CouponQuery, CouponStatus, CouponValue, Discount,
    TakeCoupon,
};
pub use customer::{CartQuery, CartRow, CustomerRecord};
pub use desk::{Mention, NewOrderNote, OrderNeighbours, OrderNote, OrderTag};
pub use invoice::{Invoice, InvoiceKind, InvoiceLine, InvoiceQuery, InvoiceRow, Seller};
pub use movement::{ItemQuantity, LineHold, Movement};
pub use order::{
    Order, OrderHistory, OrderItem, OrderQuery, OrderRow, OrderStatus, PaymentState, PlaceOrder,
    PlaceOrderItem,
};
pub use shop::{CheckoutRules, ShopLocale, ShopSettings};
pub use tax::TaxRate;

use crate::{
    Actor, BatchId, CartId, CheckoutId, CouponId, GiftCardId, InvoiceId, Money, NoteId, OrderId, Page,
    PageRequest, ProductId, Quantity, ShopId, UserId, VariantId,
    contract::contract,
    event::events,
    privacy::{ClosedOrder, Section, Subject},
};
use serde::{Deserialize, Serialize};

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
    /// What the shop says of itself was changed.
    ShopSaved / "shop_saved" (shop) {
        /// The shop; there is one.
        shop: ShopId,
        /// What it says now.
        settings: Box<ShopSettings>,
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

contract! {
    /// What people want and what they were promised. Owns `orders`, `order_items`,
    /// `order_status_history`, `order_holds`, `carts`, `checkouts`, `coupons`, `coupon_uses`,
    /// `declined_payments`, `invoices`, `invoice_series`, `order_notes`, `order_tags`, `order_batches`.
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
        /// Keeps a code for the cart, or none; without a cart nothing.
        async fn set_cart_coupon(&self, key: CartKey, code: Option<String>) -> Result<Cart>;
        /// Keeps a gift card for the cart, or none.
        async fn set_cart_gift_card(&self, key: CartKey, card: Option<GiftCardId>) -> Result<Cart>;
        /// What a code is worth to this customer now; takes nothing.
        async fn coupon_offer(&self, code: String, subtotal: Money, customer: CouponCustomer) -> Result<CouponOffer>;
        /// Takes the use of a coupon that was agreed on, for a run that has just begun; repeating it changes nothing.
        /// It is released when the run is given up or its order cancelled. `Conflict` when the coupon does not take
        /// off any more what was agreed. System only.
        async fn take_coupon(&self, checkout: CheckoutId, wish: TakeCoupon) -> Result<()>;
        /// The back office's list. Needs `ViewCatalog`.
        async fn coupons(&self, actor: Actor, query: CouponQuery) -> Result<Page<Coupon>>;
        /// A coupon. Needs `ViewCatalog`.
        async fn coupon(&self, actor: Actor, id: CouponId) -> Result<Option<Coupon>>;
        /// Creates or changes a coupon. `Conflict` when somebody else changed it meanwhile. Whoever sets prices sets
        /// discounts: needs `EditCatalog`.
        async fn save_coupon(&self, actor: Actor, draft: CouponDraft) -> Result<Coupon>;
        /// What each destination is taxed at, by country; one that is not named is not taxed. Needs `ManageSettings`.
        async fn tax_rates(&self, actor: Actor) -> Result<Vec<TaxRate>>;
        /// Sets what a destination is taxed at from now on: orders keep the rate that they were placed at. A field
        /// error `rate` above 100 per cent. Needs `ManageSettings`.
        async fn save_tax_rate(&self, actor: Actor, rate: TaxRate) -> Result<()>;
        /// From now on a destination is not taxed. Needs `ManageSettings`.
        async fn remove_tax_rate(&self, actor: Actor, country: crate::CountryCode) -> Result<()>;
        /// What the shop says of itself. Kept in the process for a few seconds: asking costs nothing.
        async fn shop(&self) -> Result<ShopSettings>;
        /// Changes it; `version` is the one that was seen, `Conflict` when somebody else changed it meanwhile. Field
        /// errors named after the fields, `seller_name`, `seller_address`, `seller_vat_id`, `time_zone`, `language` and
        /// `languages` among them. Needs `ManageSettings`.
        async fn save_shop(&self, actor: Actor, settings: ShopSettings) -> Result<ShopSettings>;
        /// IANA names of the time zones that a shop can be in, in their order. Needs `ManageSettings`.
        async fn time_zones(&self, actor: Actor) -> Result<Vec<String>>;
        /// How long checkout and carts wait. Kept in the process for a few seconds.
        async fn checkout_rules(&self) -> Result<CheckoutRules>;
        /// Changes them, as [`Self::save_shop`]. Field errors outside of the bounds. Needs `ManageSettings`.
        async fn save_checkout_rules(&self, actor: Actor, rules: CheckoutRules) -> Result<CheckoutRules>;
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
        /// Records where the money is; of an order that is paid now its invoice is issued. System only.
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
        /// Records that lines and an amount were refunded, once per `reference` (the refund's id), and issues
        /// the credit note. System only.
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
        /// These orders in this order; those that do not exist are left out, and of more than 100 the rest. Needs
        /// `ViewOrders`.
        async fn whole_orders(&self, actor: Actor, ids: Vec<OrderId>) -> Result<Vec<Order>>;
        /// The orders beside one in a list, whatever page they are on. Needs `ViewOrders`.
        async fn order_neighbours(&self, actor: Actor, query: OrderQuery, id: OrderId) -> Result<OrderNeighbours>;

        /// What staff wrote about an order, oldest first. Needs `ViewOrders`.
        async fn order_notes(&self, actor: Actor, order: OrderId) -> Result<Vec<OrderNote>>;
        /// Keeps a note, audited, and tells those who are named in it; the same id is kept once. A field error at
        /// `text` when it is empty or too long. Needs `ViewOrders`.
        async fn add_order_note(&self, actor: Actor, note: NewOrderNote) -> Result<()>;
        /// Notes that name whoever asks, newest first. Needs `ViewOrders`.
        async fn mentions(&self, actor: Actor, page: PageRequest) -> Result<Page<Mention>>;
        /// How many of them were not read. Needs `ViewOrders`.
        async fn unread_mentions(&self, actor: Actor) -> Result<u64>;
        /// Marks one of them, or all, as read. Needs `ViewOrders`.
        async fn read_mentions(&self, actor: Actor, note: Option<NoteId>) -> Result<()>;
        /// The tags of these orders. Needs `ViewOrders`.
        async fn order_tags(&self, actor: Actor, orders: Vec<OrderId>) -> Result<Vec<OrderTag>>;
        /// The tags that are used most, at most 50, by the alphabet. Needs `ViewOrders`.
        async fn known_order_tags(&self, actor: Actor) -> Result<Vec<String>>;
        /// Puts a tag on an order or takes it off, audited; repeating it changes nothing. A field error at `tag` when
        /// it is empty or too long, `Conflict` beyond 20 tags. Needs `ViewOrders`.
        async fn set_order_tag(&self, actor: Actor, order: OrderId, tag: String, is_on: bool) -> Result<()>;

        /// Keeps which orders somebody chose, and for what. `Invalid` when there are none. Needs `ViewOrders` and what
        /// the act itself needs.
        async fn open_batch(&self, actor: Actor, id: BatchId, action: BatchAction, choice: BatchChoice) -> Result<Batch>;
        /// A batch. Needs `ViewOrders`.
        async fn batch(&self, actor: Actor, id: BatchId) -> Result<Option<Batch>>;
        /// From now on the batch counts, audited: orders that cannot be acted on are skipped. Repeating it changes
        /// nothing. A field error at `input` when the reason, tag or note is missing. Its author only, with what the
        /// act needs.
        async fn confirm_batch(&self, actor: Actor, id: BatchId, input: String) -> Result<Batch>;
        /// Notes what became of a waiting order of a confirmed batch: done, or why not. Its author only.
        async fn settle_batch_row(&self, actor: Actor, id: BatchId, order: OrderId, failure: Option<String>) -> Result<()>;

        /// What a customer bought, got back and has in the cart. Needs `ViewOrders`.
        async fn customer_record(&self, actor: Actor, user: UserId) -> Result<CustomerRecord>;
        /// Carts that hold something, the latest changed first. Needs `ViewOrders`.
        async fn carts(&self, actor: Actor, query: CartQuery) -> Result<Page<CartRow>>;
        /// Any cart, also an empty one. Needs `ViewOrders`.
        async fn any_cart(&self, actor: Actor, id: CartId) -> Result<Option<CartRow>>;

        /// The documents of an order by its number and the e-mail address it was placed with, oldest first.
        async fn find_invoices(&self, order_number: String, email: String) -> Result<Vec<Invoice>>;
        /// The documents of any order, oldest first. Needs `ViewOrders`.
        async fn order_invoices(&self, actor: Actor, order: OrderId) -> Result<Vec<InvoiceRow>>;
        /// Any document by its number. Needs `ViewOrders`.
        async fn invoice(&self, actor: Actor, number: String) -> Result<Option<Invoice>>;
        /// All documents, newest first. Needs `ViewOrders`.
        async fn invoices(&self, actor: Actor, query: InvoiceQuery) -> Result<Page<InvoiceRow>>;
        /// At most [`PageRequest::BATCH`] documents of that list, the latest ids first: those that follow this one.
        /// Needs `ViewOrders`.
        async fn export_invoices(&self, actor: Actor, query: InvoiceQuery, after: Option<InvoiceId>) -> Result<Vec<InvoiceRow>>;

        /// The orders of a person, newest first, at most 10,000: of the account, and those that were placed as a guest
        /// under its proved address. System only.
        async fn orders_of_person(&self, actor: Actor, subject: Subject) -> Result<Vec<OrderId>>;
        /// What is kept here of a person. System only.
        async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>>;
        /// Deletes the carts of somebody whose account is gone and remembers that their orders are to be erased, also
        /// those that were placed as a guest under the address of this hash. System only.
        async fn erase_person(&self, actor: Actor, user: UserId, address_hash: Option<String>) -> Result<()>;
        /// Orders of people who were erased in which nothing is open here, at most 100, those that follow this one.
        /// System only.
        async fn orders_to_erase(&self, actor: Actor, after: Option<OrderId>) -> Result<Vec<ClosedOrder>>;
        /// Erases who bought; amounts, lines and invoices stay. False when the order is none of
        /// [`Self::orders_to_erase`]. System only.
        async fn erase_order(&self, actor: Actor, order: OrderId) -> Result<bool>;
    }
}
