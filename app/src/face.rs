//! What the shop says of itself on every page: its name, and how it is reached.

use contracts::orders::ShopSettings;
use leptos::prelude::*;
#[cfg(not(feature = "hydrate"))]
use std::sync::Arc;

/// What the settings say, a line each: the name, then the e-mail address and the telephone number that there are. The
/// server provides it; browsers read it from the head.
#[cfg(not(feature = "hydrate"))]
#[derive(Clone, Debug)]
pub struct Face(pub Arc<str>);

#[cfg(not(feature = "hydrate"))]
impl Face {
    /// What the shop is called.
    pub fn name(&self) -> &str {
        self.0.split('\n').next().unwrap_or_default()
    }
}

/// The name, then how the shop is reached, a line each.
pub fn lines() -> String {
    told().unwrap_or_else(|| ShopSettings::NAME.to_owned())
}

/// What the shop is called.
pub fn name() -> String {
    let lines = lines();
    lines.split('\n').next().unwrap_or_default().to_owned()
}

#[cfg(not(feature = "hydrate"))]
fn told() -> Option<String> {
    use_context::<Face>().map(|face| face.0.to_string())
}

#[cfg(feature = "hydrate")]
fn told() -> Option<String> {
    document().query_selector("meta[name=shop]").ok().flatten()?.get_attribute("content")
}
