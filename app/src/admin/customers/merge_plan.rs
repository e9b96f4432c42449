//! Whom a customer can be merged with, and what that would move. Server only.

use super::{
    merge_api::{MergePage, MergePlan},
    read::allowed,
};
use crate::error::AppError;
use contracts::{
    Permission, Services, UserId,
    identity::{CustomerQuery, Session},
};

/// The accounts to choose from, or what would be moved from the one that was chosen.
pub(super) async fn load(
    services: &Services,
    session: &Session,
    kept: UserId,
    with: &str,
) -> Result<MergePage, AppError> {
    let customer = services.identity.customer(session.actor(), kept).await?;
    let page = MergePage {
        kept: customer.ok_or_else(|| AppError::not_found("customer"))?,
        candidates: Vec::new(),
        plan: None,
        unknown: None,
    };
    if let Some(merged) = chosen(services, session, with).await? {
        return Ok(MergePage { plan: Some(plan(services, session, kept, merged).await?), ..page });
    }
    let candidates = services.identity.merge_candidates(session.actor(), kept).await?;
    let unknown = (!with.is_empty()).then(|| with.to_owned());
    Ok(MergePage { candidates, unknown, ..page })
}

/// The account of an id or an e-mail address.
async fn chosen(services: &Services, session: &Session, with: &str) -> Result<Option<UserId>, AppError> {
    if let Ok(id) = with.parse::<UserId>() {
        return Ok(services.identity.customer(session.actor(), id).await?.map(|customer| customer.id));
    }
    if with.is_empty() {
        return Ok(None);
    }
    let query = CustomerQuery { search: with.to_owned(), ..CustomerQuery::default() };
    let found = services.identity.customers(session.actor(), query).await?.items;
    let asked = found.into_iter().find(|customer| customer.email.as_str() == with.to_lowercase());
    Ok(asked.map(|customer| customer.id))
}

async fn plan(
    services: &Services,
    session: &Session,
    kept: UserId,
    merged: UserId,
) -> Result<MergePlan, AppError> {
    let sees_orders = session.permissions.contains(&Permission::ViewOrders);
    let (preview, record) = futures::try_join!(
        services.identity.merge_preview(session.actor(), kept, merged),
        allowed(sees_orders, services.orders.customer_record(session.actor(), merged)),
    )?;
    Ok(MergePlan { preview, record })
}
