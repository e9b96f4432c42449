use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    Timestamp,
    catalog::{Import, ImportDetail},
};
use leptos::{
    prelude::*,
    server_fn::codec::{MultipartData, MultipartFormData},
};
use serde::{Deserialize, Serialize};

/// What the page of an import shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    /// The import with the first lines and the first problems.
    pub detail: ImportDetail,
    /// When this was read.
    pub now: Timestamp,
}

/// The list of imports, the newest first.
#[server]
pub async fn list_imports(state: ListState) -> Result<Listed<Import>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    Ok(Listed::now(crate::context::services()?.catalog.imports(actor, state.request(25)).await?))
}

/// An import, how far it is and what it found.
#[server]
pub async fn load_import(id: String) -> Result<ImportPage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let missing = || AppError::not_found("import");
    let id = id.parse().map_err(|_| missing())?;
    let found = crate::context::services()?.catalog.import(actor, id).await?;
    Ok(ImportPage { detail: found.ok_or_else(missing)?, now: crate::admin::patterns::now() })
}

/// Takes a file (input `file`, after `format`) and leads to what it holds.
#[server(input = MultipartFormData, endpoint = "upload_import")]
pub async fn upload_import(data: MultipartData) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = super::upload::take(actor, data).await?;
    crate::context::redirect(&format!("{}/{id}", super::PATH));
    Ok(())
}

/// Has an import looked at: `columns` says of each what it means.
#[server]
pub async fn check_import(id: String, #[server(default)] columns: Vec<String>) -> Result<(), AppError> {
    use contracts::catalog::ImportField;
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("import"))?;
    let field = |column: &String| ImportField::from_text(column).unwrap_or(ImportField::Ignore);
    let mapping = columns.iter().map(field).collect();
    Ok(crate::context::services()?.catalog.check_import(actor, id, mapping).await?)
}

/// Has an import applied that was looked at.
#[server]
pub async fn start_import(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("import"))?;
    Ok(crate::context::services()?.catalog.start_import(actor, id).await?)
}

/// Ends an import; what was applied stays.
#[server]
pub async fn cancel_import(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("import"))?;
    Ok(crate::context::services()?.catalog.cancel_import(actor, id).await?)
}
