//! Product types: the list, and one with what is to be said of its products.

mod api;
mod attribute;
mod form;
mod list;
#[cfg(feature = "ssr")]
mod parse;
mod product_type;
mod text;

pub(super) use list::AdminProductTypes;
pub(super) use product_type::AdminProductType;

const PATH: &str = "/admin/product-types";
