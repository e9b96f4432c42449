//! Key figures.
use leptos::prelude::*;

use super::{Icon, IconName, Sparkline, Tone};

/// One figure with its change against the former period. Texts come formatted.
#[component]
pub fn Stat(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// Change in tenths of a percent: 125 is +12.5 %.
    #[prop(optional_no_strip, into)]
    delta: Option<i64>,
    /// Whether less is better (refunds, cancellations).
    #[prop(optional)]
    lower_is_better: bool,
    /// Beside the change, as "than last week".
    #[prop(optional, into)]
    against: String,
    /// Draws a small line of the period.
    #[prop(optional)]
    series: Vec<i64>,
    /// To what it was counted of; nowhere when empty.
    #[prop(optional, into)]
    href: String,
) -> impl IntoView {
    let label = if href.is_empty() {
        view! { <span class="stat-label">{label}</span> }.into_any()
    } else {
        view! { <a class="stat-label stat-link" href=href>{label}</a> }.into_any()
    };
    view! {
        <div class="stat">
            {label}
            <div class="between">
                <span class="stat-value">{value}</span>
                {(series.len() > 1).then(|| view! { <Sparkline values=series /> })}
            </div>
            {delta.map(|delta| change(delta, lower_is_better, against))}
        </div>
    }
}

fn change(delta: i64, lower_is_better: bool, against: String) -> AnyView {
    let tone = match delta {
        0 => Tone::Neutral,
        d if (d > 0) == lower_is_better => Tone::Danger,
        _ => Tone::Positive,
    };
    let (icon, sign) = if delta < 0 { (IconName::ArrowDown, "−") } else { (IconName::ArrowUp, "+") };
    let size = delta.unsigned_abs();
    view! {
        <span class=["stat-delta ", tone.class()].concat()>
            {(delta != 0).then(|| view! { <Icon name=icon /> })}
            {format!("{sign}{}.{} %", size / 10, size % 10)}
            <span>{against}</span>
        </span>
    }
    .into_any()
}
