//! What is known of a customer, from four services. Server only.

use super::api::CustomerPage;
use crate::{
    admin::{carts, guard, patterns::now},
    error::AppError,
};
use contracts::{
    CustomerNoteId, PageRequest, Permission, Result, Services, UserId,
    identity::{AuditQuery, Session},
    orders::OrderQuery,
};

/// Orders on a page.
const ORDERS: u32 = 10;
/// Entries of the audit log that are shown.
const ENTRIES: u32 = 20;

/// Everything that this session may see of a customer.
pub(super) async fn page(
    services: &Services,
    session: &Session,
    id: UserId,
    page: u32,
) -> Result<CustomerPage, AppError> {
    let actor = || session.actor();
    let may = |permission| session.permissions.contains(&permission);
    let file = services.identity.customer_file(actor(), id).await?;
    let file = file.ok_or_else(|| AppError::not_found("customer"))?;
    let orders = OrderQuery { user: Some(id), page: PageRequest::new(page, ORDERS), ..OrderQuery::default() };
    let acts = AuditQuery {
        subject: format!("user {id}"),
        page: PageRequest::new(1, ENTRIES),
        ..AuditQuery::default()
    };
    let (sees_orders, email) = (may(Permission::ViewOrders), file.customer.email.clone());
    let (addresses, consents, groups, orders, record, mails, audit) = futures::try_join!(
        services.identity.customer_addresses(actor(), id),
        services.identity.customer_consents(actor(), id),
        services.identity.customer_groups(actor()),
        allowed(sees_orders, services.orders.orders(actor(), orders)),
        allowed(sees_orders, services.orders.customer_record(actor(), id)),
        allowed(may(Permission::ViewNotifications), services.notifications.messages_to(actor(), id, email)),
        allowed(may(Permission::ViewAudit), services.identity.audit_log(actor(), acts)),
    )?;
    let may_reset_factor =
        may(Permission::ManageStaff) && session.user != id && file.customer.has_second_factor;
    let cart = record.as_ref().and_then(|record| record.cart.clone());
    let cart = carts::read::priced(services, session, cart.into_iter().collect()).await?.pop();
    Ok(CustomerPage {
        file,
        addresses,
        consents,
        groups,
        orders,
        record,
        cart,
        mails,
        audit: audit.map(|page| page.items),
        permissions: session.permissions.clone(),
        may_reset_factor,
        key: CustomerNoteId(guard::fresh_key()),
        now: now(),
    })
}

/// What is asked for, where it may be.
pub(super) async fn allowed<T>(may: bool, asked: impl Future<Output = Result<T>>) -> Result<Option<T>> {
    if may { asked.await.map(Some) } else { Ok(None) }
}
