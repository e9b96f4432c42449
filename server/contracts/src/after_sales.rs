//! What staff do with an order once it stands: capture, ship, cancel, refund; and the mails that open accounts or prove addresses.

use crate::{
    Actor, Money, OrderId, SessionId,
    contract::contract,
    identity::{Invitation, NewEmail},
    orders::{Intervention, ItemQuantity, LineHold, Movement},
    payments::Payment,
    shipping::Shipment,
};
use serde::{Deserialize, Serialize};

/// A parcel with these lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipOrder {
    /// Made with the form: the same key is the same parcel.
    pub idempotency_key: uuid::Uuid,
    /// The order.
    pub order: OrderId,
    /// What goes into it; everything not yet sent when empty.
    pub lines: Vec<ItemQuantity>,
    /// Who carries it.
    pub carrier: String,
    /// The carrier's number; one of our own is made when empty.
    pub tracking_number: String,
}

/// Money back for these lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundOrder {
    /// Made with the form: the same key is the same refund.
    pub idempotency_key: uuid::Uuid,
    /// The order.
    pub order: OrderId,
    /// Which lines.
    pub lines: Vec<ItemQuantity>,
    /// Beyond the lines, e.g. the shipping; zero or more.
    pub extra: Money,
    /// Whether the units return to stock.
    pub restock: bool,
    /// Why.
    pub reason: String,
}

contract! {
    /// Flows that begin in the back office.
    pub trait AfterSales as "after_sales" {
        /// Takes the held amount. Needs `CapturePayments`.
        async fn capture(&self, actor: Actor, order: OrderId) -> Result<Payment>;
        /// Sends lines off (capturing first, if that was left open). Needs `ShipOrders`.
        async fn ship(&self, actor: Actor, ship: ShipOrder) -> Result<Shipment>;
        /// Records what happened to a parcel and, when all arrived, to the order. Needs `ShipOrders`.
        async fn record_delivery(&self, actor: Actor, order: OrderId, shipment: crate::ShipmentId) -> Result<()>;
        /// Cancels an order that was not sent: voids or refunds the payment, returns the stock.
        /// Needs `CancelOrders`.
        async fn cancel(&self, actor: Actor, order: OrderId, reason: String) -> Result<()>;
        /// Refunds lines. `Conflict` when they are not left to refund, or the gateway refuses. Needs
        /// `RefundPayments`.
        async fn refund(&self, actor: Actor, refund: RefundOrder) -> Result<Payment>;
        /// Sends back what is left of a cancelled order's payment, once per key: after the refund that came
        /// with the cancellation has failed. Needs `RefundPayments`.
        async fn refund_rest(&self, actor: Actor, order: OrderId, idempotency_key: uuid::Uuid) -> Result<Payment>;
        /// Ends parcels and refunds that a crash left half-way; returns how many. Called by a job.
        async fn recover(&self) -> Result<u32>;
        /// Parcels and refunds that were begun and have not come to their end for twenty minutes, oldest first; at
        /// most 100. Needs `OperateSystem`.
        async fn stuck(&self, actor: Actor) -> Result<Vec<LineHold>>;
        /// Tries one again, or lets go of its units. Audited with the reason. `Conflict` when it is to be undone
        /// although the parcel was sent or the money went back: then it can be settled only. Needs
        /// `OperateSystem`.
        async fn decide_stuck(&self, actor: Actor, movement: Movement, reference: uuid::Uuid, act: Intervention, reason: String) -> Result<()>;
        /// Mails a link to set a new password, if the address is known; tells the caller nothing.
        async fn request_password_reset(&self, email: String) -> Result<()>;
        /// Mails a link that proves one's own address, unless it is proved. `TooMany` when one was sent not long
        /// ago.
        async fn request_email_verification(&self, actor: Actor) -> Result<()>;
        /// Asks for another address of one's own in the session `keep`, and mails both ends the links that confirm or
        /// stop it. A taken address is answered like a free one; its owner is told. `TooMany` when this was done not
        /// long ago.
        async fn request_email_change(&self, actor: Actor, wanted: NewEmail, keep: SessionId) -> Result<()>;
        /// Makes somebody a member of the staff and mails them the way in. Needs `ManageStaff`.
        async fn invite_staff(&self, actor: Actor, invitation: Invitation) -> Result<()>;
    }
}
