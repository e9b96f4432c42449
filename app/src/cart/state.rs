//! What every page may do with the cart: put something in, change a line, open the drawer.

use super::api::{AddToCart, SetCartLine};
use crate::{error::AppError, form::FormState, visitor::use_visitor};
use leptos::prelude::*;

/// The cart's actions and its drawer.
#[derive(Clone, Copy)]
pub struct CartState {
    /// Whether the drawer is open.
    pub open: RwSignal<bool>,
    /// Puts units of a variant in, then opens the drawer.
    pub add: FormState<AddToCart>,
    /// Changes or removes a line.
    pub change: FormState<SetCartLine>,
}

impl CartState {
    /// Grows with each change that was answered.
    pub fn version(self) -> usize {
        self.add.action.version().get() + self.change.action.version().get()
    }
}

/// The cart of this page.
pub fn use_cart() -> CartState {
    expect_context()
}

/// Makes the cart known to everything below; call below `provide_visitor`.
pub fn provide_cart() -> CartState {
    let state = CartState { open: RwSignal::new(false), add: FormState::new(), change: FormState::new() };
    provide_context(state);
    expect_added(state);
    Effect::new(move |_| {
        if let Some(answer) = state.add.outcome() {
            state.open.set(answer.is_ok());
            settle(&answer);
        }
    });
    Effect::new(move |_| {
        if let Some(answer) = state.change.outcome() {
            settle(&answer);
        }
    });
    state
}

/// The badge counts at once what is on its way.
fn expect_added(state: CartState) {
    let visitor = use_visitor();
    Effect::new(move |_| {
        if let Some(units) = state.add.on_its_way("quantity") {
            visitor.expect_units(untrack(|| visitor.units()).saturating_add(units.parse().unwrap_or(1)));
        }
    });
}

/// What the server says counts.
fn settle(answer: &Result<u32, AppError>) {
    let visitor = use_visitor();
    match answer {
        Ok(units) => visitor.expect_units(*units),
        Err(_) => visitor.refresh(),
    }
}
