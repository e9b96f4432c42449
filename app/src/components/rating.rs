//! Stars.
use leptos::prelude::*;

const STARS: &str = "M8 1.6l1.9 4 4.4.5-3.3 3 .9 4.3L8 11.3l-3.9 2.1.9-4.3-3.3-3 4.4-.5z";

/// An average in tenths (47 is 4.7 of 5) and how many reviews it comes from.
#[component]
pub fn Rating(tenths: u32, #[prop(optional_no_strip, into)] count: Option<u64>) -> impl IntoView {
    let tenths = tenths.min(50);
    let text = format!("{}.{}", tenths / 10, tenths % 10);
    let spoken = format!("{text} of 5 stars");
    let filled = format!("0 0 {} 16", tenths * 16 / 10);
    let row = |class: &'static str| {
        let stars: Vec<_> =
            (0..5).map(|n| view! { <path d=STARS transform=format!("translate({} 0)", n * 16) /> }).collect();
        view! { <g class=class>{stars}</g> }
    };
    view! {
        <span class="rating">
            <svg viewBox="0 0 80 16" role="img" aria-label=spoken>
                {row("star-off")}
                <svg viewBox=filled width=(tenths * 16 / 10).to_string() height="16" preserveAspectRatio="xMinYMin slice">{row("star-on")}</svg>
            </svg>
            <span aria-hidden="true">{text}</span>
            {count.map(|count| view! { <span class="muted">{format!("({count})")}</span> })}
        </span>
    }
}
