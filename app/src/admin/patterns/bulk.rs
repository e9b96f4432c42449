use super::{FormMessage, plural};
use crate::{components::SelectCell, form::AnyForm};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The id of the form that the rows' boxes belong to.
pub const BULK: &str = "bulk";

/// The rows of a list that are selected, also those of its other pages: the list's page makes it once, and it stays
/// while one pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Selection {
    ids: RwSignal<BTreeSet<String>>,
    all: RwSignal<bool>,
}

impl Selection {
    /// Selects nothing any more.
    pub fn clear(self) {
        self.ids.update(BTreeSet::clear);
        self.all.set(false);
    }

    fn set(self, id: &str, is_selected: bool) {
        self.ids.update(|ids| {
            if is_selected {
                ids.insert(id.to_owned());
            } else {
                ids.remove(id);
            }
        });
    }

    fn count(self) -> u64 {
        self.ids.with(|ids| ids.len() as u64)
    }

    /// What is selected and not on this page.
    fn elsewhere(self, shown: &[String]) -> Vec<String> {
        self.ids.with(|ids| ids.iter().filter(|id| !shown.contains(id)).cloned().collect())
    }

    /// How much is selected, in words.
    fn told(self, shown: &[String], all: &str) -> String {
        if self.all.get() && !all.is_empty() {
            return all.to_owned();
        }
        let others = match self.elsewhere(shown).len() as u64 {
            0 => String::new(),
            others => format!(", {} on other pages", plural(others, "of them", "of them")),
        };
        match self.count() {
            0 => "With the selected".to_owned(),
            count => format!("{} selected{others}", plural(count, "row", "rows")),
        }
    }
}

/// The first cell of a row that can be selected.
#[component]
pub fn SelectRow(
    #[prop(into)] id: String,
    /// Read aloud, as "Select order TW-1042".
    #[prop(into)]
    label: String,
    selection: Selection,
) -> impl IntoView {
    let (of_box, of_change) = (id.clone(), id.clone());
    let checked = Signal::derive(move || selection.ids.with(|ids| ids.contains(&of_box)));
    let changed = move |is_selected: bool| selection.set(&of_change, is_selected);
    view! { <SelectCell name="selected[]" value=id label form=BULK checked on_change=changed /> }.into_any()
}

/// The box of something in a grid that can be selected.
#[component]
pub fn SelectTile(
    #[prop(into)] id: String,
    /// Read aloud, as "Select mug.jpg".
    #[prop(into)]
    label: String,
    selection: Selection,
) -> impl IntoView {
    let (of_box, of_change) = (id.clone(), id.clone());
    let checked = move || selection.ids.with(|ids| ids.contains(&of_box));
    let changed = move |event| selection.set(&of_change, event_target_checked(&event));
    view! {
        <label class="check">
            <input type="checkbox" name="selected[]" value=id form=BULK aria-label=label prop:checked=checked on:change=changed />
        </label>
    }
    .into_any()
}

/// What can be done with the selected rows; appears with the first selected one. The child is the `ActionForm` of the
/// id [`BULK`] with a button for each act. It stands with the table in an element of the class `group`.
#[component]
pub fn BulkBar(
    #[prop(into)] form: AnyForm,
    selection: Selection,
    /// The ids of the rows that are shown.
    shown: Vec<String>,
    /// What the box says that selects all rows which the filter finds; no such box when empty.
    #[prop(optional, into)]
    all: String,
    /// Hidden inputs.
    #[prop(optional)]
    hidden: Vec<(String, String)>,
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| {
        if form.has_succeeded() {
            selection.clear();
        }
    });
    let is_empty = move || selection.count() == 0 && !selection.all.get();
    let (here, told_all) = (shown.clone(), all.clone());
    let told = move || selection.told(&here, &told_all);
    let elsewhere = move || {
        let input = |id: String| view! { <input type="hidden" name="selected[]" value=id form=BULK /> };
        selection.elsewhere(&shown).into_iter().map(input).collect_view()
    };
    let hidden: Vec<_> = hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value form=BULK /> })
        .collect();
    view! {
        <FormMessage message=form.message() />
        {(!all.is_empty()).then(|| all_box(selection, all))}
        {hidden}
        {elsewhere}
        <div class="bulk-bar group-has-[input:checked]:flex" class:hidden=is_empty>
            <span role="status">{told}</span>
            {children()}
            <button type="button" class="btn btn-secondary btn-sm needs-script" on:click=move |_| selection.clear()>"Clear"</button>
        </div>
    }
    .into_any()
}

fn all_box(selection: Selection, text: String) -> AnyView {
    let changed = move |event| selection.all.set(event_target_checked(&event));
    view! {
        <label class="check small">
            <input type="checkbox" name="all" value="1" form=BULK prop:checked=move || selection.all.get() on:change=changed />
            <span>{text}</span>
        </label>
    }
    .into_any()
}
