//! Rows of `carts` and `cart_items`.

use crate::Error;
use contracts::{
    CartId, GiftCardId, Quantity, UserId, VariantId,
    orders::{CartKey, CartLine, CheckoutDraft},
};
use platform::ids;
use sqlx::PgConnection;
use uuid::Uuid;

/// The cart a key opens: the account's when somebody is signed in, else the token's.
pub async fn find(conn: &mut PgConnection, key: &CartKey) -> Result<Option<CartId>, Error> {
    let found = match (key.user, key.token.as_deref()) {
        (Some(user), _) => {
            sqlx::query_scalar!("select id from carts where user_id = $1", user.0)
                .fetch_optional(conn)
                .await?
        }
        (None, Some(token)) => by_token(conn, token).await?.map(|cart| cart.0),
        (None, None) => None,
    };
    Ok(found.map(CartId))
}

/// A guest's cart, locked: of two log-ins with the same token the second waits and finds nothing.
pub async fn by_token_locked(conn: &mut PgConnection, token: &str) -> Result<Option<CartId>, Error> {
    let hash = ids::hash_token(token);
    let found = sqlx::query_scalar!("select id from carts where token_hash = $1 for update", hash);
    Ok(found.fetch_optional(conn).await?.map(CartId))
}

async fn by_token(conn: &mut PgConnection, token: &str) -> Result<Option<CartId>, Error> {
    let hash = ids::hash_token(token);
    let found = sqlx::query_scalar!("select id from carts where token_hash = $1", hash);
    Ok(found.fetch_optional(conn).await?.map(CartId))
}

/// Holds the cart until the transaction ends, and notes that it is in use. False when it is gone.
pub async fn lock(conn: &mut PgConnection, cart: CartId) -> Result<bool, Error> {
    let locked =
        sqlx::query!("update carts set updated_at = now() where id = $1", cart.0).execute(conn).await?;
    Ok(locked.rows_affected() == 1)
}

/// The customer's cart, made if there is none, locked.
pub async fn of_user(conn: &mut PgConnection, user: UserId) -> Result<CartId, Error> {
    let id = sqlx::query_scalar!(
        "insert into carts (id, user_id) values ($1, $2)
         on conflict (user_id) do update set updated_at = now() returning id",
        ids::mint(),
        user.0
    );
    Ok(CartId(id.fetch_one(conn).await?))
}

/// A new guest's cart and the token that opens it.
pub async fn of_new_guest(conn: &mut PgConnection) -> Result<(CartId, String), Error> {
    let (id, token) = (ids::mint(), ids::token());
    let hash = ids::hash_token(&token);
    sqlx::query!("insert into carts (id, token_hash) values ($1, $2)", id, hash).execute(conn).await?;
    Ok((CartId(id), token))
}

/// Makes a guest's cart the customer's; the token is void. False when the customer has one already, be it
/// one that another log-in gave them at this moment: the place is taken first, which waits for others.
pub async fn give_to(conn: &mut PgConnection, cart: CartId, user: UserId) -> Result<bool, Error> {
    let place = ids::mint();
    let taken = sqlx::query!(
        "insert into carts (id, user_id) values ($1, $2) on conflict (user_id) do nothing",
        place,
        user.0
    );
    if taken.execute(&mut *conn).await?.rows_affected() == 0 {
        return Ok(false);
    }
    delete(&mut *conn, CartId(place)).await?;
    sqlx::query!(
        "update carts set user_id = $2, token_hash = null, updated_at = now() where id = $1",
        cart.0,
        user.0
    )
    .execute(conn)
    .await?;
    Ok(true)
}

/// Forgets a cart with its lines.
pub async fn delete(conn: &mut PgConnection, cart: CartId) -> Result<(), Error> {
    sqlx::query!("delete from carts where id = $1", cart.0).execute(conn).await?;
    Ok(())
}

