//! Brands: the list, and one with its page's words and what it can be merged with.

mod api;
mod brand;
mod form;
mod list;

pub(super) use brand::AdminBrand;
pub(super) use list::AdminBrands;

const PATH: &str = "/admin/brands";
