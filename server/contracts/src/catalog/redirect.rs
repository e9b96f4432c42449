//! Old addresses.

use crate::{PageRequest, RedirectId, Slug, Timestamp};
use serde::{Deserialize, Serialize};

/// An old address and the page that stands for it now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// Its id.
    pub id: RedirectId,
    /// The old path, as browsers send it, without query and closing slash.
    pub source: String,
    /// A path of this shop, and a query.
    pub target: String,
    /// Whether a person wrote it; others were left behind by products and categories that got another address.
    pub is_manual: bool,
    /// Since when.
    pub made_at: Timestamp,
    /// How often somebody came by it.
    pub hits: u64,
    /// When somebody last did.
    pub last_hit_at: Option<Timestamp>,
}

/// What a merchant writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectDraft {
    /// The one to change; a new one when none.
    pub id: Option<RedirectId>,
    /// A path, or a whole address of which the path counts.
    pub source: String,
    /// A path of this shop, and a query.
    pub target: String,
}

/// Which old addresses the back office wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectQuery {
    /// Part of the old or the new address.
    pub search: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// Where a product is, e.g. `/p/morning-mug`.
pub fn product_path(slug: &Slug) -> String {
    ["/p/", slug.as_str()].concat()
}

/// Where a category is, e.g. `/c/mugs`.
pub fn category_path(slug: &Slug) -> String {
    ["/c/", slug.as_str()].concat()
}
