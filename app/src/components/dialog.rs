//! Native dialogs: in the middle, from the end of the line, or from below.
//!
//! Without WASM a [`DialogTrigger`] opens them through `commandfor`; with it, the `open` signal does as well.
use leptos::html;
use leptos::prelude::*;

use super::{Icon, IconName};

/// Where a dialog comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogPlace {
    /// A question in the middle.
    #[default]
    Modal,
    /// A drawer at the inline end: the cart.
    Drawer,
    /// At the inline start: the navigation on phones.
    StartDrawer,
    /// From below on phones, in the middle on wide screens: filters.
    Sheet,
    /// The full width from above: search, command palette.
    Top,
}

/// A modal dialog. The focus moves in, Escape and a press outside close it, the focus returns.
#[component]
pub fn Dialog(
    /// Unique on the page; what [`DialogTrigger`] names.
    id: &'static str,
    #[prop(into)] title: String,
    #[prop(optional)] place: DialogPlace,
    /// Opens and closes it from code; follows when the shopper closes it.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    /// Hides the title line (still read aloud).
    #[prop(optional)]
    bare: bool,
    /// Buttons in a line that stays at the bottom.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    if let Some(open) = open {
        Effect::new(move |_| follow(node, open.get()));
    }
    let class = match place {
        DialogPlace::Modal => "dialog",
        DialogPlace::Drawer => "dialog dialog-drawer",
        DialogPlace::StartDrawer => "dialog dialog-drawer dialog-start",
        DialogPlace::Sheet => "dialog dialog-sheet",
        DialogPlace::Top => "dialog dialog-top",
    };
    let closed = move |_| {
        if let Some(open) = open {
            open.set(false);
        }
    };
    let named = title.clone();
    view! {
        <dialog node_ref=node class=class id=id closedby="any" aria-label=named on:close=closed>
            {(!bare).then(|| view! {
                <header class="dialog-head">
                    <h2 class="dialog-title">{title}</h2>
                    <button type="button" class="btn btn-quiet btn-icon" aria-label="Close" commandfor=id command="close" on:click=move |_| follow(node, false)>
                        <Icon name=IconName::Close class="icon-lg" />
                    </button>
                </header>
            })}
            <div class="dialog-body">{children()}</div>
            {footer.map(|footer| view! { <footer class="dialog-foot">{footer.run()}</footer> })}
        </dialog>
    }
}

/// Brings the dialog into the wanted state; does nothing when it is there already.
fn follow(node: NodeRef<html::Dialog>, open: bool) {
    let Some(dialog) = node.get_untracked() else {
        return;
    };
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// A button that opens the dialog of that id, also without WASM. `class` as `btn btn-secondary`.
#[component]
pub fn DialogTrigger(
    dialog: &'static str,
    #[prop(default = "btn btn-secondary")] class: &'static str,
    /// Read aloud where the button shows only an icon.
    #[prop(optional, into)]
    label: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class=class commandfor=dialog command="show-modal" aria-haspopup="dialog" aria-label=label>
            {children()}
        </button>
    }
}
