//! The shape of what comes.
use leptos::prelude::*;

/// Lines of text to come.
#[component]
pub fn SkeletonText(#[prop(default = 3)] lines: usize) -> impl IntoView {
    let lines: Vec<_> = (0..lines).map(|_| view! { <div class="skeleton skeleton-line"></div> }).collect();
    view! { <div aria-hidden="true">{lines}</div> }
}

/// A grid of product cards to come.
#[component]
pub fn SkeletonProducts(#[prop(default = 8)] count: usize) -> impl IntoView {
    let cards: Vec<_> = (0..count)
        .map(|_| {
            view! {
                <div>
                    <div class="skeleton skeleton-picture"></div>
                    <div class="skeleton skeleton-line"></div>
                    <div class="skeleton skeleton-line skeleton-short"></div>
                </div>
            }
        })
        .collect();
    view! { <div class="grid-products grid-products-4" aria-hidden="true">{cards}</div> }
}

/// Rows of a table to come.
#[component]
pub fn SkeletonTable(#[prop(default = 8)] rows: usize, #[prop(default = 5)] columns: usize) -> impl IntoView {
    let rows: Vec<_> = (0..rows)
        .map(|_| {
            let cells: Vec<_> =
                (0..columns).map(|_| view! { <td><div class="skeleton"></div></td> }).collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! { <div class="table-frame" aria-hidden="true"><table class="table"><tbody>{rows}</tbody></table></div> }
}
