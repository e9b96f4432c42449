//! What must hold of orders, their lines and the checkouts they came from.

use contracts::{CheckoutId, OrderId, PaymentId, ShipmentId};
use platform::{Database, verify::Rule};

/// The rules of this database.
pub const RULES: &[Rule] = &[
    Rule {
        name: "I-4",
        what: "an order's subtotal and units are those of its lines",
        examined: "select count(*) from orders",
        breaches: "select format('order %s: subtotal %s of %s, units %s of %s', o.number, o.subtotal_minor,
                coalesce(i.subtotal, 0), o.units, coalesce(i.units, 0))
            from orders o left join (
                select order_id, sum(subtotal_minor) as subtotal, sum(quantity) as units
                from order_items group by order_id) i on i.order_id = o.id
            where o.subtotal_minor <> coalesce(i.subtotal, 0) or o.units <> coalesce(i.units, 0)",
    },
    Rule {
        name: "I-4",
        what: "an order's total is subtotal less discount and shipping, and contains its tax",
        examined: "select count(*) from orders",
        breaches: "select format('order %s: %s - %s + %s is not %s, or tax %s', number, subtotal_minor, discount_minor, shipping_minor,
                total_amount_minor, tax_minor)
            from orders
            where total_amount_minor <> subtotal_minor - discount_minor + shipping_minor
                or tax_minor not between 0 and total_amount_minor",
    },
    Rule {
        name: "I-4",
        what: "a line's subtotal is its units times its price",
        examined: "select count(*) from order_items",
        breaches: "select format('line %s of order %s: %s is not %s times %s', id, order_id, subtotal_minor, quantity,
                unit_price_minor)
            from order_items where subtotal_minor <> quantity * unit_price_minor",
    },
    Rule {
        name: "I-5",
        what: "no line sends or gives back more units than were bought",
        examined: "select count(*) from order_items",
        breaches: "select format('line %s of order %s: %s bought, %s sent, %s refunded', id, order_id, quantity,
                shipped + sending, refunded + refunding)
            from order_items where shipped + sending > quantity or refunded + refunding > quantity",
    },
    Rule {
        name: "I-5",
        what: "no order gives back more than it took",
        examined: "select count(*) from orders",
        breaches: "select format('order %s: refunded %s of %s', number, refunded_minor, total_amount_minor)
            from orders where refunded_minor not between 0 and total_amount_minor",
    },
    Rule {
        name: "I-5",
        what: "units on hold for a parcel or a refund are those of the holds",
        examined: "select count(*) from order_items",
        breaches: "select format('line %s of order %s: sending %s of %s, refunding %s of %s', i.id, i.order_id, i.sending,
                coalesce(h.sending, 0), i.refunding, coalesce(h.refunding, 0))
            from order_items i left join (
                select item_id, sum(units) filter (where kind = 'shipment') as sending,
                    sum(units) filter (where kind = 'refund') as refunding
                from order_hold_lines group by item_id) h on h.item_id = i.id
            where i.sending <> coalesce(h.sending, 0) or i.refunding <> coalesce(h.refunding, 0)",
    },
    Rule {
        name: "I-6",
        what: "an order moves along its graph only, and stands where its history ends",
        examined: "select count(*) from order_status_history",
        breaches: "select format('order %s: %s after %s (entry %s)', order_id, status, coalesce(previous, 'nothing'),
                history_id)
            from (
                select history_id, order_id, status,
                    lag(status) over (partition by order_id order by history_id) as previous
                from order_status_history) steps
            where (coalesce(previous, ''), status) not in (
                ('', 'pending'), ('pending', 'confirmed'), ('pending', 'cancelled'), ('confirmed', 'cancelled'),
                ('confirmed', 'shipped'), ('shipped', 'delivered'))
                and previous is distinct from status
            union all
            select format('order %s: is %s, its history ends with %s', o.number, o.order_status, h.status)
            from orders o join lateral (
                select status from order_status_history where order_id = o.id order by history_id desc limit 1
            ) h on true
            where h.status <> o.order_status",
    },
    Rule {
        name: "I-2",
        what: "a checkout that went through has its order, one that was given up has none that stands",
        examined: "select count(*) from checkouts",
        breaches: "select format('checkout %s: %s, order %s', c.id, c.state, coalesce(o.number || ' ' || o.order_status, 'none'))
            from checkouts c left join orders o on o.checkout_id = c.id
            where (c.state in ('placed', 'confirmed', 'completed') and o.id is null)
                or (c.state = 'abandoned' and o.order_status <> 'cancelled')",
    },
    Rule {
        name: "I-11",
        what: "no checkout is stuck",
        examined: "select count(*) from checkouts",
        breaches: "select format('checkout %s: since %s, %s', id, updated_at, failure)
            from checkouts where state = 'stuck' order by updated_at",
    },
    Rule {
        name: "I-11",
        what: "a checkout that nobody has to pay goes on within a minute of its next try",
        examined: "select count(*) from checkouts",
        breaches: "select format('checkout %s: %s since %s', id, state, updated_at)
            from checkouts
            where state not in ('completed', 'abandoned', 'stuck', 'awaiting_payer')
                and updated_at < now() - interval '1 minute' and next_attempt_at < now() - interval '1 minute'",
    },
    Rule {
        name: "I-11",
        what: "a parcel or a refund that was begun comes to its end within half an hour",
        examined: "select count(*) from order_holds",
        breaches: "select format('%s %s of order %s: since %s, %s tries, %s', kind, reference, order_id, held_at, attempts,
                coalesce(failure, 'not tried'))
            from order_holds where held_at < now() - interval '30 minutes' order by held_at",
    },
    Rule {
        name: "I-16",
        what: "a cart is a customer's or a guest's, and a customer has one",
        examined: "select count(*) from carts",
        breaches: "select format('cart %s: of %s', id, coalesce(user_id::text, 'nobody'))
            from carts where (user_id is null) = (token_hash is null)
            union all
            select format('customer %s: %s carts', user_id, count(*))
            from carts where user_id is not null group by user_id having count(*) > 1",
    },
    Rule {
        name: "I-17",
        what: "an order costs what was agreed to in its checkout",
        examined: "select count(*) from orders o join checkouts c on c.id = o.checkout_id where c.data ? 'total'",
        breaches: "select format('order %s: %s %s, agreed %s', o.number, o.total_amount_minor, o.currency, c.data -> 'total')
            from orders o join checkouts c on c.id = o.checkout_id
            where c.data ? 'total' and (c.data #>> '{total,minor}', c.data #>> '{total,currency}')
                is distinct from (o.total_amount_minor::text, o.currency)",
    },
    Rule {
        name: "I-18",
        what: "a shopper's attempt is one run, and a run is one order",
        examined: "select count(*) from checkouts",
        breaches: "select format('cart %s: %s runs of one attempt', cart_id, count(*))
            from checkouts group by cart_id, idempotency_key having count(*) > 1
            union all
            select format('checkout %s: %s orders', checkout_id, count(*))
            from orders group by checkout_id having count(*) > 1",
    },
    Rule {
        name: "I-24",
        what: "an unfinished checkout knows all that any release needs to go on with it",
        examined: "select count(*) from checkouts where state not in ('completed', 'abandoned')",
        breaches: "select format('checkout %s: %s, knows %s', id, state, array(select jsonb_object_keys(data)))
            from checkouts where state not in ('completed', 'abandoned')
                and not data ?& array['cart', 'who', 'items', 'total', 'payment']",
    },
    Rule {
        name: "I-9",
        what: "a coupon counts its uses, and has no more than it may have",
        examined: "select count(*) from coupons",
        breaches: "select format('coupon %s: counts %s uses, has %s, may have %s', c.code, c.used, count(u.checkout_id),
                coalesce(c.most_uses::text, 'any number'))
            from coupons c left join coupon_uses u on u.coupon_id = c.id
            group by c.id having c.used <> count(u.checkout_id) or c.used > c.most_uses",
    },
    Rule {
        name: "I-9",
        what: "no customer uses a coupon more often than one may",
        examined: "select count(*) from coupon_uses",
        breaches: "select format('coupon %s: %s uses by %s, may have %s', c.code, count(*), u.whose, c.most_per_customer)
            from coupons c join (
                select coupon_id, customer as whose from coupon_uses
                union all
                select coupon_id, user_id::text from coupon_uses where user_id is not null) u on u.coupon_id = c.id
            group by c.id, u.whose having count(*) > c.most_per_customer",
    },
    Rule {
        name: "I-9",
        what: "a coupon is used by a run that goes on or an order that stands",
        examined: "select count(*) from coupon_uses",
        breaches: "select format('coupon use of checkout %s: the run is %s, its order %s', u.checkout_id, c.state,
                coalesce(o.order_status, 'none'))
            from coupon_uses u join checkouts c on c.id = u.checkout_id left join orders o on o.checkout_id = c.id
            where c.state = 'abandoned' or o.order_status = 'cancelled' or (c.state = 'completed' and o.id is null)",
    },
    Rule {
        name: "I-9",
        what: "an order that stands has the discount that its checkout took, in all and over its lines",
        examined: "select count(*) from orders where order_status <> 'cancelled'",
        breaches: "select format('order %s: discount %s, taken %s, on its lines %s', o.number, o.discount_minor,
                coalesce(u.discount_minor, 0), coalesce(i.discount, 0))
            from orders o left join coupon_uses u on u.checkout_id = o.checkout_id
            left join (select order_id, sum(discount_minor) as discount from order_items group by order_id) i
                on i.order_id = o.id
            where o.order_status <> 'cancelled' and (o.discount_minor <> coalesce(u.discount_minor, 0)
                or o.discount_minor <> coalesce(i.discount, 0))",
    },
    Rule {
        name: "I-15",
        what: "order numbers are unique and not sequential",
        examined: "select count(*) from orders",
        breaches: "select format('order number %s: %s times', number, count(*)) from orders group by number having count(*) > 1
            union all
            select format('order number %s: too short to be unguessable', number) from orders where length(number) < 12",
    },
    Rule {
        name: "I-15",
        what: "the numbers of invoices and of credit notes are 1, 2, 3 ... in each year, up to the last one given",
        examined: "select count(*) from invoices",
        breaches: "select format('%s: %s after %s', number, position, before)
            from (select number, position, coalesce(lag(position) over (partition by kind, year order by position), 0)
                as before from invoices) numbered
            where position <> before + 1
            union all
            select format('%s of %s: the last is %s, given were %s', s.kind, s.year, coalesce(max(i.position), 0),
                s.last_position)
            from invoice_series s left join invoices i on i.kind = s.kind and i.year = s.year
            group by s.kind, s.year having s.last_position <> coalesce(max(i.position), 0)",
    },
    Rule {
        name: "I-15",
        what: "a paid order has one invoice over its total, and credit notes over what went back",
        examined: "select count(*) from orders where payment_status in ('paid', 'partially_refunded', 'refunded')",
        breaches: "select format('order %s: %s invoices over %s, tax %s; total %s, tax %s; credited %s (noted %s) of %s',
                o.number, coalesce(d.invoices, 0), d.total, d.tax, o.total_amount_minor, o.tax_minor,
                coalesce(d.credited, 0), o.credited_minor, o.refunded_minor)
            from orders o left join (
                select order_id, count(*) filter (where kind = 'invoice') as invoices,
                    sum(total_minor) filter (where kind = 'invoice') as total,
                    sum(tax_minor) filter (where kind = 'invoice') as tax,
                    coalesce(sum(total_minor) filter (where kind = 'credit_note'), 0) as credited
                from invoices group by order_id) d on d.order_id = o.id
            where o.payment_status in ('paid', 'partially_refunded', 'refunded')
                and (d.invoices, d.total, d.tax, d.credited, o.credited_minor)
                    is distinct from (1::bigint, o.total_amount_minor::numeric, o.tax_minor::numeric,
                        o.refunded_minor::numeric, o.refunded_minor)",
    },
    Rule {
        name: "I-15",
        what: "a credit note answers to a refund that was recorded, and amends the invoice of its order",
        examined: "select count(*) from invoices where kind = 'credit_note'",
        breaches: "select format('%s: refund %s, amends %s', c.number, c.reference, c.corrects)
            from invoices c
            where c.kind = 'credit_note'
                and (not exists (select from order_movements m
                        where m.kind = 'refund' and m.reference = c.reference and m.order_id = c.order_id)
                    or not exists (select from invoices i
                        where i.kind = 'invoice' and i.number = c.corrects and i.order_id = c.order_id))",
    },
    Rule {
        name: "I-15",
        what: "the lines of an invoice or a credit note add up to its total and its tax",
        examined: "select count(*) from invoices",
        breaches: "select format('%s: total %s of %s, tax %s of %s', i.number, i.total_minor, l.gross, i.tax_minor, l.tax)
            from invoices i cross join lateral (
                select coalesce(sum((line #>> '{gross,minor}')::bigint), 0) as gross,
                    coalesce(sum((line #>> '{tax,minor}')::bigint), 0) as tax,
                    coalesce(sum((line #>> '{net,minor}')::bigint), 0) as net
                from jsonb_array_elements(i.content -> 'lines') line) l
            where l.gross <> i.total_minor or l.tax <> i.tax_minor or l.net + l.tax <> l.gross",
    },
];

/// An order as others see it: what is to be compared with payment and stock.
pub struct Fact {
    /// Its id.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// The checkout it came from.
    pub checkout: CheckoutId,
    /// What paid for it.
    pub payment: PaymentId,
    /// Where it is.
    pub status: String,
    /// Where its payment is, as the order sees it.
    pub payment_status: String,
    /// Minor units.
    pub total: i64,
    /// Minor units.
    pub refunded: i64,
    /// Units of all lines.
    pub units: i64,
    /// Seconds since it last moved.
    pub age_seconds: f64,
}

/// All orders after `after`, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(db: &Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<Fact>> {
    let rows = sqlx::query!(
        r#"select o.id, o.number, o.checkout_id, o.payment_id, o.order_status, o.payment_status, o.total_amount_minor,
            o.refunded_minor, o.units::bigint as "units!",
            extract(epoch from now() - coalesce((select max(changed_at) from order_status_history h
                where h.order_id = o.id), o.order_date))::float8 as "age!"
         from orders o where o.id > $1 order by o.id limit $2"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let fact = rows.into_iter().map(|row| Fact {
        order: OrderId(row.id),
        number: row.number,
        checkout: CheckoutId(row.checkout_id),
        payment: PaymentId(row.payment_id),
        status: row.order_status,
        payment_status: row.payment_status,
        total: row.total_amount_minor,
        refunded: row.refunded_minor,
        units: row.units,
        age_seconds: row.age,
    });
    Ok(fact.collect())
}

/// A purchase that was given up.
pub struct GivenUp {
    /// The run.
    pub checkout: CheckoutId,
    /// Seconds since it ended.
    pub age_seconds: f64,
}

/// All purchases after `after` that were given up, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn given_up(db: &Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<GivenUp>> {
    let rows = sqlx::query!(
        r#"select id, extract(epoch from now() - updated_at)::float8 as "age!" from checkouts
         where state = 'abandoned' and id > $1 order by id limit $2"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let gone = rows.into_iter().map(|row| GivenUp { checkout: CheckoutId(row.id), age_seconds: row.age });
    Ok(gone.collect())
}

/// A parcel that an order counts as sent.
pub struct Parcel {
    /// The parcel.
    pub shipment: ShipmentId,
    /// Its order.
    pub order: OrderId,
    /// Seconds since it was counted.
    pub age_seconds: f64,
}

/// All parcels after `after` that orders count, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn parcels(db: &Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<Parcel>> {
    let rows = sqlx::query!(
        r#"select reference, order_id, extract(epoch from now() - recorded_at)::float8 as "age!"
         from order_movements where kind = 'shipment' and reference > $1 order by reference limit $2"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let parcel = rows.into_iter().map(|row| Parcel {
        shipment: ShipmentId(row.reference),
        order: OrderId(row.order_id),
        age_seconds: row.age,
    });
    Ok(parcel.collect())
}
