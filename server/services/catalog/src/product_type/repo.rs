//! Reading and writing product types.

use super::model::NewAttribute;
use contracts::{
    AttributeId, ProductId, ProductTypeId,
    catalog::{AttributeDefinition, ProductType, Typed, TypedValue},
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

/// All product types, by name.
pub(crate) async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<ProductType>> {
    let rows = sqlx::query!(
        r#"select t.id, t.name, t.version,
               (select count(*) from typed_products p where p.type_id = t.id) as "products!",
               coalesce((select jsonb_agg(jsonb_build_object(
                       'id', d.id, 'code', d.code, 'label', d.label, 'kind', d.kind, 'unit', d.unit,
                       'required', d.required, 'filterable', d.filterable, 'shown', d.shown, 'choices', d.choices,
                       'products', (select count(*) from product_attribute_values v where v.definition_id = d.id))
                   order by d.position)
                   from attribute_definitions d where d.type_id = t.id), '[]')
                   as "attributes!: Json<Vec<AttributeDefinition>>"
           from product_types t order by t.name"#
    );
    let types = rows.fetch_all(db).await?.into_iter().map(|row| ProductType {
        id: row.id.into(),
        name: row.name,
        version: row.version,
        products: u32::try_from(row.products).unwrap_or(u32::MAX),
        attributes: row.attributes.0,
    });
    Ok(types.collect())
}

/// A product's type, with what is said of the product.
pub(crate) async fn typed(db: &mut PgConnection, product: ProductId) -> sqlx::Result<Typed> {
    let of_type = sqlx::query_scalar!("select type_id from typed_products where product_id = $1", product.0);
    let Some(of_type) = of_type.fetch_optional(&mut *db).await? else {
        return Ok(Typed::default());
    };
    let rows = sqlx::query!(
        r#"select d.code, fact_texts(v) as "texts!: Vec<String>"
           from product_attribute_values v join attribute_definitions d on d.id = v.definition_id
           where v.product_id = $1 order by d.position"#,
        product.0
    );
    let values = rows.fetch_all(db).await?.into_iter();
    let values = values.map(|row| TypedValue { code: row.code, values: row.texts }).collect();
    Ok(Typed { product_type: Some(of_type.into()), values })
}

/// Holds all types until the transaction ends: they share what filters are called.
pub(crate) async fn lock(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('catalog.product_types'))").fetch_one(db).await?;
    Ok(())
}

/// Holds one type until the transaction ends, so that it stays what the product was checked by.
pub(crate) async fn share(db: &mut PgConnection, id: ProductTypeId) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!("select id from product_types where id = $1 for share", id.0);
    Ok(found.fetch_optional(db).await?.is_some())
}

/// The type's own row, new or changed.
pub(crate) async fn put(db: &mut PgConnection, id: ProductTypeId, name: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into product_types (id, name) values ($1, $2)
         on conflict (id) do update set name = excluded.name, version = product_types.version + 1, updated_at = now()",
        id.0,
        name
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes attributes that are no longer named, with what products say of them.
pub(crate) async fn keep_only(db: &mut PgConnection, id: ProductTypeId, kept: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("delete from attribute_definitions where type_id = $1 and id <> all ($2)", id.0, kept)
        .execute(db)
        .await?;
    Ok(())
}

/// An attribute, new or changed.
pub(crate) async fn put_attribute(
    db: &mut PgConnection,
    of_type: ProductTypeId,
    id: AttributeId,
    position: i32,
    new: &NewAttribute,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into attribute_definitions
             (id, type_id, code, label, kind, unit, required, filterable, shown, position, choices)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (id) do update set code = excluded.code, label = excluded.label, kind = excluded.kind,
             unit = excluded.unit, required = excluded.required, filterable = excluded.filterable,
             shown = excluded.shown, position = excluded.position, choices = excluded.choices",
        id.0,
        of_type.0,
        new.code,
        new.label,
        new.kind.as_str(),
        new.unit,
        new.required,
        new.filterable,
        new.shown,
        position,
        &new.choices
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Choices that products have and that the attribute no longer names.
pub(crate) async fn orphaned_choices(
    db: &mut PgConnection,
    attribute: AttributeId,
    choices: &[String],
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select distinct choice as "choice!" from product_attribute_values v cross join unnest(v.choices) choice
           where v.definition_id = $1 and choice <> all ($2) order by 1"#,
        attribute.0,
        choices
    )
    .fetch_all(db)
    .await
}

/// The products of a type.
pub(crate) async fn products_of(db: &mut PgConnection, id: ProductTypeId) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!("select product_id from typed_products where type_id = $1 order by product_id", id.0)
        .fetch_all(db)
        .await
}

/// Holds products as everybody does who changes them.
pub(crate) async fn hold(db: &mut PgConnection, products: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("select id from products where id = any ($1) order by id for update", products)
        .fetch_all(db)
        .await?;
    Ok(())
}

/// Has facets count anew what is said of these products.
pub(crate) async fn choose_anew(db: &mut PgConnection, products: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("update product_variants set choices = '{}' where product_id = any ($1)", products)
        .execute(db)
        .await?;
    Ok(())
}

/// Removes a type.
pub(crate) async fn delete(db: &mut PgConnection, id: ProductTypeId) -> sqlx::Result<()> {
    sqlx::query!("delete from product_types where id = $1", id.0).execute(db).await?;
    Ok(())
}
