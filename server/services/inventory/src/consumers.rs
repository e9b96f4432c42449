//! What happens here when something happened elsewhere.

use crate::{Inventory, error::Result, stock};
use contracts::{
    ProductId,
    catalog::{Event, VariantRef},
};
use platform::{AnyEnvelope, inbox};

impl Inventory {
    /// Catalogue `product_saved`: makes rows without units for new variants, in the first warehouse, copies
    /// SKU and name to all rows of the product's variants, and retires those of variants it no longer has.
    ///
    /// # Errors
    /// As the database answers, or when the payload is not understood.
    pub async fn on_product_saved(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let Event::ProductSaved { product, name, variants, .. } = platform::decode::<Event>(&envelope)?
        else {
            return Ok(());
        };
        let copies = variants.iter().map(|variant| stock::repo::Copy {
            product,
            variant: variant.id,
            sku: variant.sku.clone(),
            name: stock_name(&name, variant),
        });
        Ok(self.copy_product(&envelope, product, copies.collect()).await?)
    }

    async fn copy_product(
        &self,
        envelope: &AnyEnvelope,
        product: ProductId,
        mut copies: Vec<stock::repo::Copy>,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        if inbox::first_time(&mut tx, "inventory.product_saved", envelope.id).await? {
            let present: Vec<_> = copies.iter().map(|copy| copy.variant).collect();
            let known = stock::repo::variants_of(&mut tx, product).await?;
            stock::repo::lock(&mut tx, &[&present[..], &known].concat()).await?;
            copies.sort_by_key(|copy| copy.variant);
            stock::repo::copy(&mut tx, &copies, envelope.occurred_at).await?;
            stock::repo::retire_others(&mut tx, product, &present, envelope.occurred_at).await?;
        }
        Ok(tx.commit().await?)
    }
}

fn stock_name(product: &str, variant: &VariantRef) -> String {
    if variant.choices.is_empty() { product.to_owned() } else { format!("{product}, {}", variant.choices) }
}
