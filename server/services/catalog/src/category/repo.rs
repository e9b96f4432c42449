//! Reading and writing categories.

use super::CategoryDraft;
use crate::product::repo::slug;
use contracts::{
    CategoryId, ProductId, Slug,
    catalog::{Category, RemovedCategory},
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// All categories, each with the active products directly in it.
pub(crate) async fn all(db: &PgPool) -> sqlx::Result<Vec<Category>> {
    let rows = sqlx::query!(
        r#"select c.id, c.parent_category_id, c.slug, c.name, c.description,
               coalesce((select sum(k.products) from listing_counts k
                   where k.category_id = c.id and k.kind = 'all'), 0) as "products!"
           from categories c order by c.position, c.name"#
    );
    let categories = rows.fetch_all(db).await?.into_iter().map(|row| {
        Ok(Category {
            id: row.id.into(),
            parent: row.parent_category_id.map(CategoryId),
            slug: slug(&row.slug)?,
            name: row.name,
            description: row.description,
            product_count: u32::try_from(row.products).unwrap_or(u32::MAX),
            children: Vec::new(),
        })
    });
    categories.collect()
}

/// The category and everything below it.
pub(crate) async fn subtree(db: &mut PgConnection, category: CategoryId) -> sqlx::Result<Vec<Uuid>> {
    let ids = sqlx::query_scalar!(r#"select category_subtree($1) as "id!""#, category.0);
    ids.fetch_all(db).await
}

/// A category as JSON for the audit log, held until the transaction ends.
pub(crate) async fn lock(db: &mut PgConnection, id: CategoryId) -> sqlx::Result<Option<serde_json::Value>> {
    sqlx::query_scalar!(
        r#"select jsonb_build_object('name', name, 'description', description, 'parent', parent_category_id)
               as "json!" from categories where id = $1 for update"#,
        id.0
    )
    .fetch_optional(db)
    .await
}

/// Addresses that begin like `base`.
pub(crate) async fn slugs_like(db: &mut PgConnection, base: &Slug) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select slug from categories where slug = $1 or slug like left($1, 110) || '-%'",
        base.as_str()
    )
    .fetch_all(db)
    .await
}

/// A new category, behind its siblings.
pub(crate) async fn insert(
    db: &mut PgConnection,
    id: CategoryId,
    slug: &Slug,
    draft: &CategoryDraft,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into categories (id, parent_category_id, name, description, slug, position)
         select $1, $2, $3, $4, $5, coalesce(max(position) + 1, 0)
         from categories where parent_category_id is not distinct from $2",
        id.0,
        draft.parent.map(|parent| parent.0),
        draft.name,
        draft.description,
        slug.as_str()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A changed category; its address stays.
pub(crate) async fn update(db: &mut PgConnection, id: CategoryId, draft: &CategoryDraft) -> sqlx::Result<()> {
    sqlx::query!(
        "update categories set parent_category_id = $2, name = $3, description = $4 where id = $1",
        id.0,
        draft.parent.map(|parent| parent.0),
        draft.name,
        draft.description
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The address part of a category, held until the transaction ends, and that of its parent.
pub(crate) async fn lock_slug(
    db: &mut PgConnection,
    id: CategoryId,
) -> sqlx::Result<Option<(Slug, Option<Slug>)>> {
    let row = sqlx::query!(
        r#"select c.slug, p.slug as "parent?" from categories c left join categories p on p.id = c.parent_category_id
           where c.id = $1 for update of c"#,
        id.0
    );
    let Some(row) = row.fetch_optional(db).await? else { return Ok(None) };
    Ok(Some((slug(&row.slug)?, row.parent.as_deref().map(slug).transpose()?)))
}

/// Another address part.
pub(crate) async fn update_slug(db: &mut PgConnection, id: CategoryId, to: &Slug) -> sqlx::Result<()> {
    sqlx::query!("update categories set slug = $2 where id = $1", id.0, to.as_str()).execute(db).await?;
    Ok(())
}

/// The products in a category and below.
pub(crate) async fn products_below(db: &mut PgConnection, id: CategoryId) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!("select id from products where category_id in (select category_subtree($1))", id.0)
        .fetch_all(db)
        .await
}

/// A category and what is directly in it; of more than [`RemovedCategory::MOST`] products one more than those.
pub(crate) async fn whole(db: &mut PgConnection, id: CategoryId) -> sqlx::Result<Option<RemovedCategory>> {
    let most = i64::try_from(RemovedCategory::MOST).unwrap_or(i64::MAX).saturating_add(1);
    let row = sqlx::query!(
        r#"select c.parent_category_id, c.name, c.slug, c.description, c.position,
               array(select child.id from categories child where child.parent_category_id = c.id
                     order by child.id) as "children!: Vec<Uuid>",
               array(select p.id from products p where p.category_id = c.id
                     order by p.id limit $2) as "products!: Vec<Uuid>"
           from categories c where c.id = $1"#,
        id.0,
        most
    );
    let Some(row) = row.fetch_optional(db).await? else { return Ok(None) };
    Ok(Some(RemovedCategory {
        id,
        parent: row.parent_category_id.map(CategoryId),
        name: row.name,
        slug: slug(&row.slug)?,
        description: row.description,
        position: row.position,
        children: row.children.into_iter().map(CategoryId).collect(),
        products: row.products.into_iter().map(ProductId).collect(),
    }))
}

/// A category as it was, with those of its children and products that are where they went when it was removed.
pub(crate) async fn put_back(db: &mut PgConnection, removed: &RemovedCategory) -> sqlx::Result<()> {
    let (id, parent) = (removed.id.0, removed.parent.map(|parent| parent.0));
    sqlx::query!(
        "insert into categories (id, parent_category_id, name, description, slug, position)
         values ($1, $2, $3, $4, $5, $6)",
        id,
        parent,
        removed.name,
        removed.description,
        removed.slug.as_str(),
        removed.position
    )
    .execute(&mut *db)
    .await?;
    let children: Vec<Uuid> = removed.children.iter().map(|child| child.0).collect();
    sqlx::query!(
        "update categories set parent_category_id = $1
         where id = any($2) and parent_category_id is not distinct from $3",
        id,
        &children,
        parent
    )
    .execute(&mut *db)
    .await?;
    let products: Vec<Uuid> = removed.products.iter().map(|product| product.0).collect();
    sqlx::query!(
        "update products set category_id = $1, updated_at = now()
         where id = any($2) and category_id is not distinct from $3",
        id,
        &products,
        parent
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a category's children and products to its parent and removes it.
pub(crate) async fn dissolve(db: &mut PgConnection, id: CategoryId) -> sqlx::Result<()> {
    sqlx::query!(
        "update products p set category_id = c.parent_category_id, updated_at = now()
         from categories c where c.id = $1 and p.category_id = c.id",
        id.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update categories child set parent_category_id = c.parent_category_id
         from categories c where c.id = $1 and child.parent_category_id = c.id",
        id.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from categories where id = $1", id.0).execute(db).await?;
    Ok(())
}
