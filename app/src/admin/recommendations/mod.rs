//! Recommendations: what stands beside each product and why, and what a merchant decides about it.

mod acts;
mod api;
mod list;
mod product;
#[cfg(feature = "ssr")]
mod read;
mod rules;

pub(super) use list::AdminRecommendations;
pub(super) use product::AdminRecommendation;

const PATH: &str = "/admin/recommendations";
