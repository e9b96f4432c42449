//! What the forms of the media library mean. Server only.

use crate::{admin::patterns::ListState, error::AppError};
use contracts::{
    Actor, Error,
    catalog::{Catalog, FocalPoint, MediaQuery, MediaState, MediaUpload},
};
use leptos::server_fn::codec::MultipartData;

/// The most a picture file may have.
const MOST_BYTES: usize = 20 * 1024 * 1024;
/// The longest name that is kept of a file's.
const LONGEST_NAME: usize = 255;

/// A file that was sent.
pub struct Sent {
    /// The input `id`, empty when there is none.
    pub id: String,
    /// The files, without those that are empty: browsers send one where none was chosen.
    pub files: Vec<File>,
}

/// A file that was chosen.
pub struct File {
    /// Without the folders before it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Words, `state`, `type` and order of a list.
pub fn query(state: &ListState) -> MediaQuery {
    let is_video = match state.filter("type") {
        "video" => Some(true),
        "image" => Some(false),
        _ => None,
    };
    MediaQuery {
        search: state.search.clone(),
        state: MediaState::from_text(state.filter("state")),
        is_video,
        sort: state.sort.clone(),
        page: state.request(24),
    }
}

/// Reads a multipart form with files.
///
/// # Errors
/// A field error `file` when there is none or one is too large; `Invalid` when the form cannot be read.
pub async fn read(data: MultipartData) -> Result<Sent, AppError> {
    let mut form = data.into_inner().ok_or_else(unreadable)?;
    let mut sent = Sent { id: String::new(), files: Vec::new() };
    while let Some(mut field) = form.next_field().await.map_err(|_| unreadable())? {
        let is_file = field.name() == Some("file");
        let name = file_name(field.file_name().unwrap_or_default());
        let limit = if is_file { MOST_BYTES } else { 2000 };
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_| unreadable())? {
            if bytes.len() + chunk.len() > limit {
                return Err(Error::field("file", "This picture is larger than 20 MB.").into());
            }
            bytes.extend_from_slice(&chunk);
        }
        if !is_file {
            sent.id = String::from_utf8(bytes).unwrap_or_default();
        } else if !bytes.is_empty() {
            sent.files.push(File { name, bytes });
        }
    }
    if sent.files.is_empty() { Err(no_file()) } else { Ok(sent) }
}

/// Nobody chose a file.
pub fn no_file() -> AppError {
    Error::field("file", "Please choose a picture file.").into()
}

fn unreadable() -> AppError {
    Error::invalid("The form could not be read. Please try again.").into()
}

fn file_name(sent: &str) -> String {
    let name = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect()
}

/// Adds all files that are pictures.
///
/// # Errors
/// A field error `file` that names each that is not; the others are in the library all the same.
pub async fn keep_all(catalog: &dyn Catalog, actor: &Actor, files: Vec<File>) -> contracts::Result<()> {
    let mut refused = Vec::new();
    for File { name, bytes } in files {
        let upload = MediaUpload { bytes, alt_text: String::new(), option: None };
        if let Err(error) = catalog.upload_media(actor.clone(), name.clone(), upload).await {
            refused.push(format!("{name}: {}", error.for_field("file").unwrap_or(&error.message)));
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(Error::field("file", refused.join(" "))) }
}

/// The point that two numbers mean; the middle, which needs none, when both are empty.
///
/// # Errors
/// A field error at the one that is no number from 0 to 100, or missing.
pub fn focal(x: &str, y: &str) -> contracts::Result<Option<FocalPoint>> {
    if x.trim().is_empty() && y.trim().is_empty() {
        return Ok(None);
    }
    let part = |field: &str, text: &str| {
        let number = text.trim().parse().ok().filter(|number| *number <= 100_u8);
        number.ok_or_else(|| Error::field(field, "Please enter a number from 0 to 100."))
    };
    Ok(Some(FocalPoint { x: part("focal_x", x)?, y: part("focal_y", y)? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_name_and_no_folder() {
        assert_eq!(file_name("C:\\pictures\\mug.jpg"), "mug.jpg");
        assert_eq!(file_name("../../etc/mug\u{7}.jpg"), "mug.jpg");
        assert_eq!(file_name(&"m".repeat(300)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_focal_point_is_two_numbers_or_none() {
        assert_eq!(focal(" ", ""), Ok(None));
        assert_eq!(focal("0", " 100 "), Ok(Some(FocalPoint { x: 0, y: 100 })));
        assert!(focal("101", "5").unwrap_err().for_field("focal_x").is_some());
        assert!(focal("5", "").unwrap_err().for_field("focal_y").is_some());
        assert!(focal("-1", "middle").unwrap_err().for_field("focal_x").is_some());
    }
}
