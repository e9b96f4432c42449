//! The few personal things on pages that are the same for everybody: greeting and cart badge. They
//! arrive in one small call after the page, so that the page itself can be cached.

use crate::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is looking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The first name of the shopper who is logged in.
    pub name: Option<String>,
    /// Units in the cart.
    pub units: u32,
}

/// Tells who is looking.
#[server]
pub async fn who_is_looking() -> Result<Visitor, AppError> {
    let session = crate::context::viewer().await?;
    let cart = crate::context::services()?.orders.cart(crate::context::shown_cart_key().await?).await?;
    let name = session.map(|session| session.name.split(' ').next().unwrap_or_default().to_owned());
    Ok(Visitor { name, units: cart.lines.iter().map(|line| line.quantity.get()).sum() })
}

/// The visitor, known once the browser has asked; ask again after the cart or the log-in changed.
#[derive(Clone, Copy)]
pub struct VisitorState(LocalResource<Result<Visitor, AppError>>, RwSignal<Option<u32>>, RwSignal<bool>);

impl VisitorState {
    /// The visitor's first name, when known and logged in.
    pub fn name(self) -> Option<String> {
        self.known()?.name
    }

    /// Units in the cart: what was just put in at once, what the server says otherwise.
    pub fn units(self) -> u32 {
        self.1.get().unwrap_or_else(|| self.known().map_or(0, |visitor| visitor.units))
    }

    fn known(self) -> Option<Visitor> {
        if self.2.get() { self.0.get().and_then(Result::ok) } else { None }
    }

    /// Shows this many units before the server has confirmed them.
    pub fn expect_units(self, units: u32) {
        self.1.set(Some(units));
    }

    /// Asks the server again.
    pub fn refresh(self) {
        self.1.set(None);
        self.0.refetch();
    }
}

pub(crate) fn provide_visitor() {
    provide_context(VisitorState(
        LocalResource::new(who_is_looking),
        RwSignal::new(None),
        RwSignal::new(false),
    ));
}

/// The visitor of this page. Whoever asks is told from the first effect on: the answer may be there before
/// a lazily loaded page is hydrated, and hydration must find what the server rendered.
pub fn use_visitor() -> VisitorState {
    let VisitorState(who, units, _) = expect_context();
    let hydrated = RwSignal::new(false);
    Effect::new(move |_| hydrated.set(true));
    VisitorState(who, units, hydrated)
}
