//! Carts, orders and the record of each checkout.
//!
//! Owns `orders`, `order_items`, `order_status_history`, `order_holds`, `carts`, `checkouts`, `coupons`,
//! `coupon_uses`, `declined_payments`, `invoices`, `invoice_series`, `order_notes`, `order_note_mentions`,
//! `order_tags`, `order_batches`, `order_batch_rows`, `erasures`, `tax_rates`, `shop_settings` and `checkout_rules`.
//! Publishes [`contracts::orders::Event`]. Consumes `shipping.shipment_delivered` and `identity.customers_merged`.

pub mod batch;
pub mod cart;
pub mod checkout;
pub mod coupon;
mod customer;
mod error;
mod events;
pub mod invoice;
mod jobs;
pub mod note;
pub mod order;
pub mod privacy;
mod settings;
pub mod tag;
mod tax;
pub mod verify;

pub use error::Error;
pub use jobs::jobs;

use async_trait::async_trait;
use contracts::{
    Actor, BatchId, CartId, CheckoutId, CountryCode, CouponId, GiftCardId, InvoiceId, Money, NoteId, OrderId,
    Page, PageRequest, Quantity, Result, UserId, VariantId,
    orders::{
        Batch, BatchAction, BatchChoice, Cart, CartKey, CartQuery, CartRow, CheckoutDecision, CheckoutDraft,
        CheckoutRecord, CheckoutRules, CheckoutState, CheckoutStep, Coupon, CouponCustomer, CouponDraft,
        CouponOffer, CouponQuery, CustomerRecord, Intervention, Invoice, InvoiceQuery, InvoiceRow,
        ItemQuantity, LineHold, Mention, Movement, NewOrderNote, Order, OrderNeighbours, OrderNote,
        OrderQuery, OrderRow, OrderTag, PaymentState, PlaceOrder, Seller, ShopSettings, TakeCoupon, TaxRate,
    },
    privacy::{ClosedOrder, Section, Subject},
};
use platform::{AnyEnvelope, Clock, Database, Kept};
use std::sync::Arc;
use uuid::Uuid;

/// The tables of this service.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/orders");

/// The orders service.
pub struct Orders {
    db: Database,
    clock: Arc<dyn Clock>,
    /// Who sells while the settings do not say so.
    seller: Seller,
    shop: Kept<ShopSettings>,
    rules: Kept<CheckoutRules>,
}

impl Orders {
    /// The service on its database.
    pub fn new(db: Database, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock, seller: Seller::default(), shop: Kept::default(), rules: Kept::default() }
    }

    /// The same, with who sells on its invoices until the settings say so.
    #[must_use]
    pub fn selling_as(mut self, seller: Seller) -> Self {
        self.seller = seller;
        self
    }

    fn issuing<'a>(&self, shop: &'a ShopSettings) -> invoice::Issuing<'a> {
        invoice::Issuing { seller: &shop.seller, at: self.clock.now() }
    }

    /// Consumes `shipping.shipment_delivered`: when the last parcel has arrived, the order is delivered.
    ///
    /// # Errors
    /// As the database answers; the event is delivered again.
    pub async fn on_shipping_event(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(order::on_shipping_event(&self.db, self.clock.now(), envelope).await?)
    }

    /// Consumes `identity.customers_merged`: what the one account ordered and put into its cart is the other's.
    ///
    /// # Errors
    /// As the database answers; the event is delivered again.
    pub async fn on_customers_merged(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(customer::on_merged(&self.db, &envelope).await?)
    }
}

#[async_trait]
impl contracts::orders::Orders for Orders {
    async fn cart(&self, key: CartKey) -> Result<Cart> {
        Ok(cart::of(&self.db, &key).await?)
    }

    async fn add_to_cart(&self, key: CartKey, variant: VariantId, quantity: Quantity) -> Result<Cart> {
        Ok(cart::add(&self.db, &key, variant, quantity).await?)
    }

    async fn set_cart_line(&self, key: CartKey, variant: VariantId, quantity: u32) -> Result<Cart> {
        Ok(cart::set_line(&self.db, &key, variant, quantity).await?)
    }

    async fn merge_carts(&self, user: UserId, token: String) -> Result<()> {
        Ok(cart::merge(&self.db, user, &token).await?)
    }

    async fn save_checkout_draft(&self, key: CartKey, draft: CheckoutDraft) -> Result<Cart> {
        Ok(cart::save_draft(&self.db, &key, draft).await?)
    }

    async fn set_cart_coupon(&self, key: CartKey, code: Option<String>) -> Result<Cart> {
        Ok(cart::set_coupon(&self.db, &key, code.as_deref()).await?)
    }

    async fn set_cart_gift_card(&self, key: CartKey, card: Option<GiftCardId>) -> Result<Cart> {
        Ok(cart::set_gift_card(&self.db, &key, card).await?)
    }

