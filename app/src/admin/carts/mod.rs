//! Carts that became no order, yet.

pub mod api;
mod detail;
mod list;
#[cfg(feature = "ssr")]
pub mod read;

pub use detail::{AdminCart, cart_lines};
pub use list::AdminCarts;
