use crate::error::AppError;
use contracts::catalog::Brand;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The list of brands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandList {
    /// By name.
    pub brands: Vec<Brand>,
    /// Whether they can be changed.
    pub may_edit: bool,
}

/// What the page of a brand shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandPage {
    /// The brand; none for a new one.
    pub brand: Option<Brand>,
    /// The others, which it can be merged with: id and name.
    pub others: Vec<(String, String)>,
    /// Whether it can be changed.
    pub may_edit: bool,
}

/// The back office's list of brands.
#[server]
pub async fn list_all_brands() -> Result<BrandList, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    let brands = crate::context::services()?.catalog.all_brands(actor).await?;
    Ok(BrandList { brands, may_edit })
}

/// A brand by id; `new` for a new one.
#[server]
pub async fn load_brand(id: String) -> Result<BrandPage, AppError> {
    use contracts::{BrandId, Permission};
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    if id == "new" {
        return Ok(BrandPage { brand: None, others: Vec::new(), may_edit });
    }
    let missing = || AppError::not_found("brand");
    let id: BrandId = id.parse().map_err(|_| missing())?;
    let all = crate::context::services()?.catalog.all_brands(actor).await?;
    let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|brand| brand.id == id);
    let others = others.into_iter().map(|brand| (brand.id.to_string(), brand.name)).collect();
    let brand = own.into_iter().next().ok_or_else(missing)?;
    Ok(BrandPage { brand: Some(brand), others, may_edit })
}

/// Creates (`id` empty) or changes a brand; its products follow its name.
#[server]
pub async fn save_brand(id: String, name: String, slug: String, description: String) -> Result<(), AppError> {
    use contracts::catalog::BrandDraft;
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let missing = || AppError::not_found("brand");
    let known = if id.is_empty() { None } else { Some(id.parse().map_err(|_| missing())?) };
    let draft = BrandDraft { id: known, name, slug, description };
    let saved = crate::context::services()?.catalog.save_brand(actor, draft).await?;
    if known.is_none() {
        crate::context::redirect(&format!("{}/{saved}", super::PATH));
    }
    Ok(())
}

/// Gives the products of a brand to another one and removes it.
#[server]
pub async fn merge_brands(from: String, into: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let from = from.parse().map_err(|_| AppError::not_found("brand"))?;
    let chosen = into.parse();
    let into = chosen.map_err(|_| contracts::Error::field("into", "Please choose a brand."))?;
    crate::context::services()?.catalog.merge_brands(actor, from, into).await?;
    crate::context::redirect(&format!("{}/{into}", super::PATH));
    Ok(())
}
