//! Products that are there already, as lines name them: by address part or by SKU.

use super::merge::Line;
use crate::{error::Result, product::repo as products};
use contracts::{ProductId, catalog::Product};
use sqlx::PgConnection;
use std::collections::HashMap;
use uuid::Uuid;

/// What the shop has of some lines' products.
pub(crate) struct Known {
    by_id: HashMap<ProductId, Product>,
    by_slug: HashMap<String, ProductId>,
    by_sku: HashMap<String, ProductId>,
}

impl Known {
    /// Of groups of lines with their keys; held until the transaction ends with `hold`.
    pub(crate) async fn of(tx: &mut PgConnection, groups: &[(&str, &[Line])], hold: bool) -> Result<Self> {
        let by_slug = by_slug(tx, groups).await?;
        let by_sku = by_sku(tx, groups).await?;
        let named = groups.iter().filter_map(|(key, _)| named(key));
        let mut ids: Vec<Uuid> =
            by_slug.values().chain(by_sku.values()).copied().chain(named).map(|id| id.0).collect();
        ids.sort_unstable();
        ids.dedup();
        if hold {
            // In one order, so that two who hold several wait for each other.
            sqlx::query!("select id from products where id = any ($1) order by id for update", &ids)
                .fetch_all(&mut *tx)
                .await?;
        }
        let found = products::by_ids(tx, &ids).await?;
        let by_id = found.into_iter().map(|product| (product.id, product)).collect();
        Ok(Self { by_id, by_slug, by_sku })
    }

    /// The product that lines are about.
    pub(crate) fn product_of(&self, key: &str, lines: &[Line]) -> Option<&Product> {
        let slug = lines.iter().find_map(|line| line.given.slug.as_ref());
        let id = match (named(key), slug) {
            (Some(id), _) => Some(id),
            (None, Some(slug)) => self.by_slug.get(slug.as_str()).copied(),
            (None, None) => lines.iter().flat_map(|line| line.given.skus()).find_map(|sku| self.owner(&sku)),
        };
        self.by_id.get(&id?)
    }

    /// The product that has a SKU.
    pub(crate) fn owner(&self, sku: &str) -> Option<ProductId> {
        self.by_sku.get(sku).copied()
    }
}

/// The product that a key names by its id.
fn named(key: &str) -> Option<ProductId> {
    key.strip_prefix("p:")?.parse().ok()
}

async fn by_slug(
    tx: &mut PgConnection,
    groups: &[(&str, &[Line])],
) -> sqlx::Result<HashMap<String, ProductId>> {
    let lines = groups.iter().flat_map(|(_, lines)| lines.iter());
    let slugs: Vec<String> =
        lines.filter_map(|line| line.given.slug.as_ref()).map(ToString::to_string).collect();
    let found =
        sqlx::query!("select slug, id from products where slug = any ($1)", &slugs).fetch_all(tx).await?;
    Ok(found.into_iter().map(|row| (row.slug, ProductId(row.id))).collect())
}

async fn by_sku(
    tx: &mut PgConnection,
    groups: &[(&str, &[Line])],
) -> sqlx::Result<HashMap<String, ProductId>> {
    let lines = groups.iter().flat_map(|(_, lines)| lines.iter());
    let skus: Vec<String> = lines.flat_map(|line| line.given.skus()).collect();
    let found = sqlx::query!("select sku, product_id from product_variants where sku = any ($1)", &skus);
    let found = found.fetch_all(tx).await?;
    Ok(found.into_iter().map(|row| (row.sku, ProductId(row.product_id))).collect())
}
