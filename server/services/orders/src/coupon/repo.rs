//! Rows of `coupons` and `coupon_uses`. What is used up is kept by the database: the counter by its check, the
//! customer's share by the lock on the coupon, the release by the triggers of migration 0013.

use super::model::Offered;
use crate::{Error, order::repo::currency};
use contracts::{
    CartId, CheckoutId, CouponId, Page, PageRequest, Timestamp, UserId,
    orders::{Coupon, CouponDraft, CouponQuery, CouponStatus, CouponValue},
};
use platform::{Walk, pattern};
use sqlx::PgConnection;
use uuid::Uuid;

/// Whose uses count: those of the account and those of the address.
pub struct Customer {
    /// The account.
    pub user: Option<UserId>,
    /// The address, as [`super::model::customer`] has it.
    pub email: Option<String>,
    /// The cart whose own unfinished run does not count.
    pub cart: Option<CartId>,
}

/// Holds a coupon until the transaction ends; `None` when there is no such code.
pub async fn lock(conn: &mut PgConnection, code: &str) -> Result<Option<CouponId>, Error> {
    let id = sqlx::query_scalar!("select id from coupons where code = $1 for update", code);
    Ok(id.fetch_optional(conn).await?.map(CouponId))
}

/// A coupon as it is offered to a customer.
pub async fn offered(
    conn: &mut PgConnection,
    code: &str,
    customer: &Customer,
) -> Result<Option<Offered>, Error> {
    let row = sqlx::query!(
        r#"with own as (
             select u.checkout_id from coupon_uses u join checkouts r on r.id = u.checkout_id
             where r.cart_id = $4 and r.state in ('started', 'stock_reserved', 'awaiting_payer', 'authorised', 'undoing'))
         select c.code, c.percent_bp, c.amount_minor, c.currency, c.minimum_minor, c.most_per_customer,
             case when not c.is_active then 'inactive' when c.ends_at <= now() then 'expired'
                 when c.starts_at > now() then 'scheduled'
                 when c.used - (select count(*) from coupon_uses u
                     where u.coupon_id = c.id and u.checkout_id in (select checkout_id from own)) >= c.most_uses
                 then 'used_up' else 'active' end as "status!",
             (select count(*) from coupon_uses u where u.coupon_id = c.id and (u.user_id = $2 or u.customer = $3)
                 and u.checkout_id not in (select checkout_id from own)) as "by_customer!"
         from coupons c where c.code = $1"#,
        code,
        customer.user.map(|user| user.0),
        customer.email,
        customer.cart.map(|cart| cart.0)
    );
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(None) };
    Ok(Some(Offered {
        code: row.code,
        value: value(row.percent_bp, row.amount_minor)?,
        currency: currency(&row.currency)?,
        minimum: row.minimum_minor,
        status: status(&row.status)?,
        most_per_customer: counted(row.most_per_customer)?,
        used_by_customer: u32::try_from(row.by_customer).map_err(Error::unreadable)?,
    }))
}

/// Where a run is, held until the transaction ends: it is not given up meanwhile.
pub async fn lock_run(conn: &mut PgConnection, run: CheckoutId) -> Result<Option<String>, Error> {
    let state = sqlx::query_scalar!("select state from checkouts where id = $1 for update", run.0);
    Ok(state.fetch_optional(conn).await?)
}

/// What a run has taken: the code, and minor units.
pub async fn taken(conn: &mut PgConnection, run: CheckoutId) -> Result<Option<(String, i64)>, Error> {
    let row = sqlx::query!(
        "select c.code, u.discount_minor from coupon_uses u join coupons c on c.id = u.coupon_id
         where u.checkout_id = $1",
        run.0
    );
    Ok(row.fetch_optional(conn).await?.map(|row| (row.code, row.discount_minor)))
}

/// Counts one more use; false when there is none left.
pub async fn count(conn: &mut PgConnection, id: CouponId) -> Result<bool, Error> {
    let counted = sqlx::query!(
        "update coupons set used = used + 1 where id = $1 and (most_uses is null or used < most_uses)",
        id.0
    );
    Ok(counted.execute(conn).await?.rows_affected() == 1)
}

