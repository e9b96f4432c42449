//! Carts that hold something, as staff see them.

use crate::{Error, settings::days};
use contracts::{
    Actor, CartId, Page, PageRequest, Permission, Quantity, Timestamp, UserId, VariantId,
    orders::{CartLine, CartQuery, CartRow},
};
use platform::{Database, Walk};
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    user_id: Option<Uuid>,
    email: String,
    name: String,
    coupon_code: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
    is_abandoned: bool,
    variants: Vec<Uuid>,
    quantities: Vec<i32>,
}

impl TryFrom<Row> for CartRow {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let lines = row.variants.into_iter().zip(row.quantities).map(|(variant, quantity)| {
            let quantity = u32::try_from(quantity).map_err(Error::unreadable)?;
            let quantity = Quantity::try_from(quantity).map_err(Error::unreadable)?;
            Ok(CartLine { variant: VariantId(variant), quantity })
        });
        Ok(Self {
            id: CartId(row.id),
            user: row.user_id.map(UserId),
            email: row.email,
            name: row.name,
            lines: lines.collect::<Result<_, Error>>()?,
            coupon: row.coupon_code,
            created_at: row.created_at,
            changed_at: row.updated_at,
            is_abandoned: row.is_abandoned,
        })
    }
}

/// The carts that `$which` chooses, with what is in them; its arguments begin at `$2`.
macro_rules! carts {
    ($minutes:expr, $which:literal $(+ $more:literal)* $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select id, user_id, coalesce(draft ->> 'email', '') as "email!",
                   coalesce(draft ->> 'name', '') as "name!", coupon_code, created_at, updated_at,
                   updated_at < now() - make_interval(mins => $1) as "is_abandoned!",
                   array(select variant_id from cart_items where cart_id = c.id
                         order by added_at, variant_id) as "variants!: Vec<Uuid>",
                   array(select quantity from cart_items where cart_id = c.id
                         order by added_at, variant_id) as "quantities!: Vec<i32>"
               from carts c "#
                + $which $(+ $more)*,
            $minutes
            $(, $argument)*
        )
    };
}

/// A part of the list, the latest changed first. A cart is abandoned that nobody changed for so many minutes.
pub(crate) async fn list(
    db: &Database,
    actor: &Actor,
    minutes: u32,
    query: &CartQuery,
) -> Result<Page<CartRow>, Error> {
    actor.require(Permission::ViewOrders)?;
    let (walk, minutes) = (Walk::to(&query.page), stored(minutes)?);
    let mut tx = db.begin_planned().await?;
    let rows = rows(&mut tx, query, &walk, minutes).await?;
    let total = count(&mut tx, query, minutes).await?;
    tx.commit().await?;
    walk.page(rows, total, |row| (row.updated_at, row.id)).try_map(TryInto::try_into)
}

async fn rows(
    conn: &mut PgConnection,
    query: &CartQuery,
    walk: &Walk<Timestamp>,
    minutes: i32,
) -> Result<Vec<Row>, Error> {
    let (from, before) = days::bounds(conn, query.from, query.to).await?;
    macro_rules! rows {
        ($follows:literal, $order:literal) => {
            carts!(
                minutes,
                "where exists (select from cart_items where cart_id = c.id)
                   and ($2::bool is distinct from true or updated_at < now() - make_interval(mins => $1))
                   and ($2::bool is distinct from false or updated_at >= now() - make_interval(mins => $1))
                   and (not $3::bool or user_id is not null or coalesce(draft ->> 'email', '') <> '')
                   and ($4::timestamptz is null or updated_at >= $4) and ($5::timestamptz is null or updated_at < $5)
                   and ($8::timestamptz is null or (updated_at, id) " + $follows + " ($8, $9::uuid))
                 order by " + $order + " limit $6 offset $7",
                query.abandoned,
                query.with_address,
                from,
                before,
                walk.limit(),
                walk.offset(),
                walk.value(),
                walk.id()
            )
        };
    }
    if walk.is_backwards() {
        return Ok(rows!(">", "updated_at, id").fetch_all(conn).await?);
    }
    Ok(rows!("<", "updated_at desc, id desc").fetch_all(conn).await?)
}

/// Counted up to [`PageRequest::COUNTED`], from the beginning of the list.
async fn count(conn: &mut PgConnection, query: &CartQuery, minutes: i32) -> Result<i64, Error> {
    let (from, before) = days::bounds(conn, query.from, query.to).await?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from carts c
                 where exists (select from cart_items where cart_id = c.id)
                   and ($2::bool is distinct from true or updated_at < now() - make_interval(mins => $1))
                   and ($2::bool is distinct from false or updated_at >= now() - make_interval(mins => $1))
                   and (not $3::bool or user_id is not null or coalesce(draft ->> 'email', '') <> '')
                   and ($5::timestamptz is null or updated_at >= $5) and ($6::timestamptz is null or updated_at < $6)
                 limit $4) as counted"#,
        minutes,
        query.abandoned,
        query.with_address,
        PageRequest::COUNTED + 1,
        from,
        before,
    );
    Ok(count.fetch_one(conn).await?)
}

/// Any cart.
pub(crate) async fn any(
    db: &Database,
    actor: &Actor,
    minutes: u32,
    id: CartId,
) -> Result<Option<CartRow>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    find(&mut conn, Some(id), None, stored(minutes)?).await
}

/// The cart of an account, if something is in it.
pub(super) async fn of_user(
    conn: &mut PgConnection,
    user: UserId,
    minutes: u32,
) -> Result<Option<CartRow>, Error> {
    let cart = find(conn, None, Some(user), stored(minutes)?).await?;
    Ok(cart.filter(|cart| !cart.lines.is_empty()))
}

async fn find(
    conn: &mut PgConnection,
    id: Option<CartId>,
    user: Option<UserId>,
    minutes: i32,
) -> Result<Option<CartRow>, Error> {
    let row =
        carts!(minutes, "where id = $2 or user_id = $3", id.map(|cart| cart.0), user.map(|user| user.0));
    row.fetch_optional(conn).await?.map(TryInto::try_into).transpose()
}

fn stored(minutes: u32) -> Result<i32, Error> {
    i32::try_from(minutes).map_err(Error::unreadable)
}
