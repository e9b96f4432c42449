//! What surrounds the pages: head, header, footer, search, error pages.

mod error_view;
mod footer;
mod head;
mod header;
mod nav;
mod search;
mod shop;
mod theme;

pub use error_view::{ErrorView, NotFoundPage};
pub use head::HeadLinks;
pub use shop::{Categories, ShopFrame, ShopLayout, use_categories};
pub use theme::ThemeSwitch;
