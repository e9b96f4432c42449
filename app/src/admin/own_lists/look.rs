//! Which columns of a list there are and how close its rows stand: as its address says, else as one likes it.

use crate::admin::patterns::ListState;
use contracts::identity::{Density, ListLook, SavedView};

/// In an address: no column is left out.
const NONE: &str = "none";

/// A look as an address or a form says it.
pub fn read(list: String, hide: &str, density: &str) -> ListLook {
    let hidden = hide.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != NONE);
    ListLook {
        list,
        hidden: hidden.map(str::to_owned).collect(),
        density: Density::from_text(density).unwrap_or_default(),
    }
}

/// The look of a list whose address is `state`, for somebody who likes it as `own`.
pub fn of(state: &ListState, own: ListLook) -> ListLook {
    let said = read(own.list.clone(), &state.hide, &state.density);
    ListLook {
        hidden: if state.hide.is_empty() { own.hidden } else { said.hidden },
        density: Density::from_text(&state.density).unwrap_or(own.density),
        list: own.list,
    }
}

/// The hidden columns as an address says them.
pub fn hide(look: &ListLook) -> String {
    if look.hidden.is_empty() { NONE.to_owned() } else { look.hidden.join(",") }
}

/// The numbers, from 1, of the columns that are left out; never the first one that has a head: it names the row.
pub fn numbers(columns: &[String], look: &ListLook) -> String {
    let hidden = columns.iter().enumerate().filter(|(_, name)| look.hidden.contains(name));
    let hidden = hidden.filter(|(at, _)| first_seen(columns) != Some(*at));
    hidden.map(|(at, _)| (at + 1).to_string()).collect::<Vec<_>>().join(" ")
}

/// The columns that can be left out.
pub fn optional(columns: &[String]) -> Vec<String> {
    let first = first_seen(columns);
    let seen = columns.iter().enumerate().filter(|(at, name)| !name.is_empty() && first != Some(*at));
    seen.map(|(_, name)| name.clone()).collect()
}

fn first_seen(columns: &[String]) -> Option<usize> {
    columns.iter().position(|name| !name.is_empty())
}

/// Where a view leads: its filters, and its look whatever the reader's own is.
pub fn view_link(path: &str, view: &SavedView) -> String {
    let state = ListState {
        hide: hide(&view.look),
        density: view.look.density.as_str().to_owned(),
        ..ListState::default()
    };
    let look = state.query();
    let parts = [view.query.as_str(), &look].into_iter().filter(|part| !part.is_empty());
    format!("{path}?{}", parts.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<String> {
        ["", "Order", "Placed", "Units"].map(str::to_owned).to_vec()
    }

    #[test]
    fn the_address_comes_before_what_one_likes() {
        let own = ListLook { list: "orders".into(), hidden: vec!["Units".into()], density: Density::Compact };
        assert_eq!(numbers(&columns(), &of(&ListState::default(), own.clone())), "4");
        let said = ListState { hide: "Placed".into(), ..ListState::default() };
        assert_eq!(numbers(&columns(), &of(&said, own.clone())), "3");
        let all = ListState { hide: NONE.into(), density: "comfortable".into(), ..ListState::default() };
        let look = of(&all, own);
        assert_eq!((numbers(&columns(), &look).as_str(), look.density), ("", Density::Comfortable));
    }

    #[test]
    fn the_column_that_names_the_row_stays() {
        let look = read("orders".into(), "Order, Placed", "");
        assert_eq!(numbers(&columns(), &look), "3");
        assert_eq!(optional(&columns()), ["Placed", "Units"]);
    }
}