    async fn coupon_offer(
        &self,
        code: String,
        subtotal: Money,
        customer: CouponCustomer,
    ) -> Result<CouponOffer> {
        Ok(coupon::offer(&self.db, &code, subtotal, &customer).await?)
    }

    async fn take_coupon(&self, checkout: CheckoutId, wish: TakeCoupon) -> Result<()> {
        Ok(coupon::take(&self.db, checkout, &wish).await?)
    }

    async fn coupons(&self, actor: Actor, query: CouponQuery) -> Result<Page<Coupon>> {
        Ok(coupon::list(&self.db, &actor, &query).await?)
    }

    async fn coupon(&self, actor: Actor, id: CouponId) -> Result<Option<Coupon>> {
        Ok(coupon::by_id(&self.db, &actor, id).await?)
    }

    async fn save_coupon(&self, actor: Actor, draft: CouponDraft) -> Result<Coupon> {
        Ok(coupon::save(&self.db, &actor, &draft).await?)
    }

    async fn tax_rates(&self, actor: Actor) -> Result<Vec<TaxRate>> {
        Ok(tax::all(&self.db, &actor).await?)
    }

    async fn save_tax_rate(&self, actor: Actor, rate: TaxRate) -> Result<()> {
        Ok(tax::save(&self.db, &actor, &rate).await?)
    }

    async fn remove_tax_rate(&self, actor: Actor, country: CountryCode) -> Result<()> {
        Ok(tax::remove(&self.db, &actor, &country).await?)
    }

    async fn shop(&self) -> Result<ShopSettings> {
        Ok(ShopSettings::clone(&*self.shop_now().await?))
    }

    async fn save_shop(&self, actor: Actor, settings: ShopSettings) -> Result<ShopSettings> {
        Ok(self.change_shop(&actor, &settings).await?)
    }

    async fn time_zones(&self, actor: Actor) -> Result<Vec<String>> {
        Ok(self.known_time_zones(&actor).await?)
    }

    async fn checkout_rules(&self) -> Result<CheckoutRules> {
        Ok(CheckoutRules::clone(&*self.rules_now().await?))
    }

    async fn save_checkout_rules(&self, actor: Actor, rules: CheckoutRules) -> Result<CheckoutRules> {
        Ok(self.change_rules(&actor, &rules).await?)
    }

    async fn tax_rate(&self, country: CountryCode) -> Result<u32> {
        Ok(tax::of(&self.db, &country).await?)
    }

    async fn start_checkout(
        &self,
        id: CheckoutId,
        cart: CartId,
        idempotency_key: String,
        data: String,
    ) -> Result<CheckoutRecord> {
        Ok(checkout::start(&self.db, id, cart, &idempotency_key, &data).await?)
    }

    async fn checkout_by_key(&self, cart: CartId, idempotency_key: String) -> Result<Option<CheckoutRecord>> {
        Ok(checkout::by_key(&self.db, cart, &idempotency_key).await?)
    }

    async fn open_checkouts(&self, cart: CartId) -> Result<Vec<CheckoutRecord>> {
        Ok(checkout::open(&self.db, cart).await?)
    }

    async fn checkout(&self, id: CheckoutId) -> Result<Option<CheckoutRecord>> {
        Ok(checkout::find(&self.db, id).await?)
    }

    async fn advance_checkout(
        &self,
        id: CheckoutId,
        from: CheckoutState,
        to: CheckoutState,
        data: String,
        failure: Option<String>,
    ) -> Result<CheckoutRecord> {
        Ok(checkout::advance(&self.db, id, (from, to), &data, failure.as_deref()).await?)
    }

    async fn note_checkout_attempt(&self, id: CheckoutId, failure: String) -> Result<CheckoutRecord> {
        Ok(checkout::note_attempt(&self.db, id, &failure).await?)
    }

    async fn count_decline(&self, checkout: CheckoutId, payers: Vec<String>) -> Result<()> {
        Ok(checkout::declines::count(&self.db, checkout, &payers).await?)
    }

    async fn declines(&self, payers: Vec<String>, within_seconds: u32) -> Result<Vec<u32>> {
        Ok(checkout::declines::of(&self.db, &payers, within_seconds).await?)
    }

    async fn idle_checkouts(&self, idle_seconds: u32) -> Result<Vec<CheckoutRecord>> {
        Ok(checkout::idle(&self.db, idle_seconds).await?)
    }

    async fn stuck_checkouts(&self, actor: Actor) -> Result<Vec<CheckoutRecord>> {
        Ok(checkout::stuck(&self.db, &actor).await?)
    }

    async fn checkout_steps(&self, actor: Actor, id: CheckoutId) -> Result<Vec<CheckoutStep>> {
        Ok(checkout::steps(&self.db, &actor, id).await?)
    }

