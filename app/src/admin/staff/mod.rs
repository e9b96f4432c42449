//! The people who run the shop: who they are, what they may do, who is let in.

pub mod api;
mod factor;
mod invite;
mod list;
mod permissions;
mod policies;
mod role_editor;
mod role_list;
mod roles;
mod roles_api;

pub use factor::lost_factor;
pub(super) use list::AdminStaff;
pub(super) use role_list::AdminRoles;
pub use roles::blocking;
