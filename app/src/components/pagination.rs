//! Pages of a list, as links that keep the other filters.
use leptos::prelude::*;

use super::{Icon, IconName};

/// `path` with the pairs of `query` (without `?`) except `key`, and `key=value` appended when a value is given.
/// Values are used as they are: encode what the shopper typed before.
pub fn with_query(path: &str, query: &str, key: &str, value: Option<&str>) -> String {
    let kept = query.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(key));
    let mut pairs: Vec<String> = kept.map(ToOwned::to_owned).collect();
    pairs.extend(value.map(|value| [key, "=", value].concat()));
    if pairs.is_empty() { path.to_owned() } else { [path, "?", &pairs.join("&")].concat() }
}

/// The page numbers to show around `page` of `pages`; `None` is a gap.
fn shown(page: u32, pages: u32) -> Vec<Option<u32>> {
    let near = |n: u32| n == 1 || n == pages || n.abs_diff(page) <= 1;
    let mut out: Vec<Option<u32>> = Vec::new();
    let mut before = 0;
    for n in [1, page.saturating_sub(1), page, page.saturating_add(1), pages] {
        if n == 0 || n > pages || n <= before || !near(n) {
            continue;
        }
        if n > before + 1 && before > 0 {
            out.push(None);
        }
        out.push(Some(n));
        before = n;
    }
    out
}

/// Links to the pages of a list, from 1 to `pages`; nothing when there is one page.
/// `query` is the present query string; its `page` pair is replaced and all others stay.
#[component]
pub fn Pagination(
    page: u32,
    pages: u32,
    #[prop(into)] path: String,
    #[prop(optional, into)] query: String,
) -> impl IntoView {
    let href = move |n: u32| with_query(&path, &query, "page", (n > 1).then(|| n.to_string()).as_deref());
    (pages > 1).then(move || {
        let numbers: Vec<_> = shown(page, pages)
            .into_iter()
            .map(|number| match number {
                None => view! { <li class="pagination-gap" aria-hidden="true">"…"</li> }.into_any(),
                Some(n) => {
                    let current = (n == page).then_some("page");
                    view! { <li><a href=href(n) aria-current=current>{n}</a></li> }.into_any()
                }
            })
            .collect();
        let before = (page > 1).then(|| {
            view! { <a class="pagination-step" rel="prev" href=href(page - 1)><Icon name=IconName::ChevronLeft />"Previous"</a> }
        });
        let after = (page < pages).then(|| {
            view! { <a class="pagination-step" rel="next" href=href(page + 1)>"Next"<Icon name=IconName::ChevronRight /></a> }
        });
        view! {
            <nav class="pagination" aria-label="Pages">
                {before}
                <ol>{numbers}</ol>
                {after}
            </nav>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_filters_stay_when_the_page_changes() {
        assert_eq!(with_query("/shop", "colour=sage&page=2", "page", Some("3")), "/shop?colour=sage&page=3");
    }

    #[test]
    fn the_last_filter_removed_leaves_the_bare_path() {
        assert_eq!(with_query("/shop", "colour=sage", "colour", None), "/shop");
    }

    #[test]
    fn gaps_stand_for_pages_left_out() {
        assert_eq!(shown(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(shown(1, 2), [Some(1), Some(2)]);
    }
}