/// Notes who uses a coupon, and for what.
pub async fn insert_use(
    conn: &mut PgConnection,
    (id, run): (CouponId, CheckoutId),
    (user, customer): (Option<UserId>, &str),
    discount_minor: i64,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into coupon_uses (checkout_id, coupon_id, user_id, customer, discount_minor) values ($1, $2, $3, $4, $5)",
        run.0,
        id.0,
        user.map(|user| user.0),
        customer,
        discount_minor
    )
    .execute(conn)
    .await?;
    Ok(())
}

struct Row {
    id: Uuid,
    code: String,
    percent_bp: Option<i32>,
    amount_minor: Option<i64>,
    currency: String,
    minimum_minor: i64,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    most_uses: Option<i32>,
    most_per_customer: Option<i32>,
    is_active: bool,
    used: i32,
    version: i32,
    created_at: Timestamp,
    status: String,
}

impl TryFrom<Row> for Coupon {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let terms = CouponDraft {
            id: CouponId(row.id),
            version: counted(Some(row.version))?,
            code: row.code,
            value: value(row.percent_bp, row.amount_minor)?,
            currency: currency(&row.currency)?,
            minimum: row.minimum_minor,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            most_uses: counted(row.most_uses)?,
            most_per_customer: counted(row.most_per_customer)?,
            is_active: row.is_active,
        };
        let used = u32::try_from(row.used).map_err(Error::unreadable)?;
        Ok(Self { terms, status: status(&row.status)?, used, created_at: row.created_at })
    }
}

/// A part of the list, the newest first. What each status asks for at least is said beside the status itself, so that an
/// index finds the few that have it.
pub async fn list(conn: &mut PgConnection, query: &CouponQuery, total: i64) -> Result<Page<Coupon>, Error> {
    macro_rules! rows {
        ($walk:expr, $follows:literal, $order:literal) => {
            sqlx::query_as!(
                Row,
                r#"select * from (
                     select *, case when not is_active then 'inactive' when ends_at <= now() then 'expired'
                         when starts_at > now() then 'scheduled' when used >= most_uses then 'used_up'
                         else 'active' end as "status!"
                     from coupons) c
                 where ($1::text is null or code like $1) and ($2::text is null or "status!" = $2)
                   and ($2::text is distinct from 'inactive' or not is_active)
                   and ($2::text is distinct from 'expired' or ends_at <= now())
                   and ($2::text is distinct from 'scheduled' or starts_at > now())
                   and ($2::text is distinct from 'used_up' or used >= most_uses)
                   and ($5::timestamptz is null or (created_at, id) "# + $follows + " ($5, $6::uuid))
                 order by " + $order + " limit $3 offset $4",
                like(query),
                query.status.map(CouponStatus::as_str),
                $walk.limit(),
                $walk.offset(),
                $walk.value(),
                $walk.id()
            )
            .fetch_all(&mut *conn)
            .await?
        };
    }
    let walk = Walk::<Timestamp>::to(&query.page);
    let rows = if walk.is_backwards() {
        rows!(walk, ">", "created_at, id")
    } else {
        rows!(walk, "<", "created_at desc, id desc")
    };
    walk.page(rows, total, |row| (row.created_at, row.id)).try_map(TryInto::try_into)
}

/// A pattern for the code, which is in capital letters.
fn like(query: &CouponQuery) -> Option<String> {
    pattern::containing(&query.search).map(|pattern| pattern.to_uppercase())
}

/// How long that list is, counted as far as lists are.
pub async fn length(conn: &mut PgConnection, query: &CouponQuery) -> Result<i64, Error> {
    let length = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
             select from coupons
             where ($1::text is null or code like $1)
                 and ($2::text is distinct from 'inactive' or not is_active)
                 and ($2::text is distinct from 'expired' or ends_at <= now())
                 and ($2::text is distinct from 'scheduled' or starts_at > now())
                 and ($2::text is distinct from 'used_up' or used >= most_uses)
                 and ($2::text is null or $2 = case when not is_active then 'inactive'
                 when ends_at <= now() then 'expired' when starts_at > now() then 'scheduled'
                 when used >= most_uses then 'used_up' else 'active' end)
             limit $3) counted"#,
        like(query),
        query.status.map(CouponStatus::as_str),
        PageRequest::COUNTED + 1
    );
    Ok(length.fetch_one(conn).await?)
}

