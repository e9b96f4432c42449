use super::text::TypeText;
use crate::error::AppError;
use contracts::catalog::ProductType;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The list of product types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeList {
    /// By name.
    pub types: Vec<ProductType>,
    /// Whether they can be changed.
    pub may_edit: bool,
}

/// What the page of a product type shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypePage {
    /// The type; none for a new one.
    pub product_type: Option<ProductType>,
    /// Whether it can be changed.
    pub may_edit: bool,
}

/// The back office's list of product types.
#[server]
pub async fn list_product_types() -> Result<TypeList, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    let types = crate::context::services()?.catalog.product_types(actor).await?;
    Ok(TypeList { types, may_edit })
}

/// A product type by id; `new` for a new one.
#[server]
pub async fn load_product_type(id: String) -> Result<TypePage, AppError> {
    use contracts::{Permission, ProductTypeId};
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    if id == "new" {
        return Ok(TypePage { product_type: None, may_edit });
    }
    let missing = || AppError::not_found("product type");
    let id: ProductTypeId = id.parse().map_err(|_| missing())?;
    let types = crate::context::services()?.catalog.product_types(actor).await?;
    let found = types.into_iter().find(|it| it.id == id).ok_or_else(missing)?;
    Ok(TypePage { product_type: Some(found), may_edit })
}

/// Creates or changes a product type.
#[server]
pub async fn save_product_type(form: TypeText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let (draft, rows) = super::parse::draft(&form)?;
    let is_new = draft.id.is_none();
    let saved = crate::context::services()?.catalog.save_product_type(actor, draft).await;
    let id = saved.map_err(|error| super::parse::at_form(error, &rows))?;
    if is_new {
        crate::context::redirect(&format!("{}/{id}", super::PATH));
    }
    Ok(())
}

/// Removes a product type; its products keep nothing of what it asks.
#[server]
pub async fn delete_product_type(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("product type"))?;
    crate::context::services()?.catalog.delete_product_type(actor, id).await?;
    crate::context::redirect(super::PATH);
    Ok(())
}
