//! Around the fields of a form. Forms carry no token against forged requests: the server checks where a
//! post comes from, so there is nothing to put inside.
use leptos::prelude::*;

use super::{Button, Notice, Tone};

/// All errors of a form that came back, on top of it, each linking to its field: (field name, message).
/// Nothing while the list is empty.
#[component]
pub fn ErrorSummary(#[prop(into)] errors: Signal<Vec<(String, String)>>) -> impl IntoView {
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            let items: Vec<_> = errors
                .into_iter()
                .map(|(name, text)| {
                    if name.is_empty() {
                        view! { <li>{text}</li> }.into_any()
                    } else {
                        view! { <li><a class="link" href=["#f-", &name].concat()>{text}</a></li> }.into_any()
                    }
                })
                .collect();
            view! {
                <Notice tone=Tone::Danger title="Please check these entries">
                    <ul>{items}</ul>
                </Notice>
            }
        })
    }
}

/// The bar that stays at the bottom of a form in the back office: says what would be lost, and saves.
/// Place it inside the form. Without WASM it always shows; with it, only while `changed`.
#[component]
pub fn SaveBar(
    #[prop(default = Signal::stored(true), into)] changed: Signal<bool>,
    #[prop(optional, into)] pending: Signal<bool>,
    #[prop(default = "Save changes".to_owned(), into)] label: String,
    #[prop(default = "Changes are not saved yet".to_owned(), into)] text: String,
    /// A quiet way back, as a [`super::LinkButton`].
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="save-bar" hidden=move || !changed.get()>
            <span class="muted small">{text}</span>
            {children.map(|children| children())}
            <Button pending>{label}</Button>
        </div>
    }
}
