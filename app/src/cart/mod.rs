//! The cart.

mod cart_page;

pub use cart_page::CartPage;
