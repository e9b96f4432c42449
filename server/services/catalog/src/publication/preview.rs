//! Links that show a product before it is on sale. A link holds 256 random bits, of which the hash is kept, so that
//! nobody can make one or read one from the database, and each can be ended.

use super::hold;
use crate::{error::Result, product};
use contracts::{
    Actor, Error as Refusal, ProductId, Timestamp,
    catalog::{Product, ProductStatus},
};
use platform::{Database, ids};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

/// How many links of a product are open, and until when.
pub(super) async fn open(
    db: &mut PgConnection,
    product: ProductId,
) -> sqlx::Result<(u32, Option<Timestamp>)> {
    let row = sqlx::query!(
        r#"select count(*) as "count!", max(expires_at) as until from product_previews
           where product_id = $1 and expires_at > now()"#,
        product.0
    );
    let row = row.fetch_one(db).await?;
    Ok((u32::try_from(row.count).unwrap_or(u32::MAX), row.until))
}

/// Makes a link for seven days and tells its token.
pub(crate) async fn make(db: &Database, actor: &Actor, id: ProductId) -> Result<String> {
    let mut tx = db.begin().await?;
    hold(&mut tx, id).await?;
    let shown = product::repo::by_id(&mut tx, id).await?;
    if shown.is_some_and(|product| product.status == ProductStatus::Active) {
        return Err(Refusal::conflict("This product is on sale: everybody sees it.").into());
    }
    let token = ids::token();
    insert(&mut tx, id, &ids::hash_token(&token)).await?;
    tell(&mut tx, actor, "product.preview_made", id).await?;
    tx.commit().await?;
    Ok(token)
}

/// What has ended makes room.
async fn insert(tx: &mut PgConnection, id: ProductId, token_hash: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from product_previews where product_id = $1 and expires_at <= now()", id.0)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        "insert into product_previews (token_hash, product_id, expires_at)
         values ($1, $2, now() + interval '7 days')",
        token_hash,
        id.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends all links of a product.
pub(crate) async fn end(db: &Database, actor: &Actor, id: ProductId) -> Result<()> {
    let mut tx = db.begin().await?;
    hold(&mut tx, id).await?;
    let ended = sqlx::query!("delete from product_previews where product_id = $1", id.0);
    if ended.execute(&mut *tx).await?.rows_affected() > 0 {
        tell(&mut tx, actor, "product.previews_ended", id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The product that a link shows.
pub(crate) async fn previewed(db: &PgPool, token: &str) -> Result<Option<Product>> {
    let id = sqlx::query_scalar!(
        "select product_id from product_previews where token_hash = $1 and expires_at > now()",
        ids::hash_token(token)
    );
    match id.fetch_optional(db).await? {
        Some(id) => product::with_id(db, id.into()).await,
        None => Ok(None),
    }
}

async fn tell(tx: &mut PgConnection, actor: &Actor, action: &str, id: ProductId) -> sqlx::Result<()> {
    platform::outbox::audit(tx, "catalog", actor, action, &format!("product {id}"), json!({})).await
}
