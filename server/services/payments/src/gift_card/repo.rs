//! Rows of `gift_cards` and `gift_card_movements`. Balances are kept by the triggers of migration 0007.

use crate::Error;
use chrono::NaiveDate;
use contracts::{
    CheckoutId, Currency, Email, GiftCardId, Money, OrderId, Page, PageRequest, PaymentId, Timestamp,
    payments::{
        GiftCard, GiftCardDraft, GiftCardMovement, GiftCardMovementKind, GiftCardQuery, GiftCardStatus,
    },
};
use platform::{Walk, ids};
use sqlx::PgConnection;
use uuid::Uuid;

/// How many movements of a card are shown.
const SHOWN: i64 = 200;

struct Row {
    id: Uuid,
    ending: String,
    status: String,
    currency: String,
    balance_minor: i64,
    issued_minor: i64,
    expires_on: Option<NaiveDate>,
    recipient: Option<String>,
    note: String,
    created_at: Timestamp,
}

impl TryFrom<Row> for GiftCard {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let currency = currency(&row.currency)?;
        let status = GiftCardStatus::from_text(&row.status);
        Ok(Self {
            id: GiftCardId(row.id),
            ending: row.ending,
            status: status.ok_or_else(|| Error::unreadable(&row.status))?,
            balance: Money::new(row.balance_minor, currency),
            issued: Money::new(row.issued_minor, currency),
            expires_on: row.expires_on,
            recipient: row.recipient.map(|email| email.parse().map_err(Error::unreadable)).transpose()?,
            note: row.note,
            created_at: row.created_at,
        })
    }
}

/// The columns of a [`Row`], with the given rest of the statement.
macro_rules! select {
    ($rest:literal $(+ $more:literal)* $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select id, ending, status as "status!", currency, balance_minor, issued_minor, expires_on, recipient, note,
                   created_at
               from (
                   select *, case when is_blocked then 'blocked' when expires_on < current_date then 'expired'
                       when balance_minor = 0 then 'empty' else 'active' end as status
                   from gift_cards) card "# + $rest $(+ $more)*
            $(, $argument)*
        )
    };
}

/// The cards on one way through the list: what follows a row, and in which order.
macro_rules! rows {
    ($conn:expr, $query:expr, $like:expr, $hash:expr, $walk:expr, $follows:literal, $order:literal) => {
        select!(
            "where ($1::text is null or search like $1 or code_hash = $2) and ($3::text is null or status = $3)
               and ($3::text is distinct from 'blocked' or is_blocked)
               and ($3::text is distinct from 'empty' or balance_minor = 0)
               and ($3::text is distinct from 'expired' or expires_on < current_date)
               and ($6::timestamptz is null or (created_at, id) " + $follows + " ($6, $7::uuid))
             order by " + $order + " limit $4 offset $5",
            $like,
            $hash,
            $query.status.map(GiftCardStatus::as_str),
            $walk.limit(),
            $walk.offset(),
            $walk.value(),
            $walk.id()
        )
        .fetch_all(&mut *$conn)
        .await?
    };
}

/// A card by its id.
pub async fn find(conn: &mut PgConnection, id: GiftCardId) -> Result<Option<GiftCard>, Error> {
    let row = select!("where id = $1", id.0).fetch_optional(conn).await?;
    row.map(TryInto::try_into).transpose()
}

/// A card by the hash of its code.
pub async fn by_hash(conn: &mut PgConnection, hash: &str) -> Result<Option<GiftCard>, Error> {
    let row = select!("where code_hash = $1", hash).fetch_optional(conn).await?;
    row.map(TryInto::try_into).transpose()
}

/// A card, held until the transaction ends. Whoever only refers to it need not wait, so that those who are about to
/// take its money do not wait for each other's payments.
pub async fn lock(conn: &mut PgConnection, id: GiftCardId) -> Result<Option<GiftCard>, Error> {
    sqlx::query!("select id from gift_cards where id = $1 for no key update", id.0)
        .fetch_optional(&mut *conn)
        .await?;
    find(conn, id).await
}

/// What payments under way for these checkouts have taken of a card, minor units.
pub async fn held_by(
    conn: &mut PgConnection,
    card: GiftCardId,
    checkouts: &[CheckoutId],
) -> Result<i64, Error> {
    let checkouts: Vec<Uuid> = checkouts.iter().map(|checkout| checkout.0).collect();
    let held = sqlx::query_scalar!(
        r#"select coalesce(sum(gift_card_minor), 0)::bigint as "held!" from payments
           where checkout_id = any($2) and gift_card_id = $1
               and payment_status in ('created', 'requires_action', 'authorised')"#,
        card.0,
        &checkouts
    );
    Ok(held.fetch_one(conn).await?)
}

/// What gift cards paid of an order; none when none did.
pub async fn paid_for(conn: &mut PgConnection, order: OrderId) -> Result<Option<Money>, Error> {
    let row = sqlx::query!(
        "select gift_card_minor, currency from payments
         where order_id = $1 and gift_card_minor > 0 and payment_status in ('authorised', 'captured') limit 1",
        order.0
    );
    let row = row.fetch_optional(conn).await?;
    row.map(|row| Ok(Money::new(row.gift_card_minor, currency(&row.currency)?))).transpose()
}

