use super::text::CollectionText;
use crate::error::AppError;
use contracts::{Currency, catalog::Collection};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A collection in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionRow {
    /// The collection.
    pub collection: Collection,
    /// Its products on sale now.
    pub products: u32,
}

/// The list of collections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionList {
    /// By name.
    pub rows: Vec<CollectionRow>,
    /// Whether they can be changed.
    pub may_edit: bool,
}

/// What the page of a collection shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionPage {
    /// The collection with its products on sale now; none for a new one.
    pub row: Option<CollectionRow>,
    /// Names of the products that were chosen by hand, in their order.
    pub names: Vec<String>,
    /// Categories to choose from: id and name.
    pub categories: Vec<(String, String)>,
    /// Brands to choose from: id and name.
    pub brands: Vec<(String, String)>,
    /// The shop's currency.
    pub currency: Currency,
    /// Whether it can be changed.
    pub may_edit: bool,
}

/// The back office's list of collections.
#[server]
pub async fn list_collections() -> Result<CollectionList, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    let rows = super::read::rows(&crate::context::services()?, &actor).await?;
    Ok(CollectionList { rows, may_edit })
}

/// A collection by id; `new` for a new one.
#[server]
pub async fn load_collection(id: String) -> Result<CollectionPage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewCatalog).await?;
    Ok(super::read::page(&crate::context::services()?, &actor, &id).await?)
}

/// Creates or changes a collection.
#[server]
pub async fn save_collection(form: CollectionText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let services = crate::context::services()?;
    let added = super::read::found(&services, &actor, &form.add).await?;
    let (draft, rows) = super::parse::draft(&form, added)?;
    let is_new = draft.id.is_none();
    let saved = services.catalog.save_collection(actor, draft).await;
    let id = saved.map_err(|error| super::parse::at_form(error, &rows))?;
    if is_new {
        crate::context::redirect(&format!("{}/{id}", super::PATH));
    }
    Ok(())
}

/// Products on sale that a collection would have as it is typed.
#[server]
pub async fn count_collection(form: CollectionText) -> Result<u32, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewCatalog).await?;
    let (members, rows) = super::parse::members(&form, Vec::new())?;
    let counted = crate::context::services()?.catalog.count_members(actor, members).await;
    Ok(counted.map_err(|error| super::parse::at_form(error, &rows))?)
}

/// Removes a collection; its products stay.
#[server]
pub async fn delete_collection(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("collection"))?;
    crate::context::services()?.catalog.delete_collection(actor, id).await?;
    crate::context::redirect(super::PATH);
    Ok(())
}
