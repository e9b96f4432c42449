//! What a person has to look at: a gateway forgets keys after a day, so what it has not answered by then is
//! not asked again; and refunds that it refused.

use crate::Error;
use contracts::{Actor, Currency, Money, OrderId, PaymentId, Permission, payments::Unresolved};
use platform::Database;

/// Everything that is open, oldest first.
pub async fn list(db: &Database, actor: &Actor) -> Result<Vec<Unresolved>, Error> {
    actor.require(Permission::OperateSystem)?;
    let rows = sqlx::query!(
        r#"select payment_id as "payment_id!", order_id, operation as "operation!", amount as "amount!", currency as "currency!",
               reference, problem as "problem!", since as "since!"
           from (
               select payments.id as payment_id, order_id, operation, amount_minor - gift_card_minor as amount, currency,
                      gateway_reference as reference, 'The payment provider never answered.' as problem, first.at as since
               from gateway_calls call join payments on payments.id = payment_id,
                   lateral (select min(called_at) as at from gateway_calls
                            where payment_id = call.payment_id and operation = call.operation) first
               where answered_at is null and operation <> 'refund' and first.at < now() - interval '23 hours'
                 and payment_status in ('created', 'requires_action', 'authorised')
               union all
               select payments.id, order_id, 'refund', refund_amount_minor, currency, refunds.gateway_reference,
                      case refund_status when 'pending' then 'The payment provider never answered.'
                                         else coalesce(failure, 'The payment provider refused.') end, refund_date
               from refunds join payments on payments.id = payment_id
               where (refund_status = 'pending' and refunds.gateway_reference is null
                      and refund_date < now() - interval '23 hours')
                  or (refund_status = 'failed' and not exists (
                      select from refunds later
                      where later.payment_id = refunds.payment_id and later.refund_date > refunds.refund_date
                        and later.refund_status <> 'failed'))
           ) as open order by since limit 100"#
    );
    let rows = rows.fetch_all(db.pool()).await?;
    rows.into_iter()
        .map(|row| {
            let currency =
                Currency::from_code(&row.currency).ok_or_else(|| Error::unreadable(&row.currency))?;
            Ok(Unresolved {
                payment: PaymentId(row.payment_id),
                order: row.order_id.map(OrderId),
                operation: row.operation,
                amount: Money::new(row.amount, currency),
                gateway_reference: row.reference,
                problem: row.problem,
                since: row.since,
            })
        })
        .collect()
}
