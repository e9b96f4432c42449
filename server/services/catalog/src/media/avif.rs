//! Pictures as AVIF: smaller than WebP, and slow to make, so never while somebody waits.

use super::picture::shrunk;
use crate::error::{Error, Result};
use image::DynamicImage;
use ravif::{Encoder, Img, RGBA8};

/// Looks as WebP does at [`super::picture`]'s quality.
const QUALITY: f32 = 70.0;
/// Of 1 to 10. A slower one takes several times as long and saves a few per cent.
const SPEED: u8 = 8;

/// The picture at a width; one that is not wider keeps its size.
pub(super) fn at_width(picture: &DynamicImage, width: u32) -> Result<Vec<u8>> {
    let pixels = shrunk(picture, width).map_or_else(|| picture.to_rgba8(), |smaller| smaller.to_rgba8());
    let (width, height) = (in_memory(pixels.width())?, in_memory(pixels.height())?);
    let rgba = |&image::Rgba([r, g, b, a]): &image::Rgba<u8>| RGBA8 { r, g, b, a };
    let pixels: Vec<RGBA8> = pixels.pixels().map(rgba).collect();
    // One thread: it goes on beside a shop that has other things to do.
    let encoder = Encoder::new().with_quality(QUALITY).with_speed(SPEED).with_num_threads(Some(1));
    let encoded = encoder.encode_rgba(Img::new(pixels.as_slice(), width, height));
    encoded.map(|image| image.avif_file).map_err(|error| Error::Encoding(error.to_string()))
}

fn in_memory(side: u32) -> Result<usize> {
    usize::try_from(side).map_err(|error| Error::Encoding(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_becomes_an_avif_file() {
        let bytes = at_width(&DynamicImage::new_rgb8(48, 60), 24).unwrap();
        assert_eq!(&bytes[4..12], b"ftypavif");
    }
}
