//! Invoices and credit notes.
//!
//! What they say is asked for by directive 2006/112/EC, article 226; a credit note amends its invoice and refers to it
//! (article 219). An invoice is issued in the transaction that records that the money was taken, a credit note in the
//! one that records that money went back: also the one of a cancelled order, whose cancellation sends it back. Numbers
//! are taken there and nowhere else, so that what is rolled back leaves no gap.

mod lists;
pub mod model;
mod reads;
pub mod repo;

pub use lists::credit_notes_of;
pub use reads::{by_id_of_order, by_number, by_number_and_email, export, list};

use crate::{Error, order};
use chrono::Datelike;
use contracts::{
    Money, OrderId, Timestamp,
    orders::{Invoice, InvoiceKind, ItemQuantity, Order, PaymentState, Seller},
};
use model::Draft;
use platform::{Database, ids};
use sqlx::PgConnection;
use uuid::Uuid;

/// Orders that are caught up with in one run of the job.
const BATCH: i64 = 500;

/// Who issues, and when.
#[derive(Clone, Copy)]
pub struct Issuing<'a> {
    /// Who sells now.
    pub seller: &'a Seller,
    /// Now.
    pub at: Timestamp,
}

/// What a new document answers to.
struct Occasion {
    kind: InvoiceKind,
    reference: Option<Uuid>,
    corrects: Option<String>,
}

/// Issues what a paid order should have and has not: its invoice, and a credit note for what went back without one
/// (under a release that issued none). The order is locked; repeating it changes nothing.
pub async fn issue_missing(conn: &mut PgConnection, by: Issuing<'_>, order: &Order) -> Result<(), Error> {
    use PaymentState as S;
    if !matches!(order.payment_status, S::Paid | S::PartiallyRefunded | S::Refunded) {
        return Ok(());
    }
    let known = repo::of_order(conn, order.id).await?;
    if known.iter().all(|document| document.kind != InvoiceKind::Invoice) {
        let occasion = Occasion { kind: InvoiceKind::Invoice, reference: None, corrects: None };
        issue(conn, by, order, occasion, model::invoice(order)?).await?;
    }
    repo::note_invoiced(conn, order.id).await?;
    let missing = order.refunded.minus(model::credited(order, &known)?).filter(|missing| missing.minor > 0);
    let refund = repo::refund_without_note(conn, order.id).await?;
    match missing.zip(refund) {
        Some((amount, refund)) => credit(conn, by, order, refund, &[], amount).await,
        None => Ok(()),
    }
}

/// Issues the credit note of a refund that was recorded just now. The order is locked and has its invoice.
pub async fn credit(
    conn: &mut PgConnection,
    by: Issuing<'_>,
    order: &Order,
    refund: Uuid,
    lines: &[ItemQuantity],
    amount: Money,
) -> Result<(), Error> {
    let known = repo::of_order(conn, order.id).await?;
    let invoice = known.iter().find(|document| document.kind == InvoiceKind::Invoice);
    let invoice = invoice.ok_or_else(|| Error::unreadable("a refunded order without an invoice"))?;
    // An order that was erased meanwhile tells no longer who bought; what amends its invoice is addressed as that is.
    let order = &Order { address: invoice.buyer.clone(), ..order.clone() };
    let draft = model::credit_note(order, model::credited(order, &known)?, lines, amount)?;
    let corrects = Some(invoice.number.clone());
    let occasion = Occasion { kind: InvoiceKind::CreditNote, reference: Some(refund), corrects };
    issue(conn, by, order, occasion, draft).await?;
    repo::add_credited(conn, order.id, amount).await
}

/// The number is taken last: whoever wants the next one waits until this transaction ends.
async fn issue(
    conn: &mut PgConnection,
    by: Issuing<'_>,
    order: &Order,
    occasion: Occasion,
    draft: Draft,
) -> Result<(), Error> {
    let (kind, year) = (occasion.kind, by.at.year());
    let position = repo::next_position(conn, kind, year).await?;
    let invoice = Invoice {
        id: ids::mint().into(),
        number: model::number(kind, year, position),
        kind,
        order: order.id,
        order_number: order.number.clone(),
        corrects: occasion.corrects,
        issued_at: by.at,
        ordered_at: order.placed_at,
        seller: by.seller.clone(),
        buyer: order.address.clone(),
        lines: draft.lines,
        net: draft.net,
        tax: draft.tax,
        total: draft.total,
    };
    repo::insert(conn, &invoice, occasion.reference, (year, position)).await
}

/// Catches up with orders that were paid or refunded under a release that issued nothing, in the order they were
/// placed: when the money of each was taken is not the orders' to know.
pub async fn catch_up(db: &Database, by: Issuing<'_>) -> Result<(), Error> {
    let waiting = repo::orders_without(db, BATCH).await?;
    for id in waiting {
        if let Err(error) = catch_up_with(db, by, id).await {
            // One that cannot be read holds up none of the others; `verify` names it.
            tracing::error!(order = %id, %error, "an order gets no invoice");
        }
    }
    Ok(())
}

async fn catch_up_with(db: &Database, by: Issuing<'_>, id: OrderId) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let order = order::repo::lock(&mut tx, id).await?;
    issue_missing(&mut tx, by, &order).await?;
    tx.commit().await?;
    Ok(())
}
