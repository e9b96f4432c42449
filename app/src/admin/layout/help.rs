use crate::{admin::patterns::is_typing, components::Dialog};
use leptos::{ev, prelude::*};

const KEYS: [(&str, &str); 12] = [
    ("Ctrl K", "Find anything"),
    ("j", "Next row; on an order's page the next order of the list"),
    ("k", "Row before, order before"),
    ("x", "Select the row"),
    ("Shift click", "Select all rows since the last one"),
    ("e", "Open the row"),
    ("/", "Search this list"),
    ("p", "Pick list, packing slip"),
    ("s", "To the form that ships"),
    ("n", "To the form for a note"),
    ("u", "Undo what was just done, while that is said"),
    ("?", "These keys"),
];

/// What the keys do; opens with `?`.
#[component]
pub fn KeyHelp() -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if event.key() == "?" && !is_typing(&event) {
                open.set(true);
            }
        });
        on_cleanup(move || handle.remove());
    });
    let keys: Vec<_> = KEYS
        .into_iter()
        .map(|(key, does)| view! { <div><dt><span class="kbd">{key}</span></dt><dd>{does}</dd></div> })
        .collect();
    view! {
        <Dialog id="office-keys" title="Keys" open>
            <dl class="facts">{keys}</dl>
        </Dialog>
    }
    .into_any()
}
