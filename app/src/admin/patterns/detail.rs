use super::When;
use crate::components::Tone;
use contracts::Timestamp;
use leptos::prelude::*;

/// A main column of cards and a side column of facts.
#[component]
pub fn DetailFrame(#[prop(into)] side: ViewFn, children: Children) -> impl IntoView {
    view! {
        <div class="with-aside with-aside-narrow">
            <div class="stack">{children()}</div>
            <aside class="stack" aria-label="Facts">{side.run()}</aside>
        </div>
    }
}

/// A list of facts.
#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts small">{children()}</dl> }
}

/// One fact: what, and how it is.
#[component]
pub fn Fact(
    #[prop(into)] label: String,
    /// The sum of the ones above.
    #[prop(optional)]
    total: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=total.then_some("fact-total")>
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
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
pub fn Timeline(mut items: Vec<Happening>, now: Timestamp) -> impl IntoView {
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    let items: Vec<_> = items
        .into_iter()
        .map(|item| {
            view! {
                <li class=item.tone.class()>
                    <p class="timeline-title">{item.title}</p>
                    {(!item.note.is_empty()).then(|| view! { <p class="small">{item.note}</p> })}
                    <p class="timeline-meta"><When at=item.at now /></p>
                </li>
            }
        })
        .collect();
    view! { <ol class="timeline">{items}</ol> }
}
