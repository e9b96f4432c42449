//! What happens here when something happened elsewhere.

use crate::{
    Inventory,
    error::Result,
    stock::{self, model::Adjustment},
};
use contracts::{
    InventoryId, ProductId, VariantId,
    catalog::{CountedUnits, Event, VariantRef},
    inventory::TransactionType,
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

impl Inventory {
    /// Catalogue `stock_counted`: makes the units that can be bought of each variant what a file says there are, in the
    /// first warehouse that holds it, as a count. What is reserved is counted apart and stays.
    ///
    /// # Errors
    /// As the database answers, when the payload is not understood, and `Unavailable` while a variant is not known yet:
    /// the product's own news is on its way.
    pub async fn on_stock_counted(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let Event::StockCounted { import, author, lines, .. } = platform::decode::<Event>(&envelope)? else {
            return Ok(());
        };
        Ok(self.count_anew(&envelope, &format!("Import {import}"), &author, &lines).await?)
    }

    async fn count_anew(
        &self,
        envelope: &AnyEnvelope,
        reference: &str,
        author: &str,
        lines: &[CountedUnits],
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        if !inbox::first_time(&mut tx, "inventory.stock_counted", envelope.id).await? {
            return Ok(tx.commit().await?);
        }
        let variants: Vec<VariantId> = lines.iter().map(|line| line.variant).collect();
        let mut stock = stock::repo::lock(&mut tx, &variants).await?;
        for line in lines {
            let (row, change) = difference(&stock, line)?;
            if change != 0 {
                let adjustment = Adjustment::parse(change, TransactionType::Adjustment, reference)?;
                stock.adjust(row, &adjustment)?;
            }
        }
        stock::commit(tx, &stock, reference, author).await
    }
}

/// By how much which row changes, so that all of a variant's together have so many units; a row gives no more than it
/// has.
fn difference(stock: &stock::model::Stock, line: &CountedUnits) -> contracts::Result<(InventoryId, i32)> {
    let variant = line.variant;
    let rows = || stock.items().iter().filter(move |item| item.variant == variant && !item.retired);
    let unknown = || contracts::Error::unavailable("The variant is not known here yet.");
    let first = rows().min_by_key(|item| (item.priority, item.id)).ok_or_else(unknown)?;
    let present: i32 = rows().map(|item| item.available).sum();
    let wanted = i32::try_from(line.units).unwrap_or(i32::MAX);
    Ok((first.id, wanted.saturating_sub(present).max(-first.available)))
}

fn stock_name(product: &str, variant: &VariantRef) -> String {
    if variant.choices.is_empty() { product.to_owned() } else { format!("{product}, {}", variant.choices) }
}
