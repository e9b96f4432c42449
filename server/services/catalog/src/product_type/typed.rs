//! What is said of a product by its type, checked and written.

use super::{
    repo,
    value::{self, Value},
};
use crate::error::Result;
use contracts::{
    Checks, Error as Refusal, ProductId, ProductTypeId,
    catalog::{Attribute, AttributeDefinition, ProductType, Typed, TypedValue},
};
use sqlx::PgConnection;
use uuid::Uuid;

/// What stays said of a product that is saved by its free attributes alone: one that is called like an attribute of
/// the type says it anew, as people read it.
pub(crate) async fn overlaid(
    tx: &mut PgConnection,
    product: ProductId,
    free: &[Attribute],
) -> Result<Option<Typed>> {
    let mut typed = repo::typed(&mut *tx, product).await?;
    let Some(id) = typed.product_type else { return Ok(None) };
    let of_type = found(&mut *tx, id).await?;
    for attribute in &of_type.attributes {
        let same = |it: &&Attribute| it.name.trim().to_lowercase() == attribute.label.to_lowercase();
        let Some(written) = free.iter().find(same) else { continue };
        if shown(tx, product, attribute).await?.as_deref() == Some(written.value.trim()) {
            continue;
        }
        typed.values.retain(|value| value.code != attribute.code);
        let values = value::from_words(attribute, &written.value);
        typed.values.push(TypedValue { code: attribute.code.clone(), values });
    }
    Ok(Some(typed))
}

/// What people read of an attribute now.
async fn shown(
    tx: &mut PgConnection,
    product: ProductId,
    attribute: &AttributeDefinition,
) -> sqlx::Result<Option<String>> {
    let words = sqlx::query_scalar!(
        r#"select attribute_value from product_attributes
           where product_id = $1 and attribute_name = $2 and is_typed limit 1"#,
        product.0,
        attribute.label
    );
    words.fetch_optional(tx).await
}

/// Writes the type and all that is said by it, in place of what was. Whether required values are there is asked of
/// whoever says it all (`is_whole`).
pub(crate) async fn write(
    tx: &mut PgConnection,
    product: ProductId,
    typed: &Typed,
    is_whole: bool,
) -> Result<()> {
    clear(&mut *tx, product).await?;
    let Some(id) = typed.product_type else { return Ok(()) };
    let of_type = found(&mut *tx, id).await?;
    let said = read(tx, &of_type, typed, is_whole).await?;
    sqlx::query!("insert into typed_products (product_id, type_id) values ($1, $2)", product.0, id.0)
        .execute(&mut *tx)
        .await?;
    for (attribute, value, reference) in said {
        insert(&mut *tx, product, attribute, &value, reference).await?;
    }
    Ok(())
}

async fn found(tx: &mut PgConnection, id: ProductTypeId) -> Result<ProductType> {
    const GONE: &str = "This product type does not exist any more.";
    if !repo::share(&mut *tx, id).await? {
        return Err(Refusal::field("type", GONE).into());
    }
    let found = repo::all(tx).await?.into_iter().find(|it| it.id == id);
    Ok(found.ok_or_else(|| Refusal::field("type", GONE))?)
}

type Said<'a> = Vec<(&'a AttributeDefinition, Value, Option<Uuid>)>;

/// The values of the type's attributes; each that cannot be read is told at its place.
async fn read<'a>(
    tx: &mut PgConnection,
    of_type: &'a ProductType,
    typed: &Typed,
    is_whole: bool,
) -> Result<Said<'a>> {
    let (mut checks, mut said) = (Checks::default(), Vec::new());
    for attribute in &of_type.attributes {
        let place = typed.values.iter().position(|value| value.code == attribute.code);
        let field = place.map_or_else(|| "typed".to_owned(), |at| format!("typed[{at}]"));
        let texts =
            place.and_then(|at| typed.values.get(at)).map_or(&[][..], |value| value.values.as_slice());
        match value::parse(attribute, texts) {
            Err(message) => checks.require(false, &field, message),
            Ok(None) => checks.require(!(attribute.required && is_whole), &field, &required(attribute)),
            Ok(Some(value)) => {
                let reference = reference(tx, &value).await?;
                let is_there = value.reference.is_none() || reference.is_some();
                checks.require(is_there, &field, "No product has this SKU.");
                said.push((attribute, value, reference));
            }
        }
    }
    checks.finish()?;
    Ok(said)
}

fn required(attribute: &AttributeDefinition) -> String {
    format!("Please say something about “{}”: the product's type needs it.", attribute.label)
}

/// The product that has the SKU.
async fn reference(tx: &mut PgConnection, value: &Value) -> sqlx::Result<Option<Uuid>> {
    let Some(sku) = &value.reference else { return Ok(None) };
    sqlx::query_scalar!("select product_id from product_variants where sku = $1", sku.as_str())
        .fetch_optional(tx)
        .await
}

async fn clear(tx: &mut PgConnection, product: ProductId) -> sqlx::Result<()> {
    sqlx::query!("delete from typed_products where product_id = $1", product.0).execute(tx).await?;
    Ok(())
}

async fn insert(
    tx: &mut PgConnection,
    product: ProductId,
    attribute: &AttributeDefinition,
    value: &Value,
    reference: Option<Uuid>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into product_attribute_values
             (product_id, definition_id, kind, text_value, number_value, boolean_value, date_value, choices,
              reference_id, colour)
         values ($1, $2, $3, $4, $5::text::numeric, $6, $7, $8, $9, $10)",
        product.0,
        attribute.id.0,
        attribute.kind.as_str(),
        value.text.as_deref(),
        value.number.as_deref(),
        value.boolean,
        value.date,
        value.choices.as_deref(),
        reference,
        value.colour.as_deref()
    )
    .execute(tx)
    .await?;
    Ok(())
}
