//! The media library: every picture and video once, and the products that show it.

mod api;
mod asset;
mod focal;
mod list;
#[cfg(feature = "ssr")]
mod parse;
mod tile;
mod uploads;

pub(super) use asset::AdminMediaAsset;
pub(super) use list::AdminMedia;

const PATH: &str = "/admin/media";
