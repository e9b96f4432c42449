//! What happens to an order once it stands.
//!
//! Each act begins with one durable change in the service that owns it; what follows from it is done at
//! once and again by the consumer of that change's event, so that a crash in between repairs itself.

mod cancel;
mod capture;
mod email_change;
mod email_verification;
mod invitation;
mod password_reset;
mod recover;
mod refund;
mod ship;
mod stuck;

use contracts::{
    Actor, Error, ErrorKind, Money, OrderId, Permission, Result, SessionId, ShipmentId,
    after_sales::{AfterSales, RefundOrder, ShipOrder},
    identity::{Identity, Invitation, NewEmail},
    inventory::Inventory,
    notifications::Notifications,
    orders::{Intervention, LineHold, Movement, Order, Orders},
    payments::{Payment, PaymentStatus, Payments},
    shipping::{Shipment, Shipping},
};
use platform::AnyEnvelope;
use std::sync::Arc;
use uuid::Uuid;

/// The services that after-sales needs.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is the contract it is named after")]
pub struct Parts {
    pub identity: Arc<dyn Identity>,
    pub inventory: Arc<dyn Inventory>,
    pub orders: Arc<dyn Orders>,
    pub payments: Arc<dyn Payments>,
    pub shipping: Arc<dyn Shipping>,
    pub notifications: Arc<dyn Notifications>,
}

/// The after-sales flows.
#[derive(Clone)]
pub struct AfterSalesFlow {
    parts: Parts,
}

impl AfterSalesFlow {
    /// Flows over these services.
    pub fn new(parts: Parts) -> Self {
        Self { parts }
    }

    /// Consumes `shipping.shipment_dispatched`: the order learns what was sent.
    ///
    /// # Errors
    /// As orders answers.
    pub async fn on_shipment_dispatched(&self, envelope: AnyEnvelope) -> Result<()> {
        unless_lost(&envelope, ship::on_dispatched(&self.parts, &envelope).await)
    }

    /// Consumes `orders.order_cancelled`: money and stock go back.
    ///
    /// # Errors
    /// As payments and inventory answer.
    pub async fn on_order_cancelled(&self, envelope: AnyEnvelope) -> Result<()> {
        cancel::on_cancelled(&self.parts, &envelope).await
    }

    /// Consumes `payments.payment_captured`: the order is paid.
    ///
    /// # Errors
    /// As orders and payments answer.
    pub async fn on_payment_captured(&self, envelope: AnyEnvelope) -> Result<()> {
        unless_lost(&envelope, capture::on_captured(&self.parts, &envelope).await)
    }

    /// Consumes `payments.refund_failed`: the lines are free for another try.
    ///
    /// # Errors
    /// As orders answers.
    pub async fn on_refund_failed(&self, envelope: AnyEnvelope) -> Result<()> {
        unless_lost(&envelope, refund::on_failed(&self.parts, &envelope).await)
    }

    /// Consumes `payments.refund_processed`: the order learns what was refunded, stock returns.
    ///
    /// # Errors
    /// As orders and inventory answer.
    pub async fn on_refund_processed(&self, envelope: AnyEnvelope) -> Result<()> {
        unless_lost(&envelope, refund::on_processed(&self.parts, &envelope).await)
    }

    /// Consumes `identity.registration_begun`: the link that makes the account is mailed to its address.
    ///
    /// # Errors
    /// As identity and notifications answer.
    pub async fn on_registration_begun(&self, envelope: AnyEnvelope) -> Result<()> {
        email_verification::on_registration_begun(&self.parts, &envelope).await
    }

    /// Consumes `identity.user_registered`: who made an account without a mailed link is asked to confirm its address.
    ///
    /// # Errors
    /// As identity and notifications answer; `TooMany` when a link was issued within the last minute.
    pub async fn on_user_registered(&self, envelope: AnyEnvelope) -> Result<()> {
        email_verification::on_registered(&self.parts, &envelope).await
    }

    /// Consumes `identity.email_change_stopped`: whose account it is gets a link to set a new password.
    ///
    /// # Errors
    /// As identity and notifications answer.
    pub async fn on_email_change_stopped(&self, envelope: AnyEnvelope) -> Result<()> {
        email_change::on_stopped(&self.parts, &envelope).await
    }
}

