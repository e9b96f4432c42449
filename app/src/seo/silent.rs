//! In browsers: the element, without what is in it.

use crate::catalog::{ListingView, ProductView, filters::Filters};
use leptos::prelude::*;

pub(crate) fn product(_: &ProductView) -> AnyView {
    element()
}

pub(crate) fn listing(_: &str, _: &Filters, _: &ListingView, _: &str, _: &str) -> AnyView {
    element()
}

pub(crate) fn home(_: &str) -> AnyView {
    element()
}

fn element() -> AnyView {
    view! { <div class="hidden"></div> }.into_any()
}