/// The lines, in the order they were added.
pub async fn lines(conn: &mut PgConnection, cart: CartId) -> Result<Vec<CartLine>, Error> {
    let rows = sqlx::query!(
        "select variant_id, quantity from cart_items where cart_id = $1 order by added_at, variant_id",
        cart.0
    );
    rows.fetch_all(conn).await?.into_iter().map(|row| line(row.variant_id, row.quantity)).collect()
}

fn line(variant: Uuid, quantity: i32) -> Result<CartLine, Error> {
    let quantity = u32::try_from(quantity).map_err(Error::unreadable)?;
    let quantity = Quantity::try_from(quantity).map_err(Error::unreadable)?;
    Ok(CartLine { variant: VariantId(variant), quantity })
}

/// Writes these lines; others stay.
pub async fn save_lines(conn: &mut PgConnection, cart: CartId, lines: &[CartLine]) -> Result<(), Error> {
    let variants: Vec<Uuid> = lines.iter().map(|line| line.variant.0).collect();
    let quantities: Vec<i32> = lines.iter().map(|line| line.quantity.into()).collect();
    sqlx::query!(
        "insert into cart_items (cart_id, variant_id, quantity)
         select $1, variant, quantity from unnest($2::uuid[], $3::int[]) as line (variant, quantity)
         on conflict (cart_id, variant_id) do update set quantity = excluded.quantity",
        cart.0,
        &variants,
        &quantities
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes lines out.
pub async fn remove_lines(conn: &mut PgConnection, cart: CartId, variants: &[Uuid]) -> Result<(), Error> {
    sqlx::query!("delete from cart_items where cart_id = $1 and variant_id = any($2)", cart.0, variants)
        .execute(conn)
        .await?;
    Ok(())
}

/// What a cart keeps beside its lines.
#[derive(Default)]
pub struct Kept {
    /// What was typed into the checkout.
    pub draft: CheckoutDraft,
    /// The code that was entered.
    pub coupon: Option<String>,
    /// The gift card that was entered.
    pub gift_card: Option<GiftCardId>,
}

/// What a cart keeps beside its lines; nothing when it is gone.
pub async fn kept(conn: &mut PgConnection, cart: CartId) -> Result<Kept, Error> {
    let row = sqlx::query!("select draft, coupon_code, gift_card_id from carts where id = $1", cart.0);
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(Kept::default()) };
    Ok(Kept {
        draft: serde_json::from_value(row.draft)?,
        coupon: row.coupon_code,
        gift_card: row.gift_card_id.map(GiftCardId),
    })
}

/// Keeps what was typed into the checkout.
pub async fn save_draft(conn: &mut PgConnection, cart: CartId, draft: &CheckoutDraft) -> Result<(), Error> {
    let draft = serde_json::to_value(draft)?;
    sqlx::query!("update carts set draft = $2, updated_at = now() where id = $1", cart.0, draft)
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps a code, or none.
pub async fn save_coupon(conn: &mut PgConnection, cart: CartId, code: Option<&str>) -> Result<(), Error> {
    sqlx::query!("update carts set coupon_code = $2, updated_at = now() where id = $1", cart.0, code)
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps a gift card, or none.
pub async fn save_gift_card(
    conn: &mut PgConnection,
    cart: CartId,
    card: Option<GiftCardId>,
) -> Result<(), Error> {
    let card = card.map(|card| card.0);
    sqlx::query!("update carts set gift_card_id = $2, updated_at = now() where id = $1", cart.0, card)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes code and gift card out.
pub async fn forget_codes(conn: &mut PgConnection, cart: CartId) -> Result<(), Error> {
    sqlx::query!("update carts set coupon_code = null, gift_card_id = null where id = $1", cart.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes guests' carts that nobody touched for so many days, a bounded number at a time.
pub async fn remove_forgotten(conn: &mut PgConnection, days: i32) -> Result<u64, Error> {
    let removed = sqlx::query!(
        "delete from carts where id in (
             select id from carts where user_id is null and updated_at < now() - make_interval(days => $1) limit 1000
         )",
        days
    );
    Ok(removed.execute(conn).await?.rows_affected())
}
