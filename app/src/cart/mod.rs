//! The cart: its page, its drawer, and what every page may do with it.

pub(crate) mod api;
mod cart_page;
mod codes;
pub(crate) mod coupon;
mod delivery;
mod drawer;
pub(crate) mod gift_card;
mod line;
mod parts;
#[cfg(feature = "ssr")]
mod read;
mod state;

pub use api::CartView;
pub use cart_page::CartPage;
pub use delivery::HomeDelivery;
pub use drawer::CartDrawer;
#[cfg(feature = "ssr")]
pub(crate) use read::home_delivery;
pub use state::{CartState, provide_cart, use_cart};
