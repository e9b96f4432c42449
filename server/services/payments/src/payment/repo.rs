//! Rows of `payments`, read with their refunds.

use crate::{
    Error,
    gateway::{Charge, Entry, Standing, is_stand_in},
    gift_card, refund,
};
use contracts::{
    CheckoutId, Currency, GiftCardId, Money, OrderId, Page, PageRequest, PaymentId, Timestamp,
    payments::{Authorise, GiftCardShare, Payment, PaymentStatus},
};
use platform::Walk;
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    order_id: Option<Uuid>,
    checkout_id: Uuid,
    payment_method: String,
    method_label: String,
    amount_minor: i64,
    currency: String,
    payment_status: String,
    transaction_date: Timestamp,
    gateway: String,
    gateway_reference: Option<String>,
    captured_minor: i64,
    refunded_minor: i64,
    action_url: Option<String>,
    decline_message: Option<String>,
    gift_card_id: Option<Uuid>,
    gift_card_minor: i64,
}

impl TryFrom<Row> for Payment {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let currency = Currency::from_code(&row.currency).ok_or_else(|| Error::unreadable(&row.currency))?;
        let status = PaymentStatus::from_text(&row.payment_status);
        Ok(Self {
            id: PaymentId(row.id),
            checkout: CheckoutId(row.checkout_id),
            order: row.order_id.map(OrderId),
            status: status.ok_or_else(|| Error::unreadable(&row.payment_status))?,
            method: row.payment_method,
            method_label: row.method_label,
            amount: Money::new(row.amount_minor, currency),
            gift_card: row.gift_card_id.map(|id| GiftCardShare {
                card: GiftCardId(id),
                amount: Money::new(row.gift_card_minor, currency),
            }),
            captured: Money::new(row.captured_minor, currency),
            refunded: Money::new(row.refunded_minor, currency),
            gateway: row.gateway,
            gateway_reference: row.gateway_reference,
            action_url: row.action_url,
            decline_message: row.decline_message,
            created_at: row.transaction_date,
            refunds: Vec::new(),
        })
    }
}

/// The columns of a [`Row`], selected from `payments` with the given rest of the statement.
macro_rules! select {
    ($rest:literal $(+ $more:literal)* $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            "select id, order_id, checkout_id, payment_method, method_label, amount_minor, currency, payment_status,
                 transaction_date, gateway, gateway_reference, captured_minor, refunded_minor, action_url,
                 decline_message, gift_card_id, gift_card_minor
             from payments " + $rest $(+ $more)*
            $(, $argument)*
        )
    };
}

/// Records a payment; false when it is recorded already.
pub async fn insert(
    conn: &mut PgConnection,
    request: &Authorise,
    (gateway, method): (&str, &str),
    at: Timestamp,
) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into payments (id, checkout_id, payment_method, amount_minor, currency, payment_status,
             transaction_date, gateway, gift_card_id, gift_card_minor)
         values ($1, $2, $3, $4, $5, 'created', $6, $7, $8, $9)
         on conflict (id) do nothing",
        request.payment.0,
        request.checkout.0,
        method,
        request.amount.minor,
        request.amount.currency.code(),
        at,
        gateway,
        request.gift_card.as_ref().map(|share| share.card.0),
        request.gift_card.as_ref().map_or(0, |share| share.amount.minor)
    );
    let inserted = inserted.execute(conn).await.map_err(told)?;
    Ok(inserted.rows_affected() == 1)
}

fn told(error: sqlx::Error) -> Error {
    match platform::constraint(&error) {
        Some("one_live_payment_per_checkout") => {
            contracts::Error::conflict("This purchase is being paid already.").into()
        }
        Some("payments_gift_card_id_fkey") => {
            contracts::Error::field("gift_card", gift_card::model::UNKNOWN).into()
        }
        _ => error.into(),
    }
}

