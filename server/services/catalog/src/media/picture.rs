//! Turning an upload into a picture that is safe to deliver, and a picture into smaller ones.

use crate::error::{Error, Result};
use contracts::Error as Refusal;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, imageops::FilterType};
use std::io::Cursor;

const MOST_BYTES: usize = 20 * 1024 * 1024;
const MOST_PIXELS: u64 = 40_000_000;
const LONGEST_SIDE: u32 = 3000;
const QUALITY: f32 = 82.0;

/// A picture as it is kept.
pub(crate) struct Picture {
    /// Encoded; holds the pixels and nothing else of the upload.
    pub webp: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Decodes an upload whatever it is called, turns it upright, bounds it and encodes it anew: no
/// metadata and nothing hidden behind the pixels survives.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Picture> {
    if bytes.len() > MOST_BYTES {
        return Err(refused("A picture file has up to 20 MB."));
    }
    let picture = decode(bytes)?;
    let picture = if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Lanczos3)
    } else {
        picture
    };
    Ok(Picture { width: picture.width(), height: picture.height(), webp: encode(&picture)? })
}

fn decode(bytes: Vec<u8>) -> Result<DynamicImage> {
    let unreadable = |_| refused("Please choose a JPEG, PNG or WebP picture.");
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(Error::Files)?;
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(refused("A picture has up to 40 million pixels."));
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(512 * 1024 * 1024);
    limits
}

/// The stored picture at a width; a picture that is not wider stays as it is.
pub(crate) fn at_width(original: Vec<u8>, width: u32) -> Result<Vec<u8>> {
    let picture = image::load_from_memory_with_format(&original, image::ImageFormat::WebP)
        .map_err(|error| Error::Encoding(error.to_string()))?;
    if picture.width() <= width {
        return Ok(original);
    }
    let height = (u64::from(picture.height()) * u64::from(width)).div_ceil(u64::from(picture.width()));
    let height = u32::try_from(height).unwrap_or(u32::MAX);
    encode(&picture.resize_exact(width, height, FilterType::Lanczos3))
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let encoded = if picture.color().has_alpha() {
        webp::Encoder::from_rgba(picture.to_rgba8().as_raw(), width, height).encode_simple(false, QUALITY)
    } else {
        webp::Encoder::from_rgb(picture.to_rgb8().as_raw(), width, height).encode_simple(false, QUALITY)
    };
    encoded.map(|bytes| bytes.to_vec()).map_err(|error| Error::Encoding(format!("{error:?}")))
}

fn refused(message: &str) -> Error {
    Refusal::field("file", message).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn an_upload_is_encoded_anew() {
        let picture = read(png(40, 50)).unwrap();
        assert_eq!((picture.width, picture.height), (40, 50));
        assert_eq!(&picture.webp[8..12], b"WEBP");
    }

    #[test]
    fn what_is_no_picture_is_refused_whatever_its_name() {
        let error = contracts::Error::from(read(b"<html><script>1</script></html>".to_vec()).err().unwrap());
        assert!(error.for_field("file").is_some());
    }

    #[test]
    fn a_picture_is_never_made_larger() {
        let small = read(png(300, 300)).unwrap().webp;
        assert_eq!(at_width(small.clone(), 1200).unwrap(), small);
        let shrunk = image::load_from_memory(&at_width(small, 240).unwrap()).unwrap();
        assert_eq!((shrunk.width(), shrunk.height()), (240, 240));
    }
}
