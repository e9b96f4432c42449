//! The media library: pictures and videos, each kept once and used by any number of products.

use super::product::{Media, OptionValue};
use crate::{PageRequest, ProductId, Timestamp};
use serde::{Deserialize, Serialize};

/// What stays in sight when a picture is cropped: per cent of its width from the left and of its height from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FocalPoint {
    /// 0 to 100.
    pub x: u8,
    /// 0 to 100.
    pub y: u8,
}

/// A picture or video of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaAsset {
    /// As products show it; without an option.
    pub media: Media,
    /// What it is found by, e.g. the name of its file.
    pub name: String,
    /// Of its original, or its poster's; none while nobody has looked.
    pub bytes: Option<u64>,
    /// The middle when none.
    pub focal: Option<FocalPoint>,
    /// Products that show it.
    pub uses: u32,
    /// When it was uploaded.
    pub created_at: Timestamp,
}

/// Where an asset is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaUse {
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Shown for this choice only; for all when none.
    pub option: Option<OptionValue>,
}

/// An asset and where it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaDetail {
    /// The asset.
    pub asset: MediaAsset,
    /// The first [`MediaDetail::TOLD`] products that show it, by name.
    pub uses: Vec<MediaUse>,
}

impl MediaDetail {
    /// How many products are told at most.
    pub const TOLD: i64 = 100;
}

/// What a list of assets is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaState {
    /// Some product shows it.
    Used,
    /// No product shows it.
    Unused,
    /// Nobody has said what it shows.
    WithoutText,
}

impl MediaState {
    /// The state with that text of an address.
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "used" => Some(Self::Used),
            "unused" => Some(Self::Unused),
            "without_text" => Some(Self::WithoutText),
            _ => None,
        }
    }
}

/// Which assets are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaQuery {
    /// Part of a name or of what it shows.
    pub search: String,
    /// Only these.
    pub state: Option<MediaState>,
    /// Only videos, or only pictures.
    pub is_video: Option<bool>,
    /// `name` or `-bytes`; newest first by default.
    pub sort: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// What can be changed of an asset; all products that show it follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaChange {
    /// Up to 255 characters.
    pub name: String,
    /// What it shows, up to 255 characters.
    pub alt_text: String,
    /// The middle when none.
    pub focal: Option<FocalPoint>,
}