/// A payment, held until the transaction ends.
pub async fn lock(conn: &mut PgConnection, id: PaymentId) -> Result<Payment, Error> {
    sqlx::query!("select id from payments where id = $1 for update", id.0).fetch_optional(&mut *conn).await?;
    get(conn, id).await
}

/// A payment that has to exist.
pub async fn get(conn: &mut PgConnection, id: PaymentId) -> Result<Payment, Error> {
    find(conn, id).await?.ok_or_else(|| contracts::Error::not_found("payment").into())
}

/// A payment by its id.
pub async fn find(conn: &mut PgConnection, id: PaymentId) -> Result<Option<Payment>, Error> {
    let rows = select!("where id = $1", id.0).fetch_all(&mut *conn).await?;
    Ok(with_refunds(conn, rows).await?.pop())
}

/// The payments of an order, oldest first.
pub async fn of_order(conn: &mut PgConnection, order: OrderId) -> Result<Vec<Payment>, Error> {
    let rows = select!("where order_id = $1 order by transaction_date, id", order.0);
    let rows = rows.fetch_all(&mut *conn).await?;
    with_refunds(conn, rows).await
}

/// The payments that these charges were made for, or that hold their ids.
pub async fn of_charges(conn: &mut PgConnection, entries: &[Entry]) -> Result<Vec<Payment>, Error> {
    let references: Vec<String> = entries.iter().map(|entry| entry.reference.clone()).collect();
    let ids: Vec<Uuid> = entries.iter().filter_map(|entry| entry.terms.payment.map(|id| id.0)).collect();
    let rows = select!("where id = any($1) or gateway_reference = any($2)", &ids, &references);
    let rows = rows.fetch_all(&mut *conn).await?;
    // One that cannot be read lets the others pass; it is told of when it is looked at by itself.
    let readable = rows.into_iter().filter(|row| Currency::from_code(&row.currency).is_some());
    with_refunds(conn, readable.collect()).await
}

/// The payment that holds a charge's id, or that the charge was made for; held until the transaction ends.
pub async fn of_charge(conn: &mut PgConnection, charge: &Charge) -> Result<Option<Payment>, Error> {
    let id = sqlx::query_scalar!(
        "select id from payments where gateway_reference = $1 or id = $2
         order by gateway_reference is not distinct from $1 desc limit 1 for update",
        charge.reference,
        charge.terms.payment.map(|payment| payment.0)
    );
    match id.fetch_optional(&mut *conn).await? {
        Some(id) => find(conn, PaymentId(id)).await,
        None => Ok(None),
    }
}

/// Payments that hold or took money for so long without an order, oldest first, at most 100.
pub async fn loose(conn: &mut PgConnection, older_than_seconds: u32) -> Result<Vec<Payment>, Error> {
    let rows = select!(
        "where order_id is null and payment_status in ('created', 'requires_action', 'authorised', 'captured')
             and (payment_status <> 'captured' or captured_minor > refunded_minor)
             and transaction_date < now() - make_interval(secs => $1)
         order by transaction_date, id limit 100",
        f64::from(older_than_seconds)
    );
    let rows = rows.fetch_all(&mut *conn).await?;
    with_refunds(conn, rows).await
}

/// Until the transaction ends, statements are planned for their values: searching has an index of its own.
pub async fn plan_for_these_values(conn: &mut PgConnection) -> Result<(), Error> {
    let set = sqlx::query_scalar!("select set_config('plan_cache_mode', 'force_custom_plan', true)");
    set.fetch_one(conn).await?;
    Ok(())
}

