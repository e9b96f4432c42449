//! Disputes are recorded with their deadline and told of.

use crate::support::{GOOD, Shop, euros, refund_id, staff};
use chrono::{DateTime, TimeDelta, Utc};
use contracts::{
    Actor, ErrorKind, Permission,
    payments::{Dispute, DisputeKind, DisputeQuery, Payment, Payments as _},
};
use payments::gateway::{Case, Sum};
use sqlx::PgPool;

fn case(payment: &Payment, status: &str, due: Option<DateTime<Utc>>) -> Case {
    Case {
        kind: DisputeKind::Dispute,
        reference: "du_1".to_owned(),
        charge: payment.gateway_reference.clone().unwrap(),
        sum: Sum::from(payment.amount),
        reason: "product_not_received".to_owned(),
        status: status.to_owned(),
        is_closed: status == "won",
        evidence_due_at: due,
        opened_at: payment.created_at,
    }
}

async fn disputes(shop: &Shop, open_only: bool) -> Vec<Dispute> {
    let query = DisputeQuery { open_only, ..DisputeQuery::default() };
    shop.payments.disputes(Actor::System, query).await.unwrap().items
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_dispute_is_recorded_with_its_deadline_and_told_of_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let due = Some(payment.created_at + TimeDelta::days(10));
    shop.line.dispute(case(&payment, "needs_response", due));
    shop.hear_of("du_1").await.unwrap();
    shop.hear_of("du_1").await.unwrap();
    let [open] = &disputes(&shop, true).await[..] else { panic!("one dispute") };
    assert_eq!((open.payment, open.amount(), open.is_closed), (Some(payment.id), Some(euros(8400)), false));
    assert_eq!(open.reason, "product_not_received");
    assert_eq!(open.evidence_due_at.map(|at| at.timestamp()), due.map(|at| at.timestamp()));
    let told = shop.told().await;
    assert_eq!(told.iter().filter(|name| *name == "dispute_changed").count(), 1);

    shop.line.dispute(case(&payment, "won", None));
    shop.hear_of("du_1").await.unwrap();
    assert_eq!(disputes(&shop, true).await, []);
    assert_eq!(disputes(&shop, false).await.len(), 1);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_disputed_payment_is_not_refunded_as_well(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let send = || {
        let reason = "Chipped".to_owned();
        shop.payments.refund(Actor::System, refund_id(), payment.id, euros(400), reason, String::new())
    };
    shop.line.dispute(case(&payment, "needs_response", None));
    shop.hear_of("du_1").await.unwrap();
    assert_eq!(send().await.unwrap_err().kind, ErrorKind::Conflict);
    shop.line.dispute(case(&payment, "won", None));
    shop.hear_of("du_1").await.unwrap();
    assert_eq!(send().await.unwrap().refunded, euros(400));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_dispute_of_another_shop_s_charge_is_recorded_without_a_payment(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let other = Case { charge: "ch_other".to_owned(), ..case(&payment, "needs_response", None) };
    shop.line.dispute(other);
    shop.hear_of("du_1").await.unwrap();
    assert_eq!(disputes(&shop, true).await[0].payment, None);
    let seen = shop.payments.disputes(staff(&[Permission::ViewStock]), DisputeQuery::default()).await;
    assert_eq!(seen.unwrap_err().kind, ErrorKind::Forbidden);
}
