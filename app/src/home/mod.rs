//! The home page.

mod api;
mod home_page;
#[cfg(feature = "ssr")]
mod read;

pub use api::Story;
pub use home_page::HomePage;
