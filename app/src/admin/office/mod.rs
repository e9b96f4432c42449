//! The pages of the back office that come when they are opened, one bundle for each area of it.
//!
//! What every shopper's first visit has of them is one route and the table in [`areas`]: a route each would cost it ten
//! kilobytes, a lazy function each some more.

mod areas;
mod matching;
mod route;
#[cfg(all(test, feature = "ssr"))]
mod tests;

pub use areas::{Page, fetch, show};
pub use route::OfficeRoutes;
