//! What an import found, in figures.

use crate::{
    admin::patterns::plural,
    components::{Fact, Facts, Notice, Tone},
};
use contracts::catalog::ImportCounts;
use leptos::prelude::*;

/// Products by what becomes of them.
pub fn figures(counts: &ImportCounts) -> AnyView {
    let counts = *counts;
    view! {
        <Facts>
            <Fact term="Lines">{counts.rows}</Fact>
            <Fact term="New products">{counts.created}</Fact>
            <Fact term="Changed products">{counts.changed}</Fact>
            <Fact term="Unchanged products">{counts.unchanged}</Fact>
            <Fact term="Lines with errors">{counts.failed_rows}</Fact>
        </Facts>
    }
    .into_any()
}

/// A word about lines that would be left out.
pub fn found(counts: &ImportCounts) -> Option<AnyView> {
    (counts.failed_rows > 0).then(|| {
        let lines = plural(counts.failed_rows, "line", "lines");
        let text = format!("{lines} cannot be imported and will be left out; they are listed below.");
        view! { <Notice tone=Tone::Warning>{text}</Notice> }.into_any()
    })
}