    async fn decide_checkout(&self, actor: Actor, decision: CheckoutDecision) -> Result<CheckoutRecord> {
        Ok(checkout::decide(&self.db, &actor, &decision).await?)
    }

    async fn place_order(&self, order: PlaceOrder) -> Result<Order> {
        Ok(order::place(&self.db, self.clock.now(), &order).await?)
    }

    async fn confirm_order(&self, id: OrderId) -> Result<Order> {
        Ok(order::confirm(&self.db, self.clock.now(), id).await?)
    }

    async fn cancel_order(&self, actor: Actor, id: OrderId, reason: String) -> Result<Order> {
        Ok(order::cancel(&self.db, self.clock.now(), &actor, id, &reason).await?)
    }

    async fn set_payment_state(&self, id: OrderId, state: PaymentState) -> Result<()> {
        let shop = self.shop_now().await?;
        Ok(order::set_payment_state(&self.db, self.issuing(&shop), id, state).await?)
    }

    async fn hold_lines(
        &self,
        id: OrderId,
        movement: Movement,
        reference: Uuid,
        lines: Option<Vec<ItemQuantity>>,
    ) -> Result<Vec<ItemQuantity>> {
        Ok(order::hold(&self.db, id, movement, reference, lines.as_deref()).await?)
    }

    async fn release_lines(&self, movement: Movement, reference: Uuid) -> Result<()> {
        Ok(order::release(&self.db, movement, reference).await?)
    }

    async fn held_lines(&self, held_seconds: u32) -> Result<Vec<LineHold>> {
        Ok(order::held_for(&self.db, held_seconds).await?)
    }

    async fn note_hold_attempt(&self, movement: Movement, reference: Uuid, failure: String) -> Result<()> {
        Ok(order::note_hold_attempt(&self.db, movement, reference, &failure).await?)
    }

    async fn decide_hold(
        &self,
        actor: Actor,
        movement: Movement,
        reference: Uuid,
        act: Intervention,
        reason: String,
    ) -> Result<()> {
        Ok(order::decide_hold(&self.db, &actor, (movement, reference), act, &reason).await?)
    }

    async fn record_shipment(&self, id: OrderId, reference: Uuid, lines: Vec<ItemQuantity>) -> Result<Order> {
        Ok(order::record_shipment(&self.db, self.clock.now(), id, reference, &lines).await?)
    }

    async fn record_delivery(&self, id: OrderId) -> Result<()> {
        Ok(order::record_delivery(&self.db, self.clock.now(), id).await?)
    }

    async fn record_refund(
        &self,
        id: OrderId,
        reference: Uuid,
        lines: Vec<ItemQuantity>,
        amount: Money,
    ) -> Result<Order> {
        let shop = self.shop_now().await?;
        Ok(order::record_refund(&self.db, self.issuing(&shop), id, reference, &lines, amount).await?)
    }

    async fn my_orders(&self, actor: Actor, page: PageRequest) -> Result<Page<OrderRow>> {
        Ok(order::mine(&self.db, &actor, page).await?)
    }

    async fn my_order(&self, actor: Actor, number: String) -> Result<Option<Order>> {
        Ok(order::mine_by_number(&self.db, &actor, &number).await?)
    }

    async fn find_order(&self, number: String, email: String) -> Result<Option<Order>> {
        Ok(order::by_number_and_email(&self.db, &number, &email).await?)
    }

    async fn orders(&self, actor: Actor, query: OrderQuery) -> Result<Page<OrderRow>> {
        Ok(order::list(&self.db, &actor, &query).await?)
    }

    async fn export_orders(
        &self,
        actor: Actor,
        query: OrderQuery,
        after: Option<OrderId>,
    ) -> Result<Vec<OrderRow>> {
        Ok(order::export(&self.db, &actor, &query, after).await?)
    }

    async fn order(&self, actor: Actor, id: OrderId) -> Result<Option<Order>> {
        Ok(order::by_id(&self.db, &actor, id).await?)
    }

    async fn customer_record(&self, actor: Actor, user: UserId) -> Result<CustomerRecord> {
        let minutes = self.rules_now().await?.abandoned_minutes;
        Ok(customer::record(&self.db, &actor, minutes, user).await?)
    }

    async fn carts(&self, actor: Actor, query: CartQuery) -> Result<Page<CartRow>> {
        let minutes = self.rules_now().await?.abandoned_minutes;
        Ok(customer::carts(&self.db, &actor, minutes, &query).await?)
    }

    async fn any_cart(&self, actor: Actor, id: CartId) -> Result<Option<CartRow>> {
        let minutes = self.rules_now().await?.abandoned_minutes;
        Ok(customer::any_cart(&self.db, &actor, minutes, id).await?)
    }

