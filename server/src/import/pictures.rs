//! The pictures of a product: one per choice, then the close-ups.

use super::catalogue::Product as Entry;
use anyhow::{Context, Result};
use contracts::{
    Actor, Services,
    catalog::{MediaUpload, OptionValue, Product},
};
use std::path::Path;

struct Picture<'a> {
    file: &'a Path,
    alt_text: String,
    choice: &'a str,
}

/// Adds those that are missing: pictures are added in the file's order, so the last ones are.
pub(super) async fn add(services: &Services, folder: &Path, entry: &Entry, product: &Product) -> Result<()> {
    for picture in pictures(entry).into_iter().skip(product.media.len()) {
        let path = folder.join(picture.file);
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let option = OptionValue { name: entry.option.clone(), value: picture.choice.to_owned() };
        let upload = MediaUpload { bytes, alt_text: picture.alt_text, option: Some(option) };
        services.catalog.add_media(Actor::System, product.id, upload).await?;
    }
    Ok(())
}

fn pictures(entry: &Entry) -> Vec<Picture<'_>> {
    let choices = entry.colourways.iter().map(|choice| picture(entry, &choice.file, "in", &choice.name));
    let details = entry.details.iter().filter_map(|detail| {
        let choice = entry.colourways.iter().find(|choice| choice.slug == detail.colourway)?;
        Some(picture(entry, &detail.file, "close up, in", &choice.name))
    });
    choices.chain(details).collect()
}

fn picture<'a>(entry: &Entry, file: &'a Path, how: &str, choice: &'a str) -> Picture<'a> {
    Picture { file, alt_text: format!("{} {how} {choice}", entry.name), choice }
}
