//! The pages of the back office that come when they are opened: one table, [`areas`], says where each is and in which
//! bundle it comes, and one route asks it.

mod areas;
mod matching;
mod route;
#[cfg(all(test, feature = "ssr"))]
mod tests;

pub use areas::{Page, fetch, show};
pub use route::OfficeRoutes;
