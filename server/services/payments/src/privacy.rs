//! What is kept here of a person: told to them, and erased with their orders. Amounts, the gateway's ids and the ledger
//! of gift cards stay: they are the books.

use crate::Error;
use contracts::{
    Actor, OrderId,
    privacy::{Section, Subject},
};
use platform::{
    Database,
    privacy::{MOST, section},
};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Everything here about a person, by their orders.
pub async fn personal_data(db: &Database, actor: &Actor, subject: &Subject) -> Result<Vec<Section>, Error> {
    actor.require_system()?;
    let orders: Vec<_> = subject.orders.iter().map(|order| order.0).collect();
    let (pool, orders) = (db.pool(), &*orders);
    Ok(vec![
        section("payments", "How you paid, and what went back.", payments(pool, orders).await?),
        section("gift_cards", "Gift cards that you paid with.", gift_cards(pool, orders).await?),
        section("disputes", "Charges that you disputed.", disputes(pool, orders).await?),
    ])
}

/// Whether something about an order's money is still open.
pub async fn is_open(db: &Database, actor: &Actor, order: OrderId) -> Result<bool, Error> {
    actor.require_system()?;
    let open = sqlx::query_scalar!(
        r#"select exists (
               select from payments p
               where p.order_id = $1 and (
                   p.payment_status not in ('captured', 'failed', 'voided')
                   or exists (select from refunds r where r.payment_id = p.id and r.refund_status = 'pending')
                   or exists (select from payment_disputes d where d.payment_id = p.id and not d.is_closed)
                   or exists (select from payment_reconciliations f
                              where f.payment_id = p.id and f.resolved_at is null))
           ) as "open!""#,
        order.0
    );
    Ok(open.fetch_one(db.pool()).await?)
}

/// Erases how an order was paid. Repeating it changes nothing.
pub async fn erase_order(db: &Database, actor: &Actor, order: OrderId) -> Result<(), Error> {
    actor.require_system()?;
    let mut tx = db.begin().await?;
    sqlx::query!(
        "update payments set method_label = '', action_url = null, decline_message = null,
             payment_gateway_response = null
         where order_id = $1",
        order.0
    )
    .execute(&mut *tx)
    .await?;
    erase_calls(&mut tx, order).await?;
    tx.commit().await?;
    Ok(())
}

/// What was asked and answered; that a call was given up is looked at later, too.
async fn erase_calls(conn: &mut PgConnection, order: OrderId) -> Result<(), Error> {
    sqlx::query!(
        "update gateway_calls set request = '{}', response = '{}'
         where answered_at is not null and not coalesce(response ? 'given_up', false)
             and payment_id in (select id from payments where order_id = $1)",
        order.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn payments(pool: &PgPool, orders: &[Uuid]) -> Result<Vec<Value>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('order', order_id, 'at', transaction_date, 'method', method_label,
               'kind', payment_method, 'status', payment_status, 'amount_minor', amount_minor, 'currency', currency,
               'captured_minor', captured_minor, 'refunded_minor', refunded_minor,
               'gift_card_minor', gift_card_minor, 'gateway', gateway, 'gateway_reference', gateway_reference,
               'refunds', (select coalesce(jsonb_agg(jsonb_build_object('at', refund_date, 'status', refund_status,
                               'amount_minor', refund_amount_minor, 'reason', reason) order by refund_date), '[]')
                           from refunds where payment_id = payments.id)) as "row!"
           from payments where order_id = any($1) order by transaction_date desc limit $2"#,
        orders,
        MOST
    );
    rows.fetch_all(pool).await
}

async fn gift_cards(pool: &PgPool, orders: &[Uuid]) -> Result<Vec<Value>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('ending', c.ending, 'currency', c.currency, 'at', m.at, 'kind', m.kind,
               'amount_minor', m.amount_minor) as "row!"
           from gift_card_movements m join gift_cards c on c.id = m.gift_card_id
           where m.payment_id in (select id from payments where order_id = any($1))
           order by m.at desc limit $2"#,
        orders,
        MOST
    );
    rows.fetch_all(pool).await
}

async fn disputes(pool: &PgPool, orders: &[Uuid]) -> Result<Vec<Value>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('opened_at', opened_at, 'kind', kind, 'amount_minor', amount_minor,
               'currency', currency, 'reason', reason, 'status', status) as "row!"
           from payment_disputes
           where payment_id in (select id from payments where order_id = any($1))
           order by opened_at desc limit $2"#,
        orders,
        MOST
    );
    rows.fetch_all(pool).await
}
