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
    /// See [`colour`].
    pub colour: Option<String>,
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
    Ok(Picture {
        width: picture.width(),
        height: picture.height(),
        colour: colour(&picture),
        webp: encode(&picture)?,
    })
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

/// The average of a picture as CSS has it, `#rrggbb`; none of one that can be seen through, whose colour would stay in
/// sight behind it.
pub(crate) fn colour(picture: &DynamicImage) -> Option<String> {
    let is_opaque = |picture: &DynamicImage| picture.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX);
    if picture.color().has_alpha() && !is_opaque(picture) {
        return None;
    }
    // In two steps: the sums of a large picture stay small.
    let small = picture.thumbnail_exact(picture.width().min(16), picture.height().min(16));
    let average = small.thumbnail_exact(1, 1).to_rgb8();
    let [red, green, blue] = average.get_pixel(0, 0).0;
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

/// A stored original, decoded.
pub(crate) fn stored(original: &[u8]) -> Result<DynamicImage> {
    image::load_from_memory_with_format(original, image::ImageFormat::WebP)
        .map_err(|error| Error::Encoding(error.to_string()))
}

/// The stored picture at a width; a picture that is not wider stays as it is.
pub(crate) fn at_width(original: Vec<u8>, width: u32) -> Result<Vec<u8>> {
    let picture = stored(&original)?;
    match shrunk(&picture, width) {
        Some(smaller) => encode(&smaller),
        None => Ok(original),
    }
}

/// The picture at a width, in its proportions; none when it is not wider.
pub(crate) fn shrunk(picture: &DynamicImage, width: u32) -> Option<DynamicImage> {
    if picture.width() <= width {
        return None;
    }
    let height = (u64::from(picture.height()) * u64::from(width)).div_ceil(u64::from(picture.width()));
    let height = u32::try_from(height).unwrap_or(u32::MAX);
    Some(picture.resize_exact(width, height, FilterType::Lanczos3))
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
        let cut_off = png(40, 50)[..45].to_vec();
        let behind_html = [b"<html><script>1</script>".as_slice(), png(4, 5).as_slice()].concat();
        for upload in [
            b"<html><script>1</script></html>".as_slice(),
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice(),
            b"<?xml version='1.0'?><svg/>".as_slice(),
            b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".as_slice(),
            b"%PDF-1.7".as_slice(),
            b"".as_slice(),
            cut_off.as_slice(),
            behind_html.as_slice(),
        ] {
            let error = contracts::Error::from(read(upload.to_vec()).err().unwrap());
            assert!(error.for_field("file").is_some(), "{:?}", String::from_utf8_lossy(upload));
        }
    }

    #[test]
    fn of_a_file_that_is_two_things_only_the_picture_is_kept() {
        let script = b"<html><script>alert(1)</script>".as_slice();
        let picture = read([png(40, 50).as_slice(), script].concat()).unwrap();
        assert!(!picture.webp.windows(script.len()).any(|part| part == script));
        assert_eq!(stored(&picture.webp).unwrap().width(), 40);
    }

    #[test]
    fn a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded() {
        let mut bomb = png(4, 5);
        // Signature, then the first chunk: its length, type, width, height, five bytes more, and their sum.
        bomb[16..20].copy_from_slice(&8000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&6000_u32.to_be_bytes());
        let sum = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&sum.to_be_bytes());
        let error = contracts::Error::from(read(bomb).err().unwrap());
        assert!(error.for_field("file").is_some_and(|text| text.contains("40 million")), "{error:?}");
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
            })
        })
    }

    #[test]
    fn the_colour_of_a_picture_is_its_average() {
        let mut half = image::RgbImage::from_pixel(200, 100, image::Rgb([255, 0, 0]));
        for (x, _, pixel) in half.enumerate_pixels_mut() {
            if x >= 100 {
                *pixel = image::Rgb([0, 0, 255]);
            }
        }
        let average = colour(&half.into()).unwrap();
        assert!(["#7f007f", "#800080", "#7f0080", "#80007f"].contains(&average.as_str()), "{average}");
        let glass = image::RgbaImage::from_pixel(20, 20, image::Rgba([255, 0, 0, 100]));
        assert_eq!(colour(&glass.into()), None);
        let solid = image::RgbaImage::from_pixel(20, 20, image::Rgba([255, 0, 0, 255]));
        assert_eq!(colour(&solid.into()).unwrap(), "#ff0000");
    }

    #[test]
    fn a_picture_is_never_made_larger() {
        let small = read(png(300, 300)).unwrap().webp;
        assert_eq!(at_width(small.clone(), 1200).unwrap(), small);
        let shrunk = image::load_from_memory(&at_width(small, 240).unwrap()).unwrap();
        assert_eq!((shrunk.width(), shrunk.height()), (240, 240));
    }
}
