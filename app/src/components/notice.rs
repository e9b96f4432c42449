//! What the shop has to say.
use leptos::prelude::*;

use super::{Icon, IconName, Tone};

/// The icon beside what is said in this tone.
pub const fn icon_of(tone: Tone) -> IconName {
    match tone {
        Tone::Neutral | Tone::Info => IconName::Info,
        Tone::Positive => IconName::Success,
        Tone::Warning => IconName::Warning,
        Tone::Danger => IconName::Danger,
    }
}

/// A message in the flow of the page. Danger is announced at once, all others politely.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let role = if tone == Tone::Danger { "alert" } else { "status" };
    view! {
        <div class=["notice ", tone.class()].concat() role=role>
            <Icon name=icon_of(tone) class="icon-lg" />
            <div class="notice-body">
                {(!title.is_empty()).then(|| view! { <p class="notice-title">{title}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}
