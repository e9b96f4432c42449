//! Reports that were made, as files.

mod api;
mod list;

pub(super) use list::AdminReports;