/// A page of the cards that match, the newest first. `hash` is that of the code that was searched for. What a status asks
/// for at least is said beside the status itself, so that an index finds the few that have it.
pub async fn page(
    conn: &mut PgConnection,
    query: &GiftCardQuery,
    like: Option<&str>,
    hash: Option<&str>,
    total: i64,
) -> Result<Page<GiftCard>, Error> {
    let walk = Walk::<Timestamp>::to(&query.page);
    let rows = if walk.is_backwards() {
        rows!(conn, query, like, hash, walk, ">", "created_at, id")
    } else {
        rows!(conn, query, like, hash, walk, "<", "created_at desc, id desc")
    };
    walk.page(rows, total, |row| (row.created_at, row.id)).try_map(TryInto::try_into)
}

/// How many cards match, counted up to [`PageRequest::COUNTED`].
pub async fn count(
    conn: &mut PgConnection,
    query: &GiftCardQuery,
    like: Option<&str>,
    hash: Option<&str>,
) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from gift_cards
               where ($1::text is null or search like $1 or code_hash = $2)
                   and ($3::text is null or $3 = case when is_blocked then 'blocked'
                       when expires_on < current_date then 'expired' when balance_minor = 0 then 'empty'
                       else 'active' end)
                   and ($3::text is distinct from 'blocked' or is_blocked)
                   and ($3::text is distinct from 'empty' or balance_minor = 0)
                   and ($3::text is distinct from 'expired' or expires_on < current_date)
               limit $4) as counted"#,
        like,
        hash,
        query.status.map(GiftCardStatus::as_str),
        PageRequest::COUNTED + 1
    );
    Ok(count.fetch_one(conn).await?)
}

/// Records a card with nothing on it; false when it is recorded already.
pub async fn insert(
    conn: &mut PgConnection,
    draft: &GiftCardDraft,
    hash: &str,
    ending: &str,
) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into gift_cards (id, code_hash, ending, currency, issued_minor, expires_on, recipient, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
        draft.id.0,
        hash,
        ending,
        draft.amount.currency.code(),
        draft.amount.minor,
        draft.expires_on,
        draft.recipient.as_ref().map(Email::as_str),
        draft.note
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// Blocks a card, or lets it pay again.
pub async fn set_blocked(conn: &mut PgConnection, id: GiftCardId, is_blocked: bool) -> Result<(), Error> {
    sqlx::query!("update gift_cards set is_blocked = $2 where id = $1", id.0, is_blocked)
        .execute(conn)
        .await?;
    Ok(())
}

/// A change of a balance that is to be booked.
pub struct Movement<'a> {
    /// Of which card.
    pub card: GiftCardId,
    /// Why.
    pub kind: GiftCardMovementKind,
    /// Signed, minor units.
    pub minor: i64,
    /// What it is for: the same is booked once.
    pub reference: Uuid,
    /// The purchase.
    pub payment: Option<PaymentId>,
    /// Who did it and why.
    pub note: &'a str,
}

/// Books a movement; false when it was booked before.
pub async fn book(conn: &mut PgConnection, movement: &Movement<'_>) -> Result<bool, Error> {
    let booked = sqlx::query!(
        "insert into gift_card_movements (id, gift_card_id, kind, amount_minor, reference, payment_id, note)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (gift_card_id, kind, reference) do nothing",
        ids::mint(),
        movement.card.0,
        movement.kind.as_str(),
        movement.minor,
        movement.reference,
        movement.payment.map(|payment| payment.0),
        movement.note
    );
    Ok(booked.execute(conn).await?.rows_affected() == 1)
}

/// Whether that adjustment was booked.
pub async fn is_adjusted(conn: &mut PgConnection, card: GiftCardId, adjustment: Uuid) -> Result<bool, Error> {
    let booked = sqlx::query_scalar!(
        r#"select exists (
               select from gift_card_movements where gift_card_id = $1 and kind = 'adjusted' and reference = $2
           ) as "booked!""#,
        card.0,
        adjustment
    );
    Ok(booked.fetch_one(conn).await?)
}

/// What happened to a card lately, the newest first.
pub async fn movements(conn: &mut PgConnection, card: &GiftCard) -> Result<Vec<GiftCardMovement>, Error> {
    let rows = sqlx::query!(
        r#"select kind, m.amount_minor, at, payment_id, order_id as "order_id?", note
           from gift_card_movements m left join payments on payments.id = payment_id
           where m.gift_card_id = $1 order by at desc, m.id desc limit $2"#,
        card.id.0,
        SHOWN
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let kind = GiftCardMovementKind::from_text(&row.kind);
        Ok(GiftCardMovement {
            kind: kind.ok_or_else(|| Error::unreadable(&row.kind))?,
            amount: Money::new(row.amount_minor, card.balance.currency),
            at: row.at,
            payment: row.payment_id.map(PaymentId),
            order: row.order_id.map(OrderId),
            note: row.note,
        })
    });
    rows.collect()
}

fn currency(code: &str) -> Result<Currency, Error> {
    Currency::from_code(code).ok_or_else(|| Error::unreadable(code))
}
