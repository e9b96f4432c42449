//! What search engines, and those who show links elsewhere, are told of a page: its canonical address, Open Graph, and
//! schema.org's words. The server writes all of it; browsers load nothing for it.
//!
//! Each function is the last part of its page, so that what it adds to the head comes after what browsers look for
//! there. Server and browser agree on one element, into which the browser does not look.

#[cfg(feature = "ssr")]
mod linked_data;
#[cfg(feature = "ssr")]
mod page_facts;
#[cfg(not(feature = "ssr"))]
mod silent;

#[cfg(feature = "ssr")]
pub(crate) use page_facts::{home, listing, product};
#[cfg(not(feature = "ssr"))]
pub(crate) use silent::{home, listing, product};
