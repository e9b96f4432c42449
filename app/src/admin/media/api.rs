use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    ProductId, Timestamp,
    catalog::{MediaAsset, MediaDetail},
};
use leptos::{
    prelude::*,
    server_fn::codec::{MultipartData, MultipartFormData},
};
use serde::{Deserialize, Serialize};

/// The product that pictures are chosen for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenFor {
    /// The product.
    pub id: ProductId,
    /// Its name.
    pub name: String,
}

/// A part of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaList {
    /// The assets.
    pub list: Listed<MediaAsset>,
    /// The product that is named in the address (`for`), if any.
    pub chosen_for: Option<ChosenFor>,
    /// Whether they can be changed.
    pub may_edit: bool,
}

/// What the page of an asset shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaPage {
    /// The asset and where it is shown.
    pub detail: MediaDetail,
    /// Whether it can be changed.
    pub may_edit: bool,
    /// When this was read.
    pub now: Timestamp,
}

/// A part of the media library.
#[server]
pub async fn list_media(state: ListState) -> Result<MediaList, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    let catalog = crate::context::services()?.catalog;
    let chosen_for = match state.parsed("for") {
        Some(id) if may_edit => catalog.product(actor.clone(), id).await?,
        _ => None,
    };
    let chosen_for = chosen_for.map(|product| ChosenFor { id: product.id, name: product.name });
    let page = catalog.media_library(actor, super::parse::query(&state)).await?;
    Ok(MediaList { list: Listed::now(page), chosen_for, may_edit })
}

/// An asset and where it is shown.
#[server]
pub async fn load_media(id: String) -> Result<MediaPage, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    let missing = || AppError::not_found("picture");
    let id = id.parse().map_err(|_| missing())?;
    let detail = crate::context::services()?.catalog.media_asset(actor, id).await?;
    Ok(MediaPage { detail: detail.ok_or_else(missing)?, may_edit, now: crate::admin::patterns::now() })
}

/// Adds pictures to the library: inputs `file`, as many as there are.
#[server(input = MultipartFormData, endpoint = "upload_media")]
pub async fn upload_media(data: MultipartData) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let sent = super::parse::read(data).await?;
    let catalog = crate::context::services()?.catalog;
    Ok(super::parse::keep_all(&*catalog, &actor, sent.files).await?)
}

/// Has all products that show an asset show another file, and leads to that: inputs `id` and `file`.
#[server(input = MultipartFormData, endpoint = "upload_replacement")]
pub async fn upload_replacement(data: MultipartData) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let mut sent = super::parse::read(data).await?;
    let id = sent.id.parse().map_err(|_| AppError::not_found("picture"))?;
    let file = sent.files.pop().ok_or_else(super::parse::no_file)?;
    let catalog = crate::context::services()?.catalog;
    let new = catalog.replace_media(actor, id, file.name, file.bytes).await?;
    crate::context::redirect(&format!("{}/{new}", super::PATH));
    Ok(())
}

/// Changes what is said about an asset. Nothing in both of the last inputs is the middle.
#[server]
pub async fn change_media(
    id: String,
    name: String,
    alt_text: String,
    focal_x: String,
    focal_y: String,
) -> Result<(), AppError> {
    use contracts::catalog::MediaChange;
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("picture"))?;
    let change = MediaChange { name, alt_text, focal: super::parse::focal(&focal_x, &focal_y)? };
    Ok(crate::context::services()?.catalog.change_media(actor, id, change).await?)
}

/// Puts the selected behind a product's pictures, and leads to it.
#[server]
pub async fn attach_media(product: String, #[server(default)] selected: Vec<String>) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let product = product.parse().map_err(|_| AppError::not_found("product"))?;
    let media = selected.iter().filter_map(|id| id.parse().ok()).collect();
    crate::context::services()?.catalog.attach_media(actor, product, media).await?;
    crate::context::redirect(&format!("/admin/products/{product}"));
    Ok(())
}

/// Deletes the selected, if no product shows one of them.
#[server]
pub async fn discard_media(#[server(default)] selected: Vec<String>) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let media = selected.iter().filter_map(|id| id.parse().ok()).collect();
    Ok(crate::context::services()?.catalog.discard_media(actor, media, false).await?)
}

/// Deletes one, with `even_if_used` (`true`) also when products show it, and leads back to the library.
#[server]
pub async fn delete_media(id: String, #[server(default)] even_if_used: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("picture"))?;
    let catalog = crate::context::services()?.catalog;
    catalog.discard_media(actor, vec![id], even_if_used == "true").await?;
    crate::context::redirect(super::PATH);
    Ok(())
}
