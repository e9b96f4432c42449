//! Each list as somebody likes it: filters under a name, which columns there are, how close the rows stand.

mod api;
mod known;
mod look;
mod manage;
mod menus;

pub use known::{opens_with, provide_own_lists};
pub use manage::AdminViews;
pub use menus::ListMenus;
