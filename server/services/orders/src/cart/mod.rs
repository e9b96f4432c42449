//! Carts: what somebody may want to buy.

pub mod model;
pub mod repo;

use crate::{Error, coupon};
use contracts::{
    CartId, GiftCardId, Quantity, UserId, VariantId,
    orders::{Cart, CartKey, CartLine, CheckoutDraft, Event},
};
use platform::{Database, outbox};
use sqlx::PgConnection;

/// The cart behind a key; an empty one when there is none.
pub async fn of(db: &Database, key: &CartKey) -> Result<Cart, Error> {
    let mut conn = db.pool().acquire().await?;
    match repo::find(&mut conn, key).await? {
        Some(id) => load(&mut conn, id, None).await,
        None => {
            let draft = CheckoutDraft::default();
            Ok(Cart { id: None, lines: Vec::new(), draft, coupon: None, gift_card: None, new_token: None })
        }
    }
}

/// Adds to a line.
pub async fn add(db: &Database, key: &CartKey, variant: VariantId, more: Quantity) -> Result<Cart, Error> {
    let mut tx = db.begin().await?;
    let (cart, new_token) = open(&mut tx, key).await?;
    let lines = repo::lines(&mut tx, cart).await?;
    let present = lines.iter().find(|line| line.variant == variant).map(|line| line.quantity);
    if present.is_none() {
        model::require_room(lines.len())?;
    }
    let line = CartLine { variant, quantity: model::grown(present, more)? };
    repo::save_lines(&mut tx, cart, &[line]).await?;
    if lines.is_empty() {
        outbox::publish(&mut tx, &Event::CartStarted { cart }).await?;
    }
    let added = Event::AddedToCart { cart, user: key.user, variant, quantity: more.get() };
    outbox::publish(&mut tx, &added).await?;
    let cart = load(&mut tx, cart, new_token).await?;
    tx.commit().await?;
    Ok(cart)
}

/// Sets a line's quantity; zero removes it.
pub async fn set_line(
    db: &Database,
    key: &CartKey,
    variant: VariantId,
    quantity: u32,
) -> Result<Cart, Error> {
    if quantity == 0 {
        return remove_line(db, key, variant).await;
    }
    let quantity = Quantity::try_from(quantity)
        .map_err(|message| contracts::Error::field("quantity", message.to_string()))?;
    let mut tx = db.begin().await?;
    let (cart, new_token) = open(&mut tx, key).await?;
    let lines = repo::lines(&mut tx, cart).await?;
    if !lines.iter().any(|line| line.variant == variant) {
        model::require_room(lines.len())?;
    }
    repo::save_lines(&mut tx, cart, &[CartLine { variant, quantity }]).await?;
    let cart = load(&mut tx, cart, new_token).await?;
    tx.commit().await?;
    Ok(cart)
}

async fn remove_line(db: &Database, key: &CartKey, variant: VariantId) -> Result<Cart, Error> {
    let mut tx = db.begin().await?;
    if let Some(cart) = repo::find(&mut tx, key).await? {
        repo::lock(&mut tx, cart).await?;
        repo::remove_lines(&mut tx, cart, &[variant.0]).await?;
    }
    tx.commit().await?;
    of(db, key).await
}

