//! Counting what waits for a person. Server only.

use super::open_items::OpenCounts;
use contracts::{
    PageRequest, Permission, Services,
    identity::Session,
    payments::{DisputeQuery, ReconciliationQuery},
};

/// What this session may know of. What cannot be counted counts as nothing: the page of health tells why.
pub async fn count(services: &Services, session: &Session) -> OpenCounts {
    let (machinery, disputes, mentions) = futures::join!(
        machinery(services, session),
        disputes(services, session),
        mentions(services, session)
    );
    OpenCounts { disputes, mentions, ..machinery }
}

async fn machinery(services: &Services, session: &Session) -> OpenCounts {
    if !session.permissions.contains(&Permission::OperateSystem) {
        return OpenCounts::default();
    }
    let actor = || session.actor();
    let open = ReconciliationQuery { open_only: true, page: PageRequest::new(1, 1) };
    let (items, runs, acts, money, differences) = futures::join!(
        services.operations.open_items(actor()),
        services.checkout.stuck(actor()),
        services.after_sales.stuck(actor()),
        services.payments.unresolved(actor()),
        services.payments.reconciliations(actor(), open),
    );
    let items = items.unwrap_or_default();
    let stuck = runs.map_or(0, |runs| runs.len()) + acts.map_or(0, |acts| acts.len());
    OpenCounts {
        rules: items.broken_rules,
        given_up: items.given_up,
        stuck: (stuck + money.map_or(0, |money| money.len())) as u64,
        differences: differences.map_or(0, |page| page.total),
        disputes: 0,
        mentions: 0,
    }
}

async fn disputes(services: &Services, session: &Session) -> u64 {
    if !session.permissions.contains(&Permission::ViewOrders) {
        return 0;
    }
    let open = DisputeQuery { open_only: true, page: PageRequest::new(1, 1) };
    services.payments.disputes(session.actor(), open).await.map_or(0, |page| page.total)
}

async fn mentions(services: &Services, session: &Session) -> u64 {
    if !session.permissions.contains(&Permission::ViewOrders) {
        return 0;
    }
    services.orders.unread_mentions(session.actor()).await.unwrap_or_default()
}