/// A coupon by its id.
pub async fn find(conn: &mut PgConnection, id: CouponId) -> Result<Option<Coupon>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select *, case when not is_active then 'inactive' when ends_at <= now() then 'expired'
             when starts_at > now() then 'scheduled' when used >= most_uses then 'used_up'
             else 'active' end as "status!"
         from coupons where id = $1"#,
        id.0
    );
    row.fetch_optional(conn).await?.map(TryInto::try_into).transpose()
}

/// Makes a coupon; false when there is one of this id.
pub async fn insert(conn: &mut PgConnection, draft: &CouponDraft) -> Result<bool, sqlx::Error> {
    let (percent, amount) = parts(draft.value);
    let made = sqlx::query!(
        "insert into coupons (id, code, percent_bp, amount_minor, currency, minimum_minor, starts_at, ends_at, most_uses,
             most_per_customer, is_active)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing",
        draft.id.0,
        draft.code,
        percent,
        amount,
        draft.currency.code(),
        draft.minimum,
        draft.starts_at,
        draft.ends_at,
        stored(draft.most_uses),
        stored(draft.most_per_customer),
        draft.is_active
    );
    Ok(made.execute(conn).await?.rows_affected() == 1)
}

/// Changes a coupon, all but its code; false when it has another version.
pub async fn update(conn: &mut PgConnection, draft: &CouponDraft, version: u32) -> Result<bool, sqlx::Error> {
    let (percent, amount) = parts(draft.value);
    let changed = sqlx::query!(
        "update coupons set percent_bp = $3, amount_minor = $4, currency = $5, minimum_minor = $6, starts_at = $7,
             ends_at = $8, most_uses = $9, most_per_customer = $10, is_active = $11, version = version + 1
         where id = $1 and version = $2",
        draft.id.0,
        stored(Some(version)).unwrap_or_default(),
        percent,
        amount,
        draft.currency.code(),
        draft.minimum,
        draft.starts_at,
        draft.ends_at,
        stored(draft.most_uses),
        stored(draft.most_per_customer),
        draft.is_active
    );
    Ok(changed.execute(conn).await?.rows_affected() == 1)
}

/// How often the customer who used a coupon most has used it.
pub async fn most_by_one_customer(conn: &mut PgConnection, id: CouponId) -> Result<i64, Error> {
    let most = sqlx::query_scalar!(
        r#"select coalesce(max(uses), 0) as "most!" from (
             select count(*) as uses from coupon_uses where coupon_id = $1 group by customer
             union all
             select count(*) from coupon_uses where coupon_id = $1 and user_id is not null group by user_id) counted"#,
        id.0
    );
    Ok(most.fetch_one(conn).await?)
}

fn value(percent: Option<i32>, amount: Option<i64>) -> Result<CouponValue, Error> {
    match (counted(percent)?, amount) {
        (Some(bp), None) => Ok(CouponValue::Percent(bp)),
        (None, Some(minor)) => Ok(CouponValue::Amount(minor)),
        _ => Err(Error::unreadable("the value of a coupon")),
    }
}

fn parts(value: CouponValue) -> (Option<i32>, Option<i64>) {
    match value {
        CouponValue::Percent(bp) => (stored(Some(bp)), None),
        CouponValue::Amount(minor) => (None, Some(minor)),
    }
}

fn status(text: &str) -> Result<CouponStatus, Error> {
    CouponStatus::from_text(text).ok_or_else(|| Error::unreadable(text))
}

fn counted(number: Option<i32>) -> Result<Option<u32>, Error> {
    number.map(|number| u32::try_from(number).map_err(Error::unreadable)).transpose()
}

/// What is too large was refused before.
fn stored(number: Option<u32>) -> Option<i32> {
    number.map(|number| i32::try_from(number).unwrap_or(i32::MAX))
}
