use super::{ListFilter, ListKeys, ListState, Pages, pages::ListPages};
use crate::{
    admin::own_lists::ListMenus,
    components::{ButtonKind, Column, EmptyState, FilterChips, IconName, LinkButton, SortOrder},
};
use contracts::PageRequest;
use leptos::prelude::*;
use leptos_router::components::Form;

/// A number with its word: `1 order`, `1 204 orders`.
pub fn plural(count: u64, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if count == 1 { one } else { many })
}

/// How long a list is: as [`plural`], and `10 000+ orders` of a list that was counted no further.
pub fn how_many(total: u64, one: &str, many: &str) -> String {
    let most = PageRequest::COUNTED.unsigned_abs();
    if total <= most {
        return plural(total, one, many);
    }
    plural(most, one, many).replacen(' ', "+ ", 1)
}

/// The head of a column that the list can be sorted by; pressing it again turns the order around.
impl ListState {
    /// `column` as a link; `key` is what the service calls the order.
    pub fn sortable(&self, column: Column, path: &str, key: &str) -> Column {
        let descending = format!("-{key}");
        let (order, next) = match self.sort.as_str() {
            sort if sort == key => (Some(SortOrder::Ascending), descending),
            sort if sort == descending => (Some(SortOrder::Descending), key.to_owned()),
            _ => (None, key.to_owned()),
        };
        column.sorted_by(self.link(path, |state| state.sort = next), order)
    }
}

/// What stands above each column; nothing above those whose head is only read aloud.
pub fn named(columns: &[Column]) -> Vec<String> {
    columns.iter().map(|column| column.seen().to_owned()).collect()
}

/// Search, filters, chosen filters, the table (children) and its pages. Everything is a link or a GET form.
#[component]
pub fn ListFrame(
    /// As in the address.
    state: ListState,
    /// The list's own path.
    path: &'static str,
    /// What the search looks through; no search when empty.
    #[prop(optional)]
    search: &'static str,
    #[prop(optional)] filters: Vec<ListFilter>,
    /// What stands above the columns, as [`named`] tells: those that one can leave out.
    #[prop(optional)]
    columns: Vec<String>,
    /// Items in the whole list, in words.
    #[prop(into)]
    count: String,
    /// Whether there is nothing to show.
    empty: bool,
    pages: Pages,
    children: Children,
) -> impl IntoView {
    let mut chips: Vec<(String, String)> = Vec::new();
    if !state.search.is_empty() {
        chips.push((format!("“{}”", state.search), state.link(path, |state| state.search.clear())));
    }
    for filter in &filters {
        if let Some(text) = filter.chosen(&state) {
            chips.push((text, state.link(path, |state| drop(state.filters.remove(filter.name)))));
        }
    }
    let narrowed = state.is_narrowed();
    let menus = view! { <ListMenus state=state.clone() path columns /> };
    let shown = state.clone();
    let toolbar =
        (!search.is_empty() || !filters.is_empty()).then(move || toolbar(&state, path, search, &filters));
    let body = if empty { nothing(path, narrowed) } else { children().into_any() };
    view! {
        <ListKeys />
        {menus}
        {toolbar}
        <FilterChips items=chips clear=path />
        <div class="list-body stack">{body}</div>
        <div class="between">
            <p class="muted small" role="status">{count}</p>
            <ListPages state=shown path pages />
        </div>
    }
    .into_any()
}

fn toolbar(state: &ListState, path: &'static str, search: &'static str, filters: &[ListFilter]) -> AnyView {
    let inputs: Vec<_> = filters.iter().map(|filter| filter.input(state)).collect();
    let kept: Vec<_> = state
        .filters
        .iter()
        .filter(|(name, _)| !filters.iter().any(|filter| filter.name == name.as_str()))
        .map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone() /> })
        .collect();
    let words = (!search.is_empty()).then(|| {
        view! {
            <div class="toolbar-search">
                <input class="input" type="search" name="q" data-list-search="" value=state.search.clone() placeholder=search aria-label=search />
            </div>
        }
    });
    let looks = [("sort", &state.sort), ("hide", &state.hide), ("density", &state.density)];
    let looks: Vec<_> = looks
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value.clone() /> })
        .collect();
    view! {
        <Form method="GET" action=path attr:class="toolbar" attr:role="search">
            {words}
            {inputs}
            {kept}
            {looks}
            <button type="submit" class="btn btn-secondary">"Apply"</button>
        </Form>
    }
    .into_any()
}

fn nothing(path: &'static str, narrowed: bool) -> AnyView {
    let (title, text) = if narrowed {
        ("Nothing matches", "Try other words, or lift a filter.")
    } else {
        ("Nothing here yet", "As soon as there is something, you see it here.")
    };
    view! {
        <div class="card">
            <EmptyState icon=IconName::Search title text>
                {narrowed.then(|| view! { <LinkButton href=path kind=ButtonKind::Secondary>"Show all"</LinkButton> })}
            </EmptyState>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::how_many;

    #[test]
    fn a_list_that_was_not_counted_to_its_end_says_so() {
        assert_eq!(how_many(1, "order", "orders"), "1 order");
        assert_eq!(how_many(10_000, "order", "orders"), "10\u{202f}000 orders");
        assert_eq!(how_many(10_001, "order", "orders"), "10\u{202f}000+ orders");
    }
}
