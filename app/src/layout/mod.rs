//! What surrounds the pages: head, header, footer, error pages.

mod error_view;
mod head;
mod shop;

pub use error_view::{ErrorView, NotFoundPage};
pub use head::HeadLinks;
pub use shop::ShopLayout;
