//! The people who buy: list, groups, one person with everything about them, merging two.

mod about;
mod acts_api;
mod api;
mod bought;
mod consents;
mod detail;
mod groups;
mod groups_api;
mod list;
mod look;
mod marks;
mod merge;
mod merge_api;
#[cfg(feature = "ssr")]
mod merge_plan;
mod notes;
#[cfg(feature = "ssr")]
mod read;
mod sessions;
mod timeline;

pub(super) use detail::AdminCustomer;
pub(super) use groups::AdminCustomerGroups;
pub(super) use list::AdminCustomers;
pub use list::status;
pub(super) use merge::AdminMerge;
