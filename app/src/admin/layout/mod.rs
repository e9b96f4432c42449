//! The frame around every page of the back office.

mod frame;
mod help;
mod menu;
mod palette;
mod theme;

pub use frame::AdminLayout;
pub use palette::AdminFind;
