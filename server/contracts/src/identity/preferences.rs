//! How each member of staff likes the lists of the back office.

use crate::{SavedViewId, UserId};
use serde::{Deserialize, Serialize};

/// How close the rows of a list stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// With room around them.
    #[default]
    Comfortable,
    /// More of them on a screen.
    Compact,
}

impl Density {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    /// The density stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|density| density.as_str() == text)
    }
}

/// What a list shows of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLook {
    /// The list's address below `/admin/`, e.g. `orders` or `stock/ledger`.
    pub list: String,
    /// The headings of the columns that are left out.
    pub hidden: Vec<String>,
    /// How close the rows stand.
    pub density: Density,
}

/// A list's filters under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its id.
    pub id: SavedViewId,
    /// Its name, 1 to 60 characters; the owner's views of a list have different ones.
    pub name: String,
    /// The list's query string without `?`.
    pub query: String,
    /// Which list, and how it looks.
    pub look: ListLook,
    /// Whether colleagues see it, too.
    pub is_shared: bool,
    /// Whether its owner's list opens with it.
    pub is_default: bool,
    /// Whose it is, when it is a colleague's.
    pub shared_by: Option<String>,
}

/// A view to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in SavedView")]
pub struct ViewDraft {
    /// The view to change; none for a new one. Its list, query and look stay as they are.
    pub id: Option<SavedViewId>,
    pub name: String,
    pub query: String,
    pub look: ListLook,
    pub is_shared: bool,
    pub is_default: bool,
}

/// Everything of this kind that concerns somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPreferences {
    /// Their own views and those that colleagues share, by name.
    pub views: Vec<SavedView>,
    /// Their own looks.
    pub looks: Vec<ListLook>,
}

impl ListPreferences {
    /// The views of a list, one's own first.
    pub fn views_of(&self, list: &str) -> Vec<&SavedView> {
        let mut views: Vec<_> = self.views.iter().filter(|view| view.look.list == list).collect();
        views.sort_by_key(|view| view.shared_by.is_some());
        views
    }

    /// The view that a list opens with.
    pub fn default_of(&self, list: &str) -> Option<&SavedView> {
        self.views.iter().find(|view| view.is_default && view.shared_by.is_none() && view.look.list == list)
    }

    /// How a list looks when its address does not say.
    pub fn look_of(&self, list: &str) -> ListLook {
        let look = self.looks.iter().find(|look| look.list == list);
        look.cloned().unwrap_or_else(|| ListLook { list: list.to_owned(), ..ListLook::default() })
    }
}

/// A member of the staff, as colleagues know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Colleague {
    pub id: UserId,
    pub name: String,
}
