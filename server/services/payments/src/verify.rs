//! What must hold of payments and refunds.

use contracts::{CheckoutId, OrderId, PaymentId};
use platform::{Database, verify::Rule};

/// The rules of this database.
pub const RULES: &[Rule] = &[
    Rule {
        name: "I-5",
        what: "no payment gives back more than it took, nor takes more than was held",
        examined: "select count(*) from payments",
        breaches: "select format('payment %s: amount %s, captured %s, refunded %s', id, amount_minor, captured_minor,
                refunded_minor)
            from payments
            where captured_minor not between 0 and amount_minor or refunded_minor not between 0 and captured_minor",
    },
    Rule {
        name: "I-5",
        what: "what a payment gave back are its refunds that did not fail",
        examined: "select count(*) from refunds",
        breaches: "select format('payment %s: refunded %s, refunds %s', p.id, p.refunded_minor, coalesce(r.total, 0))
            from payments p left join (
                select payment_id, sum(refund_amount_minor) as total from refunds
                where refund_status <> 'failed' group by payment_id) r on r.payment_id = p.id
            where p.refunded_minor <> coalesce(r.total, 0)",
    },
    Rule {
        name: "I-3",
        what: "a checkout is paid once",
        examined: "select count(*) from payments",
        breaches: "select format('checkout %s: %s payments hold or took money', checkout_id, count(*))
            from payments where payment_status not in ('failed', 'voided')
            group by checkout_id having count(*) > 1",
    },
    Rule {
        name: "I-3",
        what: "a payment is captured by one call of the gateway",
        examined: "select count(*) from gateway_calls where operation = 'capture'",
        breaches: "select format('payment %s: %s calls to capture', payment_id, count(*))
            from gateway_calls where operation = 'capture' and response ->> 'given_up' is null
            group by payment_id having count(*) > 1",
    },
    Rule {
        name: "I-6",
        what: "what was captured has an amount, and nothing else has",
        examined: "select count(*) from payments",
        breaches: "select format('payment %s: %s, captured %s', id, payment_status, captured_minor)
            from payments where (payment_status = 'captured') <> (captured_minor > 0)",
    },
    Rule {
        name: "I-8",
        what: "no money is held or taken for longer than fifteen minutes without an order",
        examined: "select count(*) from payments where payment_status in ('authorised', 'captured')",
        breaches: "select format('payment %s: %s %s %s since %s, checkout %s', id, payment_status, amount_minor, currency,
                transaction_date, checkout_id)
            from payments
            where payment_status in ('authorised', 'captured') and order_id is null
                and captured_minor > refunded_minor and transaction_date < now() - interval '15 minutes'
            union all
            select format('payment %s: holds %s %s since %s, checkout %s', id, amount_minor, currency,
                transaction_date, checkout_id)
            from payments
            where payment_status = 'authorised' and order_id is null
                and transaction_date < now() - interval '15 minutes'",
    },
    Rule {
        name: "I-18",
        what: "every call of the gateway has its answer within an hour",
        examined: "select count(*) from gateway_calls",
        breaches: "select format('%s of payment %s since %s', operation, payment_id, called_at)
            from gateway_calls where answered_at is null and called_at < now() - interval '1 hour'",
    },
    Rule {
        name: "I-7",
        what: "a gateway's charge is one payment",
        examined: "select count(*) from payments where gateway_reference is not null",
        breaches: "select format('charge %s: %s payments', gateway_reference, count(*))
            from payments where gateway_reference is not null group by gateway_reference having count(*) > 1",
    },
];

/// A payment as others see it: what is to be compared with order and gateway.
pub struct Fact {
    /// Its id.
    pub payment: PaymentId,
    /// The order it paid for.
    pub order: Option<OrderId>,
    /// The checkout it was made for.
    pub checkout: CheckoutId,
    /// The gateway's id of it.
    pub reference: Option<String>,
    /// Where it is.
    pub status: String,
    /// Minor units.
    pub captured: i64,
    /// Minor units, of refunds that did not fail.
    pub refunded: i64,
    /// Seconds since it was made.
    pub age_seconds: f64,
}

/// All payments after `after`, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(db: &Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<Fact>> {
    let rows = sqlx::query!(
        r#"select id, order_id, checkout_id, gateway_reference, payment_status, captured_minor, refunded_minor,
            extract(epoch from now() - transaction_date)::float8 as "age!"
         from payments where id > $1 order by id limit $2"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let fact = rows.into_iter().map(|row| Fact {
        payment: PaymentId(row.id),
        order: row.order_id.map(OrderId),
        checkout: CheckoutId(row.checkout_id),
        reference: row.gateway_reference,
        status: row.payment_status,
        captured: row.captured_minor,
        refunded: row.refunded_minor,
        age_seconds: row.age,
    });
    Ok(fact.collect())
}
