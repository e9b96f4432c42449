//! Brands. A product names its brand; a trigger keeps the two together, whoever writes the product.

mod merge;
mod repo;
mod save;

pub(crate) use merge::merge;
pub(crate) use repo::{all, names, on_sale, place};
pub(crate) use save::save;
