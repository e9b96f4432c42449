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
    Rule {
        name: "I-10",
        what: "a gift card's balance is the sum of its movements, and never less than nothing",
        examined: "select count(*) from gift_cards",
        breaches: "select format('gift card %s: balance %s, movements %s', c.id, c.balance_minor, coalesce(m.total, 0))
            from gift_cards c left join (
                select gift_card_id, sum(amount_minor) as total from gift_card_movements group by gift_card_id
            ) m on m.gift_card_id = c.id
            where c.balance_minor <> coalesce(m.total, 0) or c.balance_minor < 0",
    },
    Rule {
        name: "I-10",
        what: "a purchase that a gift card pays has taken its share once, and what came to nothing has given it back",
        examined: "select count(*) from payments where gift_card_minor > 0",
        breaches: "select format('payment %s: %s, share %s of gift card %s, taken %s, given back %s', p.id, p.payment_status,
                p.gift_card_minor, p.gift_card_id, coalesce(m.taken, 0), coalesce(m.released, 0))
            from payments p full join (
                select payment_id, gift_card_id, -sum(amount_minor) filter (where kind = 'redeemed') as taken,
                    sum(amount_minor) filter (where kind = 'released') as released
                from gift_card_movements where kind in ('redeemed', 'released') group by payment_id, gift_card_id
            ) m on m.payment_id = p.id and m.gift_card_id = p.gift_card_id
            where (p.gift_card_minor > 0 or m.payment_id is not null) and case
                when p.payment_status in ('failed', 'voided') then
                    coalesce(m.taken, p.gift_card_minor) <> p.gift_card_minor
                    or coalesce(m.released, 0) <> coalesce(m.taken, 0)
                else coalesce(m.taken, 0) - coalesce(m.released, 0) is distinct from p.gift_card_minor end",
    },
    Rule {
        name: "I-10",
        what: "what went back to a gift card is what its refunds say, and a gateway gives back no more than it took",
        examined: "select count(*) from refunds where gift_card_minor > 0",
        breaches: "select format('refund %s: %s, %s for the gift card, booked %s', coalesce(r.id, m.reference), r.refund_status,
                r.gift_card_minor, coalesce(m.amount_minor, 0))
            from (refunds r join payments p on p.id = r.payment_id) full join (
                select * from gift_card_movements where kind = 'refunded'
            ) m on m.reference = r.id and m.payment_id = p.id and m.gift_card_id = p.gift_card_id
            where coalesce(m.amount_minor, 0)
                <> case when r.refund_status = 'processed' then r.gift_card_minor else 0 end
            union all
            select format('payment %s: the gateway took %s and gave back %s', p.id, p.amount_minor - p.gift_card_minor, sum(
                r.refund_amount_minor - r.gift_card_minor))
            from payments p join refunds r on r.payment_id = p.id and r.refund_status <> 'failed'
            group by p.id
            having sum(r.refund_amount_minor - r.gift_card_minor) > p.amount_minor - p.gift_card_minor",
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
    /// Minor units, with the gift card's share.
    pub captured: i64,
    /// Minor units, of refunds that did not fail, with what went to the gift card.
    pub refunded: i64,
    /// What a gift card pays of it, minor units.
    pub gift_card: i64,
    /// What of `refunded` is the gift card's, minor units.
    pub to_gift_card: i64,
    /// Whether a gateway was asked: a gift card did not pay all.
    pub is_charged: bool,
    /// Seconds since it was made.
    pub age_seconds: f64,
}

impl Fact {
    /// What the gateway took, minor units.
    pub fn captured_at_gateway(&self) -> i64 {
        if self.captured == 0 { 0 } else { self.captured - self.gift_card }
    }

    /// What went back through the gateway, minor units, of refunds that did not fail.
    pub fn refunded_at_gateway(&self) -> i64 {
        self.refunded - self.to_gift_card
    }
}

/// All payments after `after`, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(db: &Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<Fact>> {
    let rows = sqlx::query!(
        r#"select id, order_id, checkout_id, gateway_reference, payment_status, captured_minor, refunded_minor,
            gift_card_minor, gift_card_minor < amount_minor as "is_charged!",
            (select coalesce(sum(gift_card_minor), 0) from refunds
             where payment_id = payments.id and refund_status <> 'failed')::bigint as "to_gift_card!",
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
        gift_card: row.gift_card_minor,
        to_gift_card: row.to_gift_card,
        is_charged: row.is_charged,
        age_seconds: row.age,
    });
    Ok(fact.collect())
}
