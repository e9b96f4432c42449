//! The pages of the back office that come in one bundle, fetched when the first of them is opened: one table, [`pages`],
//! says where each is, and one route asks it.

mod matching;
mod pages;
mod route;
#[cfg(all(test, feature = "ssr"))]
mod tests;

pub use pages::{Page, fetch, show};
pub use route::OfficeRoutes;