/// Moves a guest's lines into the customer's cart and voids the guest's token.
pub async fn merge(db: &Database, user: UserId, token: &str) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let Some(guests) = repo::by_token_locked(&mut tx, token).await? else {
        return Ok(());
    };
    if !repo::give_to(&mut tx, guests, user).await? {
        let mine = repo::of_user(&mut tx, user).await?;
        pour(&mut tx, guests, mine).await?;
        repo::delete(&mut tx, guests).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn pour(conn: &mut PgConnection, guests: CartId, mine: CartId) -> Result<(), Error> {
    let (own, theirs) = (repo::lines(conn, mine).await?, repo::lines(conn, guests).await?);
    repo::save_lines(conn, mine, &model::merged(&own, &theirs)).await?;
    let (kept, brought) = (repo::kept(conn, mine).await?, repo::kept(conn, guests).await?);
    if kept.draft == CheckoutDraft::default() {
        repo::save_draft(conn, mine, &brought.draft).await?;
    }
    if let (None, Some(code)) = (kept.coupon, brought.coupon) {
        repo::save_coupon(conn, mine, Some(&code)).await?;
    }
    if let (None, Some(card)) = (kept.gift_card, brought.gift_card) {
        repo::save_gift_card(conn, mine, Some(card)).await?;
    }
    Ok(())
}

/// Pours the cart of an account into that of another one. A purchase that is under way from it finds its cart gone
/// and is undone, so that no order is placed for an account that has ended.
pub async fn hand_over(conn: &mut PgConnection, from: UserId, to: UserId) -> Result<(), Error> {
    let key = CartKey { user: Some(from), token: None };
    let Some(theirs) = repo::find(conn, &key).await? else { return Ok(()) };
    if !repo::lock(conn, theirs).await? {
        return Ok(());
    }
    let mine = repo::of_user(conn, to).await?;
    pour(conn, theirs, mine).await?;
    repo::delete(conn, theirs).await
}

/// Keeps what was typed into the checkout.
pub async fn save_draft(db: &Database, key: &CartKey, draft: CheckoutDraft) -> Result<Cart, Error> {
    let mut tx = db.begin().await?;
    let (cart, new_token) = open(&mut tx, key).await?;
    repo::save_draft(&mut tx, cart, &draft).await?;
    let cart = load(&mut tx, cart, new_token).await?;
    tx.commit().await?;
    Ok(cart)
}

/// Keeps a code for the cart, as it is stored, or none.
pub async fn set_coupon(db: &Database, key: &CartKey, code: Option<&str>) -> Result<Cart, Error> {
    let mut tx = db.begin().await?;
    let Some(cart) = repo::find(&mut tx, key).await? else { return of(db, key).await };
    let code = code.and_then(coupon::model::normalised);
    repo::save_coupon(&mut tx, cart, code.as_deref()).await?;
    let cart = load(&mut tx, cart, None).await?;
    tx.commit().await?;
    Ok(cart)
}

/// Keeps a gift card for the cart, or none.
pub async fn set_gift_card(db: &Database, key: &CartKey, card: Option<GiftCardId>) -> Result<Cart, Error> {
    let mut tx = db.begin().await?;
    let Some(cart) = repo::find(&mut tx, key).await? else { return of(db, key).await };
    repo::save_gift_card(&mut tx, cart, card).await?;
    let cart = load(&mut tx, cart, None).await?;
    tx.commit().await?;
    Ok(cart)
}

/// Takes what was ordered out of a cart. What was put in meanwhile stays, and so does the draft, but for
/// its note; code and gift card were for that order. `Conflict` when the cart no longer holds what is ordered.
pub async fn take_ordered(conn: &mut PgConnection, cart: CartId, ordered: &[CartLine]) -> Result<(), Error> {
    repo::lock(conn, cart).await?;
    let left = model::left_after(&repo::lines(conn, cart).await?, ordered)?;
    let variants: Vec<_> = ordered.iter().map(|line| line.variant.0).collect();
    repo::remove_lines(conn, cart, &variants).await?;
    repo::save_lines(conn, cart, &left).await?;
    let draft = repo::kept(conn, cart).await?.draft;
    repo::save_draft(conn, cart, &model::after_order(draft)).await?;
    repo::forget_codes(conn, cart).await
}

/// Deletes guests' carts that nobody touched for so many days.
pub async fn remove_forgotten(db: &Database, days: u32) -> Result<(), Error> {
    let days = i32::try_from(days).map_err(Error::unreadable)?;
    let mut conn = db.pool().acquire().await?;
    while repo::remove_forgotten(&mut conn, days).await? > 0 {}
    Ok(())
}

/// The cart to write to, locked; made, with a token for a guest, when there is none.
async fn open(conn: &mut PgConnection, key: &CartKey) -> Result<(CartId, Option<String>), Error> {
    if let Some(user) = key.user {
        return Ok((repo::of_user(conn, user).await?, None));
    }
    if let Some(cart) = repo::find(conn, key).await?
        && repo::lock(conn, cart).await?
    {
        return Ok((cart, None));
    }
    let (cart, token) = repo::of_new_guest(conn).await?;
    Ok((cart, Some(token)))
}

async fn load(conn: &mut PgConnection, id: CartId, new_token: Option<String>) -> Result<Cart, Error> {
    let lines = repo::lines(conn, id).await?;
    let repo::Kept { draft, coupon, gift_card } = repo::kept(conn, id).await?;
    Ok(Cart { id: Some(id), lines, draft, coupon, gift_card, new_token })
}
