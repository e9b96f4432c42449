//! The pictures of the Magento sample, from the folder beside its file.

use super::{
    magento::{self, Picture},
    source::{Lines, open, text},
};
use anyhow::{Context, Result};
use contracts::{
    Actor, Services,
    catalog::{MediaUpload, OptionValue, Product},
};
use serde_json::Value;
use std::{io::BufReader, path::Path};

/// Adds those that are missing; they are added in order, so the last ones are. Returns how many.
pub(super) async fn add(services: &Services, file: &Path) -> Result<usize> {
    let folder = file.with_file_name("images");
    let mut added = 0;
    for line in Lines(BufReader::new(open(file)?)) {
        let line = line?;
        let Ok(slug) = magento::address(&line).parse() else { continue };
        if let Some(product) = services.catalog.product_by_slug(slug).await? {
            let name = text(&line, "name").to_owned();
            added += of_product(services, &folder, &line, &product)
                .await
                .with_context(|| format!("{name}: a picture"))?;
        }
    }
    Ok(added)
}

async fn of_product(services: &Services, folder: &Path, line: &Value, product: &Product) -> Result<usize> {
    let missing: Vec<Picture> = magento::pictures(line).into_iter().skip(product.media.len()).collect();
    let count = missing.len();
    for picture in missing {
        let path = folder.join(&picture.file);
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let alt_text = match &picture.colour {
            Some(colour) => format!("{} in {colour}", product.name),
            None => product.name.clone(),
        };
        let option = picture.colour.map(|value| OptionValue { name: "Color".to_owned(), value });
        let upload = MediaUpload { bytes, alt_text, option };
        services.catalog.add_media(Actor::System, product.id, upload).await?;
    }
    Ok(count)
}
