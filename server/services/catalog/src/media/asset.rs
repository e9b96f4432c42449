//! What is said about a picture or video, and its file, as they come in.

use super::{files::Files, picture};
use crate::error::Result;
use contracts::{
    Checks, Error as Refusal, MediaId,
    catalog::{Media, MediaChange, OptionValue},
};

const LONGEST: usize = 255;

/// What is said about a file that is uploaded.
pub(super) struct Said {
    /// What it is found by; may be empty.
    pub name: String,
    /// What it shows; may be empty.
    pub alt_text: String,
    /// The address of the video whose poster it is.
    pub video: Option<String>,
}

/// A picture whose file is kept already, and whose row is to be written.
pub(super) struct NewAsset {
    pub id: MediaId,
    pub name: String,
    pub media_type: &'static str,
    pub url: String,
    pub alt_text: String,
    pub width: u32,
    pub height: u32,
    pub colour: Option<String>,
    /// Of the file.
    pub bytes: i64,
}

impl NewAsset {
    /// As a product shows it.
    pub(super) fn media(self, option: Option<OptionValue>) -> Media {
        Media {
            id: self.id,
            media_type: self.media_type.to_owned(),
            url: self.url,
            alt_text: self.alt_text,
            width: self.width,
            height: self.height,
            option,
            colour: self.colour,
            focal: None,
        }
    }
}

/// Reads an upload and keeps its file: the file first, the row second, so that a row always has its file.
///
/// # Errors
/// A field error `file`, `name` or `alt_text`.
pub(super) async fn receive(files: &Files, bytes: Vec<u8>, said: Said) -> Result<NewAsset> {
    let (name, alt_text) = texts(&said.name, &said.alt_text)?;
    let picture = files.working(move || picture::read(bytes)).await?;
    let id: MediaId = platform::ids::mint().into();
    let asset = NewAsset {
        id,
        name,
        media_type: if said.video.is_some() { "video" } else { "image" },
        url: said.video.unwrap_or_else(|| address(id)),
        alt_text,
        width: picture.width,
        height: picture.height,
        colour: picture.colour,
        bytes: i64::try_from(picture.webp.len()).unwrap_or(i64::MAX),
    };
    files.store(id, picture.webp).await?;
    Ok(asset)
}

/// Where a picture is.
fn address(id: MediaId) -> String {
    format!("/media/{id}/1200.webp")
}

/// A change with its texts as they are kept.
///
/// # Errors
/// A field error `name`, `alt_text`, `focal_x` or `focal_y`.
pub(super) fn checked(change: &MediaChange) -> contracts::Result<MediaChange> {
    let (name, alt_text) = texts(&change.name, &change.alt_text)?;
    let mut checks = Checks::default();
    for (field, value) in change.focal.iter().flat_map(|at| [("focal_x", at.x), ("focal_y", at.y)]) {
        checks.require(value <= 100, field, "Please enter a number from 0 to 100.");
    }
    checks.finish()?;
    Ok(MediaChange { name, alt_text, focal: change.focal })
}

fn texts(name: &str, alt_text: &str) -> contracts::Result<(String, String)> {
    let kept = |text: &str| platform::pan::hidden(text.trim().to_owned());
    let (name, alt_text) = (kept(name), kept(alt_text));
    let fits = |text: &str| text.chars().count() <= LONGEST;
    if !fits(&alt_text) {
        return Err(Refusal::field("alt_text", "A picture's description has up to 255 characters."));
    }
    if !fits(&name) {
        return Err(Refusal::field("name", "A picture's name has up to 255 characters."));
    }
    Ok((name, alt_text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::catalog::FocalPoint;

    #[test]
    fn a_focal_point_lies_within_the_picture() {
        let change = |x, y| MediaChange {
            name: " mug.jpg ".into(),
            alt_text: String::new(),
            focal: Some(FocalPoint { x, y }),
        };
        assert_eq!(checked(&change(0, 100)).unwrap().name, "mug.jpg");
        assert!(checked(&change(101, 0)).unwrap_err().for_field("focal_x").is_some());
        assert!(checked(&change(0, 101)).unwrap_err().for_field("focal_y").is_some());
    }
}
