//! Products and categories.

mod api;
mod attributes;
mod bulk;
mod categories;
mod category_branch;
mod category_form;
mod draft;
mod editor;
mod history;
mod history_api;
mod list;
#[cfg(feature = "ssr")]
mod moments;
mod options;
mod order_api;
#[cfg(feature = "ssr")]
mod parse;
mod pictures;
#[cfg(feature = "ssr")]
mod price_falls;
mod product;
mod publication;
mod publication_api;
#[cfg(feature = "ssr")]
mod rows;
mod type_choice;
mod typed;
#[cfg(feature = "ssr")]
mod upload;
mod variants;

pub(super) use categories::AdminCategories;
#[cfg(feature = "ssr")]
pub(super) use categories::choices;
pub(super) use history::AdminProductHistory;
pub(super) use list::AdminProducts;
pub(super) use product::AdminProduct;
