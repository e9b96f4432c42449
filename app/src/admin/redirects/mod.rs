//! Old addresses and the pages that stand for them now.

mod api;
mod form;
mod list;

pub(super) use list::AdminRedirects;

const PATH: &str = "/admin/redirects";
