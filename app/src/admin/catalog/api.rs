use super::draft::ProductForm;
use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    Currency, Timestamp,
    catalog::{Category, Product, ProductRow, ProductType, Publication, RemovedCategory, Typed},
};
use leptos::{
    prelude::*,
    server_fn::codec::{MultipartData, MultipartFormData},
};
use serde::{Deserialize, Serialize};

/// The list of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductList {
    /// The products.
    pub list: Listed<ProductRow>,
    /// Categories to filter by.
    pub categories: Vec<Category>,
    /// Whether products can be changed.
    pub may_edit: bool,
}

/// A product to be changed, or what a new one begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductPage {
    /// The product; none for a new one.
    pub product: Option<Product>,
    /// Categories to choose from.
    pub categories: Vec<Category>,
    /// Product types to choose from.
    pub types: Vec<ProductType>,
    /// The product's type and what is said by it.
    pub typed: Typed,
    /// The shop's currency.
    pub currency: Currency,
    /// When it comes and goes by itself, and who can look at it before.
    pub publication: Publication,
    /// When this was read.
    pub now: Timestamp,
}

/// The back office's list of products.
#[server]
pub async fn list_products(state: ListState) -> Result<ProductList, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewCatalog).await?;
    let may_edit = actor.require(contracts::Permission::EditCatalog).is_ok();
    let catalog = crate::context::services()?.catalog;
    let query = crate::admin::queries::products(&state);
    let (page, categories) = futures::try_join!(catalog.products(actor, query), catalog.categories())?;
    Ok(ProductList { list: Listed::now(page), categories, may_edit })
}

/// A product by id; `new` for a new one.
#[server]
pub async fn load_product(id: String) -> Result<ProductPage, AppError> {
    use contracts::{Permission, catalog::ProductQuery};
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let catalog = crate::context::services()?.catalog;
    let product = match id.parse() {
        Ok(id) => {
            Some(catalog.product(actor.clone(), id).await?.ok_or_else(|| AppError::not_found("product"))?)
        }
        Err(_) => None,
    };
    let (publication, typed) = match &product {
        Some(product) => futures::try_join!(
            catalog.publication(actor.clone(), product.id),
            catalog.typed(actor.clone(), product.id)
        )?,
        None => (Publication::default(), Typed::default()),
    };
    let (any, categories, types) = futures::try_join!(
        catalog.products(actor.clone(), ProductQuery::default()),
        catalog.categories(),
        catalog.product_types(actor),
    )?;
    let currency = any.items.first().map_or(Currency::Eur, |row| row.price_from.currency);
    Ok(ProductPage {
        product,
        categories,
        types,
        typed,
        currency,
        publication,
        now: crate::admin::patterns::now(),
    })
}

/// Creates or changes a product. Prices that fall by more than half are asked about once.
#[server]
pub async fn save_product(form: ProductForm) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let (agreed, typed) = (form.agreed.clone(), form.typed());
    let (draft, rows) = form.draft()?;
    let (catalog, new) = (crate::context::services()?.catalog, draft.id.is_none());
    if let Some(id) = draft.id
        && let Some(before) = catalog.product(actor.clone(), id).await?
    {
        super::price_falls::ask(&before, &draft, &agreed)?;
    }
    let saved = match typed {
        Some(typed) => catalog.save_typed_product(actor, draft, typed).await,
        None => catalog.save_product(actor, draft).await,
    };
    let id = saved.map_err(|error| rows.in_form(error))?;
    if new {
        crate::context::redirect(&format!("/admin/products/{id}"));
    }
    Ok(())
}

/// Products that had a status before they were given another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusBefore {
    /// The status.
    pub status: String,
    /// Their ids.
    pub products: Vec<String>,
}

/// Gives all selected products one status; what those had that were changed.
#[server]
pub async fn set_product_status(
    #[server(default)] selected: Vec<String>,
    status: String,
) -> Result<Vec<StatusBefore>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let catalog = crate::context::services()?.catalog;
    let status = super::parse::status(&status);
    if selected.len() > 100 {
        return Err(contracts::Error::invalid("Please select at most 100 products at once.").into());
    }
    let mut before = std::collections::BTreeMap::<_, Vec<String>>::new();
    for id in selected.iter().filter_map(|id| id.parse().ok()) {
        if let Some(was) = super::parse::change_status(&*catalog, &actor, id, status).await? {
            before.entry(was.as_str().to_owned()).or_default().push(id.to_string());
        }
    }
    Ok(before.into_iter().map(|(status, products)| StatusBefore { status, products }).collect())
}

/// Adds a picture to a product: inputs `product`, `alt_text`, `choice` (`Colour: Chalk`) and `file`; with
/// `video`, the address of a video whose poster the picture is.
#[server(input = MultipartFormData, endpoint = "upload_picture")]
pub async fn upload_picture(data: MultipartData) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let (product, upload, video) = super::upload::read(data).await?;
    let catalog = crate::context::services()?.catalog;
    match video {
        Some(url) => catalog.add_video(actor, product, url, upload).await?,
        None => catalog.add_media(actor, product, upload).await?,
    };
    Ok(())
}

/// Removes a picture.
#[server]
pub async fn delete_picture(product: String, media: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let missing = || AppError::not_found("picture");
    let (product, media) = (product.parse().map_err(|_| missing())?, media.parse().map_err(|_| missing())?);
    Ok(crate::context::services()?.catalog.delete_media(actor, product, media).await?)
}

/// Puts the pictures into this order: ids separated by commas.
#[server]
pub async fn order_pictures(product: String, order: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let product = product.parse().map_err(|_| AppError::not_found("product"))?;
    let order = order.split(',').filter_map(|id| id.parse().ok()).collect();
    Ok(crate::context::services()?.catalog.order_media(actor, product, order).await?)
}

/// The tree of categories.
#[server]
pub async fn category_tree() -> Result<Vec<Category>, AppError> {
    crate::admin::guard::require(contracts::Permission::ViewCatalog).await?;
    Ok(crate::context::services()?.catalog.categories().await?)
}

/// Creates (`id` empty) or changes a category.
#[server]
pub async fn save_category(
    id: String,
    parent: String,
    name: String,
    description: String,
) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let (id, parent) = (id.parse().ok(), parent.parse().ok());
    crate::context::services()?.catalog.save_category(actor, id, parent, name, description).await?;
    crate::context::redirect("/admin/categories");
    Ok(())
}

/// Gives a category another address part.
#[server]
pub async fn set_category_slug(id: String, slug: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("category"))?;
    crate::context::services()?.catalog.set_category_slug(actor, id, slug).await?;
    crate::context::redirect("/admin/categories");
    Ok(())
}

/// Removes a category; what was in it moves to its parent. What it takes to put it back, if that is little.
#[server]
pub async fn delete_category(id: String) -> Result<Option<RemovedCategory>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("category"))?;
    let removed = crate::context::services()?.catalog.delete_category(actor, id).await?;
    crate::context::redirect("/admin/categories");
    Ok(removed)
}

/// Puts a category back that was removed, with what was in it and has not been moved since.
#[server]
pub async fn restore_category(category: RemovedCategory) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    Ok(crate::context::services()?.catalog.restore_category(actor, category).await?)
}
