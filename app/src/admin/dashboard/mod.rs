//! What the back office opens on: how the shop does, and what needs a look.

mod api;
mod asked;
mod charts;
mod choice;
mod figures;
mod page;
mod panels;

pub use page::AdminDashboard;
