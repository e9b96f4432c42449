//! Who may see which payment.

use super::repo;
use crate::{Error, Payments, gateway::Standing};
use contracts::{
    Actor, OrderId, Page, PageRequest, PaymentId, Permission,
    payments::{AtGateway, Payment},
};
use platform::Database;

/// A payment by id.
pub async fn by_id(db: &Database, actor: &Actor, id: PaymentId) -> Result<Option<Payment>, Error> {
    actor.require(Permission::ViewOrders)?;
    repo::find(&mut *db.pool().acquire().await?, id).await
}

/// A payment's charge as the gateway sees it now; nothing is taken over.
pub async fn at_gateway(
    service: &Payments,
    actor: &Actor,
    id: PaymentId,
) -> Result<Option<AtGateway>, Error> {
    actor.require(Permission::OperateSystem)?;
    let payment = repo::find(&mut *service.db.pool().acquire().await?, id).await?;
    let Some(reference) = payment.and_then(|payment| payment.gateway_reference) else { return Ok(None) };
    let charge = service.ask(service.gateway.retrieve(&reference)).await?;
    let standing = match charge.standing {
        Standing::Processing => "processing",
        Standing::RequiresAction(_) => "requires_action",
        Standing::Authorised => "authorised",
        Standing::Captured => "captured",
        Standing::Declined(_) => "declined",
        Standing::Voided => "voided",
    };
    Ok(Some(AtGateway { reference, standing: standing.to_owned() }))
}

/// The payments of an order, oldest first.
pub async fn of_order(db: &Database, actor: &Actor, order: OrderId) -> Result<Vec<Payment>, Error> {
    actor.require(Permission::ViewOrders)?;
    repo::of_order(&mut *db.pool().acquire().await?, order).await
}

/// The back office's list, newest first: found by an id or by what the card is called.
pub async fn list(
    db: &Database,
    actor: &Actor,
    search: &str,
    page: &PageRequest,
) -> Result<Page<Payment>, Error> {
    actor.require(Permission::ViewOrders)?;
    let words = search.trim().to_lowercase();
    let escaped = words.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    let like = if words.is_empty() { String::new() } else { format!("%{escaped}%") };
    let mut tx = db.begin().await?;
    repo::plan_for_these_values(&mut tx).await?;
    let total = repo::count(&mut tx, &like).await?;
    let page = repo::page(&mut tx, &like, page, total).await?;
    tx.commit().await?;
    Ok(page)
}