/// A page of the payments that match, newest first.
pub async fn page(
    conn: &mut PgConnection,
    like: &str,
    page: &PageRequest,
    total: i64,
) -> Result<Page<Payment>, Error> {
    let walk = Walk::<Timestamp>::to(page);
    macro_rules! rows {
        ($follows:literal, $order:literal) => {
            select!(
                "where ($1 = '' or search like $1)
                     and ($4::timestamptz is null or (transaction_date, id) "
                    + $follows
                    + " ($4, $5::uuid))
                 order by "
                    + $order
                    + " limit $2 offset $3",
                like,
                walk.limit(),
                walk.offset(),
                walk.value(),
                walk.id()
            )
            .fetch_all(&mut *conn)
            .await?
        };
    }
    let rows = if walk.is_backwards() {
        rows!(">", "transaction_date, id")
    } else {
        rows!("<", "transaction_date desc, id desc")
    };
    let payments = with_refunds(conn, rows).await?;
    Ok(walk.page(payments, total, |payment| (payment.created_at, payment.id.0)))
}

/// How many payments match, counted up to [`PageRequest::COUNTED`].
pub async fn count(conn: &mut PgConnection, like: &str) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from payments where $1 = '' or search like $1 limit $2) as counted"#,
        like,
        PageRequest::COUNTED + 1,
    );
    Ok(count.fetch_one(conn).await?)
}

async fn with_refunds(conn: &mut PgConnection, rows: Vec<Row>) -> Result<Vec<Payment>, Error> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut refunds = refund::repo::of(conn, &ids).await?;
    let payments = rows.into_iter().map(|row| {
        let mut payment = Payment::try_from(row)?;
        payment.refunds = refunds.remove(&payment.id).unwrap_or_default();
        Ok(payment)
    });
    payments.collect()
}

/// Writes where a payment is, and what its gateway said.
pub async fn settle(
    conn: &mut PgConnection,
    payment: &Payment,
    to: PaymentStatus,
    charge: &Charge,
) -> Result<(), Error> {
    let action_url = match &charge.standing {
        Standing::RequiresAction(url) => url.as_deref(),
        _ => None,
    };
    let decline = match &charge.standing {
        Standing::Declined(message) => Some(message.as_str()),
        _ => None,
    };
    let captured = if to == PaymentStatus::Captured { payment.amount.minor } else { 0 };
    sqlx::query!(
        "update payments set payment_status = $2, captured_minor = $3, payment_gateway_response = $4,
             gateway_reference = coalesce(gateway_reference, $5),
             method_label = case when $6 = '' then method_label else $6 end,
             action_url = $7, decline_message = $8
         where id = $1",
        payment.id.0,
        to.as_str(),
        captured,
        charge.response,
        charge.reference,
        charge.label,
        action_url,
        decline
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Remembers the gateway's id of a charge that it is still working on. The id of a page to pay at gives way to that
/// of the charge that was made there.
pub async fn set_reference(conn: &mut PgConnection, id: PaymentId, reference: &str) -> Result<(), Error> {
    sqlx::query!(
        "update payments set gateway_reference = $2
         where id = $1 and (gateway_reference is null or ($3 and starts_with(gateway_reference, 'cs_')))",
        id.0,
        reference,
        !is_stand_in(reference)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Names the order; false when the payment belongs to another one.
pub async fn attach_order(conn: &mut PgConnection, id: PaymentId, order: OrderId) -> Result<bool, Error> {
    let attached = sqlx::query!(
        "update payments set order_id = $2 where id = $1 and (order_id is null or order_id = $2)",
        id.0,
        order.0
    );
    Ok(attached.execute(conn).await?.rows_affected() == 1)
}

/// Counts an amount as on its way back, or, negative, as not gone back after all.
pub async fn add_refunded(conn: &mut PgConnection, id: PaymentId, minor: i64) -> Result<(), Error> {
    sqlx::query!("update payments set refunded_minor = refunded_minor + $2 where id = $1", id.0, minor)
        .execute(conn)
        .await?;
    Ok(())
}

/// The payment behind a gateway's id.
pub async fn id_of(conn: &mut PgConnection, reference: &str) -> Result<Option<PaymentId>, Error> {
    let id = sqlx::query_scalar!("select id from payments where gateway_reference = $1", reference);
    Ok(id.fetch_optional(conn).await?.map(PaymentId))
}