#[async_trait::async_trait]
impl AfterSales for AfterSalesFlow {
    async fn capture(&self, actor: Actor, order: OrderId) -> Result<Payment> {
        actor.require(Permission::CapturePayments)?;
        capture::capture(&self.parts, actor, order).await
    }

    async fn ship(&self, actor: Actor, ship: ShipOrder) -> Result<Shipment> {
        actor.require(Permission::ShipOrders)?;
        ship::ship(&self.parts, actor, ship).await
    }

    async fn record_delivery(&self, actor: Actor, order: OrderId, shipment: ShipmentId) -> Result<()> {
        actor.require(Permission::ShipOrders)?;
        ship::deliver(&self.parts, actor, order, shipment).await
    }

    async fn cancel(&self, actor: Actor, order: OrderId, reason: String) -> Result<()> {
        actor.require(Permission::CancelOrders)?;
        cancel::cancel(&self.parts, actor, order, reason).await
    }

    async fn refund(&self, actor: Actor, refund: RefundOrder) -> Result<Payment> {
        actor.require(Permission::RefundPayments)?;
        refund::refund(&self.parts, actor, refund).await
    }

    async fn refund_rest(&self, actor: Actor, order: OrderId, idempotency_key: Uuid) -> Result<Payment> {
        actor.require(Permission::RefundPayments)?;
        refund::refund_rest(&self.parts, actor, order, idempotency_key).await
    }

    async fn recover(&self) -> Result<u32> {
        recover::recover(&self.parts).await
    }

    async fn stuck(&self, actor: Actor) -> Result<Vec<LineHold>> {
        actor.require(Permission::OperateSystem)?;
        stuck::list(&self.parts).await
    }

    async fn decide_stuck(
        &self,
        actor: Actor,
        movement: Movement,
        reference: Uuid,
        act: Intervention,
        reason: String,
    ) -> Result<()> {
        actor.require(Permission::OperateSystem)?;
        stuck::decide(&self.parts, actor, (movement, reference), act, reason).await
    }

    async fn request_password_reset(&self, email: String) -> Result<()> {
        password_reset::request(&self.parts, email).await
    }

    async fn request_email_verification(&self, actor: Actor) -> Result<()> {
        email_verification::request(&self.parts, actor).await
    }

    async fn request_email_change(&self, actor: Actor, wanted: NewEmail, keep: SessionId) -> Result<()> {
        email_change::request(&self.parts, actor, wanted, keep).await
    }

    async fn invite_staff(&self, actor: Actor, invitation: Invitation) -> Result<()> {
        actor.require(Permission::ManageStaff)?;
        invitation::invite(&self.parts, actor, invitation).await
    }
}

async fn order(parts: &Parts, id: OrderId) -> Result<Order> {
    parts.orders.order(Actor::System, id).await?.ok_or_else(|| Error::not_found("order"))
}

/// The payment that pays for an order: the one that was neither declined nor given up.
async fn live_payment(parts: &Parts, order: OrderId) -> Result<Option<Payment>> {
    let payments = parts.payments.payments_of(Actor::System, order).await?;
    Ok(payments
        .into_iter()
        .find(|payment| matches!(payment.status, PaymentStatus::Authorised | PaymentStatus::Captured)))
}

/// An order that is not there has nothing to be told: its database was put back to a moment before it.
fn unless_lost(envelope: &AnyEnvelope, done: Result<()>) -> Result<()> {
    match done {
        Err(error) if error.kind == ErrorKind::NotFound => {
            tracing::warn!(event = %envelope.id, name = envelope.name, %error, "an event of an order that is not there");
            Ok(())
        }
        done => done,
    }
}

/// Whether a service said no, so that nothing was done there; otherwise nobody knows.
fn was_refused(error: &Error) -> bool {
    !matches!(error.kind, ErrorKind::Unavailable | ErrorKind::Internal | ErrorKind::TooMany)
}

fn too_much() -> Error {
    Error::invalid("This is more than can be refunded.")
}

fn checked(amount: Option<Money>) -> Result<Money> {
    amount.ok_or_else(too_much)
}
