//! Reads the picture form. Server only.

use crate::error::AppError;
use contracts::{
    Error, ProductId,
    catalog::{MediaUpload, OptionValue},
};
use leptos::server_fn::codec::MultipartData;

/// The most a picture file may have.
const MOST_BYTES: usize = 20 * 1024 * 1024;

/// The product and the picture in a multipart form, and the address of the video whose poster it is, if it
/// is one.
///
/// # Errors
/// A field error when there is no file or it is too large; `Invalid` when the form cannot be read.
pub async fn read(data: MultipartData) -> Result<(ProductId, MediaUpload, Option<String>), AppError> {
    let mut form = data.into_inner().ok_or_else(unreadable)?;
    let (mut product, mut alt_text, mut choice, mut bytes) =
        (String::new(), String::new(), String::new(), Vec::new());
    let mut video = String::new();
    while let Some(mut field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        let limit = if name == "file" { MOST_BYTES } else { 2000 };
        let mut value = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_| unreadable())? {
            if value.len() + chunk.len() > limit {
                return Err(Error::field("file", "This picture is larger than 20 MB.").into());
            }
            value.extend_from_slice(&chunk);
        }
        match name.as_str() {
            "file" => bytes = value,
            "product" => product = text(value),
            "alt_text" => alt_text = text(value),
            "choice" => choice = text(value),
            "video" => video = text(value),
            _ => {}
        }
    }
    if bytes.is_empty() {
        return Err(Error::field("file", "Please choose a picture file.").into());
    }
    let product = product.parse().map_err(|_| AppError::not_found("product"))?;
    let video = Some(video).filter(|address| !address.trim().is_empty());
    Ok((product, MediaUpload { bytes, alt_text, option: option(&choice) }, video))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

fn option(choice: &str) -> Option<OptionValue> {
    let (name, value) = choice.split_once(": ")?;
    Some(OptionValue { name: name.to_owned(), value: value.to_owned() })
}

fn unreadable() -> AppError {
    Error::invalid("The form could not be read. Please try again.").into()
}
