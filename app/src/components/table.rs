//! Tables of the back office.
use leptos::prelude::*;

use super::{Icon, IconName};

/// How a list is sorted by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The head of a column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    label: String,
    numeric: bool,
    hidden: bool,
    href: Option<String>,
    order: Option<SortOrder>,
}

impl Column {
    /// A column of text.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of numbers, set at the end; give its cells the class `num`.
    pub fn number(label: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::text(label) }
    }

    /// A head that is only read aloud: selection, pictures, row actions.
    pub fn unseen(label: impl Into<String>) -> Self {
        Self { hidden: true, ..Self::text(label) }
    }

    /// A head that links to the list sorted by this column; `order` when it is so already.
    #[must_use]
    pub fn sorted_by(mut self, href: impl Into<String>, order: Option<SortOrder>) -> Self {
        (self.href, self.order) = (Some(href.into()), order);
        self
    }

    /// What stands above it; nothing when that is only read aloud.
    pub fn seen(&self) -> &str {
        if self.hidden { "" } else { &self.label }
    }

    fn head(self) -> AnyView {
        let class = if self.numeric { "num" } else { "" };
        let sort = self.order.map(|order| match order {
            SortOrder::Ascending => "ascending",
            SortOrder::Descending => "descending",
        });
        let arrow = match self.order {
            None => IconName::Sort,
            Some(SortOrder::Ascending) => IconName::ArrowUp,
            Some(SortOrder::Descending) => IconName::ArrowDown,
        };
        let label = match (self.href, self.hidden) {
            (Some(href), _) => {
                view! { <a class="sort" href=href>{self.label}<Icon name=arrow /></a> }.into_any()
            }
            (None, true) => view! { <span class="sr-only">{self.label}</span> }.into_any(),
            (None, false) => self.label.into_any(),
        };
        view! { <th scope="col" class=class aria-sort=sort>{label}</th> }.into_any()
    }
}

/// A table whose head stays in sight. Children are the `<tr>` rows; numbers carry the class `num`,
/// the cell that names the row is a `<th scope="row">` with a link, which the whole row then follows.
#[component]
pub fn DataTable(
    /// Says what the table lists; read aloud.
    #[prop(into)]
    caption: String,
    columns: Vec<Column>,
    /// Lower rows.
    #[prop(optional)]
    dense: bool,
    /// On a phone each row is a card; its cells carry `data-label`, the head of their column.
    #[prop(optional)]
    stacked: bool,
    children: Children,
) -> impl IntoView {
    let heads: Vec<_> = columns.into_iter().map(Column::head).collect();
    let named = caption.clone();
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=named>
            <table class="table" class:table-dense=dense class:table-stacked=stacked>
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The first cell of a row that can be selected; posts `name=value` with the bulk form.
#[component]
pub fn SelectCell(
    #[prop(into)] value: String,
    /// Read aloud, as "Select order TW-1042".
    #[prop(into)]
    label: String,
    #[prop(default = "selected")] name: &'static str,
    /// The id of the bulk form.
    #[prop(optional)]
    form: Option<&'static str>,
    /// Follows this after scripts have taken over.
    #[prop(optional, into)]
    checked: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let changed = move |event| {
        if let Some(tell) = on_change {
            tell.run(event_target_checked(&event));
        }
    };
    view! {
        <td class="select-cell">
            <input type="checkbox" name=name value=value form=form aria-label=label prop:checked=move || checked.get() on:change=changed />
        </td>
    }
}