    async fn whole_orders(&self, actor: Actor, ids: Vec<OrderId>) -> Result<Vec<Order>> {
        Ok(order::by_ids(&self.db, &actor, &ids).await?)
    }

    async fn order_neighbours(
        &self,
        actor: Actor,
        query: OrderQuery,
        id: OrderId,
    ) -> Result<OrderNeighbours> {
        Ok(order::neighbours(&self.db, &actor, &query, id).await?)
    }

    async fn order_notes(&self, actor: Actor, order: OrderId) -> Result<Vec<OrderNote>> {
        Ok(note::of_order(&self.db, &actor, order).await?)
    }

    async fn add_order_note(&self, actor: Actor, note: NewOrderNote) -> Result<()> {
        Ok(note::add(&self.db, &actor, &note).await?)
    }

    async fn mentions(&self, actor: Actor, page: PageRequest) -> Result<Page<Mention>> {
        Ok(note::mentions(&self.db, &actor, page).await?)
    }

    async fn unread_mentions(&self, actor: Actor) -> Result<u64> {
        Ok(note::unread(&self.db, &actor).await?)
    }

    async fn read_mentions(&self, actor: Actor, note: Option<NoteId>) -> Result<()> {
        Ok(note::read(&self.db, &actor, note).await?)
    }

    async fn order_tags(&self, actor: Actor, orders: Vec<OrderId>) -> Result<Vec<OrderTag>> {
        Ok(tag::of_orders(&self.db, &actor, &orders).await?)
    }

    async fn known_order_tags(&self, actor: Actor) -> Result<Vec<String>> {
        Ok(tag::known(&self.db, &actor).await?)
    }

    async fn set_order_tag(&self, actor: Actor, order: OrderId, tag: String, is_on: bool) -> Result<()> {
        Ok(tag::set(&self.db, &actor, order, &tag, is_on).await?)
    }

    async fn open_batch(
        &self,
        actor: Actor,
        id: BatchId,
        action: BatchAction,
        choice: BatchChoice,
    ) -> Result<Batch> {
        Ok(batch::open(&self.db, &actor, id, action, &choice).await?)
    }

    async fn batch(&self, actor: Actor, id: BatchId) -> Result<Option<Batch>> {
        Ok(batch::by_id(&self.db, &actor, id).await?)
    }

    async fn confirm_batch(&self, actor: Actor, id: BatchId, input: String) -> Result<Batch> {
        Ok(batch::confirm(&self.db, &actor, id, &input).await?)
    }

    async fn settle_batch_row(
        &self,
        actor: Actor,
        id: BatchId,
        order: OrderId,
        failure: Option<String>,
    ) -> Result<()> {
        Ok(batch::settle(&self.db, &actor, id, order, failure.as_deref()).await?)
    }

    async fn find_invoices(&self, order_number: String, email: String) -> Result<Vec<Invoice>> {
        Ok(invoice::by_number_and_email(&self.db, &order_number, &email).await?)
    }

    async fn order_invoices(&self, actor: Actor, order: OrderId) -> Result<Vec<InvoiceRow>> {
        Ok(invoice::by_id_of_order(&self.db, &actor, order).await?)
    }

    async fn invoice(&self, actor: Actor, number: String) -> Result<Option<Invoice>> {
        Ok(invoice::by_number(&self.db, &actor, &number).await?)
    }

    async fn invoices(&self, actor: Actor, query: InvoiceQuery) -> Result<Page<InvoiceRow>> {
        Ok(invoice::list(&self.db, &actor, &query).await?)
    }

    async fn export_invoices(
        &self,
        actor: Actor,
        query: InvoiceQuery,
        after: Option<InvoiceId>,
    ) -> Result<Vec<InvoiceRow>> {
        Ok(invoice::export(&self.db, &actor, &query, after).await?)
    }

    async fn orders_of_person(&self, actor: Actor, subject: Subject) -> Result<Vec<OrderId>> {
        Ok(privacy::orders_of(&self.db, &actor, &subject).await?)
    }

    async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>> {
        Ok(privacy::personal_data(&self.db, &actor, &subject).await?)
    }

    async fn erase_person(&self, actor: Actor, user: UserId, address_hash: Option<String>) -> Result<()> {
        Ok(privacy::erase_person(&self.db, &actor, user, address_hash.as_deref()).await?)
    }

    async fn orders_to_erase(&self, actor: Actor, after: Option<OrderId>) -> Result<Vec<ClosedOrder>> {
        Ok(privacy::to_erase(&self.db, &actor, after).await?)
    }

    async fn erase_order(&self, actor: Actor, order: OrderId) -> Result<bool> {
        Ok(privacy::erase_order(&self.db, &actor, order).await?)
    }
}
