//! What this service needs to know of the catalogue: a variant's product, and whether it is on sale.

pub(crate) mod repo;

use crate::{Recommendations, error::Result};
use contracts::catalog::{Event, ProductStatus};
use platform::{AnyEnvelope, decode, inbox};

/// Applies a `product_saved`, once. Saving tells the whole product, so its old variants are replaced.
pub(crate) async fn learn(service: &Recommendations, envelope: &AnyEnvelope) -> Result<()> {
    let Event::ProductSaved { product, status, variants, .. } = decode(envelope)? else {
        return Ok(());
    };
    let variants: Vec<_> = variants.into_iter().map(|variant| variant.id).collect();
    let is_on_sale = status == ProductStatus::Active;
    let mut tx = service.db.begin().await?;
    if inbox::first_time(&mut tx, "recommendations.product_saved", envelope.id).await? {
        repo::replace(&mut tx, product, &variants, is_on_sale, envelope.occurred_at).await?;
    }
    tx.commit().await?;
    Ok(())
}
