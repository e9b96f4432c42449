//! What search engines are told.

use crate::{ProductId, Slug, Timestamp};
use serde::{Deserialize, Serialize};

/// A product on sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SitemapEntry {
    /// Its id.
    pub id: ProductId,
    /// Its address part.
    pub slug: Slug,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

impl SitemapEntry {
    /// Addresses in a file, at most: what the sitemap protocol allows.
    pub const IN_A_FILE: u32 = 50_000;
}
