use contracts::{Page, Timestamp};
#[cfg(feature = "ssr")]
use contracts::{PageRequest, Place};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What `before` says of the last page of a list.
pub const END: &str = "end";

/// What is typed and chosen in a list; all of it is in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListState {
    /// The words searched for (`q`).
    pub search: String,
    /// The column sorted by, with a leading `-` for descending (`sort`).
    pub sort: String,
    /// From 1 (`page`).
    pub page: u32,
    /// The key of the row that the page follows (`after`); empty when its number says where it is.
    pub after: String,
    /// The key of the row that the page precedes (`before`), [`END`] for the last page; empty otherwise.
    pub before: String,
    /// The headings of the columns that are left out, separated by commas (`hide`); empty for those that one leaves
    /// out oneself, `none` for none.
    pub hide: String,
    /// How close the rows stand (`density`); empty for as one likes it oneself.
    pub density: String,
    /// All other pairs of the address that have a value.
    pub filters: BTreeMap<String, String>,
}

impl ListState {
    /// What the pairs of an address say.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut state = Self { page: 1, ..Self::default() };
        for (key, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            match key.as_str() {
                "q" => state.search = value,
                "sort" => state.sort = value,
                "page" => state.page = value.parse().unwrap_or(1),
                "after" => state.after = value,
                "before" => state.before = value,
                "hide" => state.hide = value,
                "density" => state.density = value,
                _ => drop(state.filters.insert(key, value)),
            }
        }
        state
    }

    /// The value of a filter, empty when it is not set.
    pub fn filter(&self, name: &str) -> &str {
        self.filters.get(name).map_or("", String::as_str)
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.search.is_empty() || !self.filters.is_empty()
    }

    /// The query string without `?`.
    pub fn query(&self) -> String {
        let mut map = ParamsMap::new();
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let named = [
            ("q", &self.search),
            ("sort", &self.sort),
            ("page", &page),
            ("after", &self.after),
            ("before", &self.before),
            ("hide", &self.hide),
            ("density", &self.density),
        ];
        let named = named.into_iter().map(|(key, value)| (key.to_owned(), value));
        for (key, value) in named.chain(self.filters.iter().map(|(key, value)| (key.clone(), value))) {
            if !value.is_empty() {
                map.insert(key, value.clone());
            }
        }
        map.to_query_string().trim_start_matches('?').to_owned()
    }

    /// The same filters and order, however the list looks, from its first page on.
    pub fn filters_only(&self) -> Self {
        Self { hide: String::new(), density: String::new(), ..self.on_first_page() }
    }

    /// The same on the first page.
    fn on_first_page(&self) -> Self {
        Self { page: 1, after: String::new(), before: String::new(), ..self.clone() }
    }

    /// Whether the page is found by a row's key.
    pub fn is_placed(&self) -> bool {
        !self.after.is_empty() || !self.before.is_empty()
    }

    /// The list's address after a change, on its first page.
    pub fn link(&self, path: &str, change: impl FnOnce(&mut Self)) -> String {
        let mut state = self.on_first_page();
        change(&mut state);
        let query = state.query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

#[cfg(feature = "ssr")]
impl ListState {
    /// A filter's value as something else; `None` when it is not set or not readable.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.filter(name).parse().ok()
    }

    /// The part of the list that is asked for.
    pub fn request(&self, size: u32) -> PageRequest {
        PageRequest::of_list(self.page, size).at(self.place())
    }

    fn place(&self) -> Place {
        match (self.after.as_str(), self.before.as_str()) {
            ("", "") => Place::Numbered,
            ("", END) => Place::Last,
            ("", key) => Place::Before(key.to_owned()),
            (key, _) => Place::After(key.to_owned()),
        }
    }
}

/// A part of a list and the moment it was read, for relative times that both renders agree on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<T> {
    /// The items.
    pub page: Page<T>,
    /// When it was read.
    pub now: Timestamp,
}

#[cfg(feature = "ssr")]
impl<T> Listed<T> {
    /// The page as of this moment.
    pub fn now(page: Page<T>) -> Self {
        Self { page, now: now() }
    }
}

/// This moment, to compute relative times from. Only for display.
#[cfg(feature = "ssr")]
pub fn now() -> Timestamp {
    std::time::SystemTime::now().into()
}

/// The list state in the address of this page.
pub fn use_list_state() -> Memo<ListState> {
    let query = use_query_map();
    let pairs = |query: &ParamsMap| query.clone().into_iter().map(|(key, value)| (key.into_owned(), value));
    Memo::new(move |_| query.with(|query| ListState::of(pairs(query))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_the_filters_and_goes_to_the_first_page() {
        let mut state = ListState { search: "mug & cup".into(), page: 4, ..ListState::default() };
        state.filters.insert("status".into(), "draft".into());
        let link = state.link("/admin/products", |state| state.sort = "-price".into());
        assert!(link.contains("status=draft") && link.contains("price"), "{link}");
        assert!(!link.contains("page") && !link.contains("mug &"), "{link}");
    }

    #[test]
    fn how_a_list_looks_is_in_its_address_and_narrows_nothing() {
        let pairs = [("hide", "Placed,Units"), ("density", "compact"), ("page", "3")];
        let state = ListState::of(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert!(!state.is_narrowed());
        let link = state.link("/admin/orders", |_| ());
        assert!(link.contains("hide=") && link.contains("density=compact"), "{link}");
        assert_eq!(state.filters_only().query(), "");
    }

    #[test]
    fn where_a_page_is_narrows_nothing_and_is_forgotten_with_another_choice() {
        let pairs = [("after", "1764322200000000~0193"), ("status", "draft")];
        let state = ListState::of(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert!(state.is_placed() && state.query().contains("after=1764322200000000"), "{}", state.query());
        assert_eq!(state.filters_only().query(), "status=draft");
        assert_eq!(state.link("/admin/orders", |state| state.filters.clear()), "/admin/orders");
    }

    #[test]
    fn an_empty_state_is_the_bare_path() {
        assert_eq!(ListState::default().link("/admin/orders", |_| ()), "/admin/orders");
    }
}
