use super::{exact, relative};
use crate::components::{Timeline, TimelineEvent, Tone};
use contracts::Timestamp;
use leptos::prelude::*;

/// A main column of cards and a side column of facts.
#[component]
pub fn DetailFrame(#[prop(into)] side: ViewFnOnce, children: Children) -> impl IntoView {
    view! {
        <div class="with-aside with-aside-narrow">
            <div class="stack">{children()}</div>
            <aside class="stack" aria-label="Facts">{side.run()}</aside>
        </div>
    }
    .into_any()
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// What, in a few words.
    pub title: String,
    /// Who or why; may be empty.
    pub note: String,
    /// How it went.
    pub tone: Tone,
}

/// Everything that happened, newest first.
#[component]
pub fn Story(mut items: Vec<Happening>, now: Timestamp) -> impl IntoView {
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    let event = |item: Happening| TimelineEvent {
        tone: item.tone,
        title: item.title,
        detail: item.note,
        when: format!("{} · {}", relative(item.at, now), exact(item.at)),
        at: item.at.to_rfc3339(),
        who: String::new(),
    };
    view! { <Timeline events=items.into_iter().map(event).collect() /> }.into_any()
}
