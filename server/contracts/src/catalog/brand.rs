//! Brands with pages of their own.

use crate::{BrandId, Slug};
use serde::{Deserialize, Serialize};

/// Who makes products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// Its id.
    pub id: BrandId,
    /// Its name, unique in the shop; what its products' brand says.
    pub name: String,
    /// Its address part, unique among brands.
    pub slug: Slug,
    /// Plain text on its page; or empty.
    pub description: String,
    /// Its products, of any status in the back office, on sale elsewhere.
    pub products: u32,
}

/// A brand as a merchant writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandDraft {
    /// The brand to change; a new one when none.
    pub id: Option<BrandId>,
    /// Required, up to 100 characters; its products follow.
    pub name: String,
    /// Made of the name when empty.
    pub slug: String,
    /// Plain text.
    pub description: String,
}
