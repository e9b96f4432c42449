use super::{ListState, list_state::END};
use crate::components::{Icon, IconName, Pagination};
use contracts::{Page, PageRequest};
use leptos::prelude::*;

/// What a page knows of the pages beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    count: u32,
    /// It is longer than lists are counted.
    is_long: bool,
    before: Option<String>,
    after: Option<String>,
}

impl Pages {
    /// Of the list that this is a page of.
    pub fn of<T>(page: &Page<T>) -> Self {
        Self {
            count: page.pages(),
            is_long: page.total > PageRequest::COUNTED.unsigned_abs(),
            before: page.before.clone(),
            after: page.after.clone(),
        }
    }

    /// Whether one goes by keys: pages that are not counted have no numbers, nor has one that a key has found.
    fn go_by_keys(&self, state: &ListState) -> bool {
        state.is_placed() || (self.is_long && (self.before.is_some() || self.after.is_some()))
    }

    /// Whether this is the last page of a list that goes on, and that knows numbers only.
    fn are_cut_off(&self, state: &ListState) -> bool {
        self.is_long && state.page >= self.count
    }
}

/// Links to the other pages of a list: by number as far as it was counted, else to the first, the previous, the next and
/// the last.
#[component]
pub fn ListPages(state: ListState, path: &'static str, pages: Pages) -> impl IntoView {
    if pages.go_by_keys(&state) {
        return by_keys(&state, path, pages);
    }
    let cut_off = pages.are_cut_off(&state).then(|| {
        view! { <p class="muted small">"The list goes on. Search or filter to see the rest."</p> }
    });
    view! {
        {cut_off}
        <Pagination page=state.page pages=pages.count path query=state.query() />
    }
    .into_any()
}

fn by_keys(state: &ListState, path: &str, pages: Pages) -> AnyView {
    let first = (state.is_placed() || pages.before.is_some()).then(|| {
        view! { <a class="pagination-step" href=state.link(path, |_| ())>"First"</a> }
    });
    let last = pages.after.is_some().then(|| {
        let href = state.link(path, |state| state.before = END.to_owned());
        view! { <a class="pagination-step" href=href>"Last"</a> }
    });
    let previous = pages.before.map(|key| {
        let href = state.link(path, |state| state.before = key);
        view! { <a class="pagination-step" rel="prev" href=href><Icon name=IconName::ChevronLeft />"Previous"</a> }
    });
    let next = pages.after.map(|key| {
        let href = state.link(path, |state| state.after = key);
        view! { <a class="pagination-step" rel="next" href=href>"Next"<Icon name=IconName::ChevronRight /></a> }
    });
    view! { <nav class="pagination" aria-label="Pages">{first}{previous}{next}{last}</nav> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(pairs: &[(&str, &str)]) -> ListState {
        ListState::of(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())))
    }

    fn pages(total: i64, after: Option<&str>) -> Pages {
        let mut page = Page::new(vec![()], total, &PageRequest::new(1, 25));
        page.after = after.map(str::to_owned);
        Pages::of(&page)
    }

    #[test]
    fn a_list_that_was_counted_has_numbers_and_a_longer_one_keys() {
        assert!(!pages(10_000, Some("1~2")).go_by_keys(&state(&[])));
        assert!(pages(10_001, Some("1~2")).go_by_keys(&state(&[])));
        assert!(pages(30, None).go_by_keys(&state(&[("before", END)])));
    }

    #[test]
    fn a_list_without_keys_says_where_it_is_cut_off() {
        let long = pages(10_001, None);
        assert!(!long.go_by_keys(&state(&[("page", "401")])));
        assert!(
            long.are_cut_off(&state(&[("page", "401")])) && !long.are_cut_off(&state(&[("page", "400")]))
        );
        assert!(!pages(10_000, None).are_cut_off(&state(&[("page", "400")])));
    }
}
