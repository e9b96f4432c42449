//! Charts: few and honest. Drawn as SVG by the server, labelled directly, with their table behind them.
//!
//! Lines and bars live in a stretched box of 1000 by 1000 units, in whole numbers; words stand in a grid
//! around it, so they keep their size at every width and nothing needs a style attribute.
use std::fmt::Write;

use leptos::prelude::*;

/// One point of time: its name, the value, the value of the former period, each with its text.
#[derive(Clone, Debug, Default)]
pub struct ChartPoint {
    /// Below the axis and in the table, as "12 May".
    pub label: String,
    /// In minor units or pieces.
    pub value: i64,
    /// The value as people read it.
    pub text: String,
    /// The same day of the former period, and its text.
    pub former: Option<(i64, String)>,
    /// Where it leads; nowhere when empty.
    pub href: String,
}

/// The units of the stretched box.
const BOX: i64 = 1000;

/// A round number not below `max` that four equal steps lead up to from zero.
fn ceiling(max: i64) -> i64 {
    let mut unit = 4;
    loop {
        for step in [unit, unit * 2, unit * 5 / 2, unit * 5] {
            if step >= max && step % 4 == 0 {
                return step;
            }
        }
        unit = match unit.checked_mul(10) {
            Some(next) if next < i64::MAX / 10 => next,
            _ => return max.max(4),
        };
    }
}

/// Height of a value above the axis's foot, from the top of the box.
fn height(value: i64, top: i64) -> i64 {
    let share = i128::from(value.max(0)) * i128::from(BOX) / i128::from(top.max(1));
    BOX - i64::try_from(share).unwrap_or(BOX)
}

/// A count as a number to reckon with.
fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The middle of column `at` of `count`.
fn middle(at: usize, count: usize) -> i64 {
    let (at, count) = (whole(at), whole(count.max(1)));
    (2 * at + 1) * BOX / (2 * count)
}

/// The path through values, one for each of the first of so many columns; empty for none.
fn line(values: &[i64], columns: usize, top: i64) -> String {
    let mut path = String::new();
    for (at, value) in values.iter().enumerate() {
        let command = if at == 0 { "M" } else { " L" };
        let _ = write!(path, "{command}{} {}", middle(at, columns), height(*value, top));
    }
    path
}

/// Units of the box as a percentage of its side.
fn percent(units: i64) -> String {
    format!("{}.{}%", units / 10, units.abs() % 10)
}

/// The largest value of now and then.
fn top_of(points: &[ChartPoint]) -> i64 {
    let former = points.iter().filter_map(|point| point.former.as_ref().map(|former| former.0));
    ceiling(points.iter().map(|point| point.value).chain(former).max().unwrap_or(0))
}

/// Values over time with the former period as a quiet dashed line.
#[component]
pub fn LineChart(
    /// Read aloud, and the table's caption.
    #[prop(into)]
    title: String,
    points: Vec<ChartPoint>,
    /// Writes a value of the axis, as `|minor| format!("{} €", minor / 100)`.
    axis: fn(i64) -> String,
    /// Name of the present series.
    #[prop(default = "This period")]
    now: &'static str,
    /// Name of the former series.
    #[prop(default = "Period before")]
    before: &'static str,
    /// How many points there are by now; the line ends with the last of them.
    #[prop(default = usize::MAX)]
    begun: usize,
) -> impl IntoView {
    let (top, columns) = (top_of(&points), points.len());
    let values: Vec<i64> = points.iter().take(begun).map(|point| point.value).collect();
    let former: Vec<i64> =
        points.iter().filter_map(|point| point.former.as_ref().map(|former| former.0)).collect();
    let end = values.last().map(|last| {
        let (x, y) = (percent(middle(values.len() - 1, columns)), percent(height(*last, top)));
        view! { <circle class="chart-end" cx=x cy=y r="4" /> }
    });
    let plot = view! {
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%">
            <path class="chart-former" d=line(&former, columns, top) />
            <path class="chart-line" d=line(&values, columns, top) />
        </svg>
        {end}
    };
    figure(title, points, top, axis, now, before, plot.into_any())
}

/// Amounts side by side, from zero.
#[component]
pub fn BarChart(
    #[prop(into)] title: String,
    points: Vec<ChartPoint>,
    axis: fn(i64) -> String,
    #[prop(default = "This period")] now: &'static str,
    #[prop(default = "Period before")] before: &'static str,
) -> impl IntoView {
    let top = top_of(&points);
    let count = points.len();
    let width = (BOX * 6 / (10 * whole(count.max(1)))).max(4);
    let bars: Vec<_> = points
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let (x, y) = (middle(at, count) - width / 2, height(point.value, top));
            let said = [point.label.as_str(), ": ", point.text.as_str()].concat();
            view! {
                <rect class="chart-bar" x=x.to_string() y=y.to_string() width=width.to_string() height=(BOX - y).to_string()>
                    <title inner_html=plain(&said)></title>
                </rect>
            }
        })
        .collect();
    let former: Vec<i64> =
        points.iter().filter_map(|point| point.former.as_ref().map(|former| former.0)).collect();
    let plot = view! {
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%">
            {bars}
            <path class="chart-former" d=line(&former, count, top) />
        </svg>
    };
    figure(title, points, top, axis, now, before, plot.into_any())
}

/// A line without axes, for key figures; decorative.
#[component]
pub fn Sparkline(values: Vec<i64>) -> impl IntoView {
    let top = values.iter().copied().max().unwrap_or(0).max(1);
    view! {
        <svg class="sparkline" viewBox="0 -40 1000 1080" preserveAspectRatio="none" aria-hidden="true">
            <path class="chart-line" d=line(&values, values.len(), top) />
        </svg>
    }
}

/// `title` is raw text to the framework, so what could be markup is taken out.
fn plain(text: &str) -> String {
    text.replace(['<', '>', '&'], " ")
}

fn figure(
    title: String,
    points: Vec<ChartPoint>,
    top: i64,
    axis: fn(i64) -> String,
    now: &'static str,
    before: &'static str,
    plot: AnyView,
) -> AnyView {
    let compared = points.iter().any(|point| point.former.is_some());
    let rungs: Vec<_> = (0..=4).rev().map(|rung| view! { <span>{axis(top / 4 * rung)}</span> }).collect();
    let grid: Vec<_> = ["0%", "25%", "50%", "75%", "100%"]
        .into_iter()
        .map(|y| view! { <line class="chart-grid" x1="0" x2="100%" y1=y y2=y /> })
        .collect();
    let every = points.len().div_ceil(8).max(1);
    let labels: Vec<_> = points
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let text = if at % every == 0 { point.label.clone() } else { String::new() };
            view! { <span class:chart-x-extra=at / every % 2 == 1>{text}</span> }
        })
        .collect();
    let named = title.clone();
    let links = points.iter().any(|point| !point.href.is_empty()).then(|| columns(&points));
    view! {
        <figure class="chart">
            {compared.then(|| legend(now, before))}
            <div class="chart-y" aria-hidden="true">{rungs}</div>
            <svg class="chart-plot" role="img" aria-label=named>{grid}{plot}</svg>
            {links}
            <div class="chart-x" aria-hidden="true">{labels}</div>
            {table(title, points, compared, now, before)}
        </figure>
    }
    .into_any()
}

/// The plot's columns as links for the pointer; by keyboard and for readers the same links are in the table.
fn columns(points: &[ChartPoint]) -> AnyView {
    let column = |point: &ChartPoint| {
        if point.href.is_empty() {
            return view! { <span></span> }.into_any();
        }
        let said = [point.label.as_str(), ": ", point.text.as_str()].concat();
        view! { <a href=point.href.clone() title=said tabindex="-1"></a> }.into_any()
    };
    let columns: Vec<_> = points.iter().map(column).collect();
    view! { <div class="chart-links" aria-hidden="true">{columns}</div> }.into_any()
}

fn legend(now: &'static str, before: &'static str) -> AnyView {
    view! {
        <figcaption class="chart-legend">
            <span><svg viewBox="0 0 20 12" aria-hidden="true"><path class="chart-line" d="M0 6h20" /></svg>{now}</span>
            <span><svg viewBox="0 0 20 12" aria-hidden="true"><path class="chart-former" d="M0 6h20" /></svg>{before}</span>
        </figcaption>
    }
    .into_any()
}

fn table(
    title: String,
    points: Vec<ChartPoint>,
    compared: bool,
    now: &'static str,
    before: &'static str,
) -> AnyView {
    let rows: Vec<_> = points
        .into_iter()
        .map(|point| {
            let former =
                compared.then(|| view! { <td class="num">{point.former.map(|former| former.1)}</td> });
            let label = if point.href.is_empty() {
                point.label.into_any()
            } else {
                view! { <a class="link" href=point.href>{point.label}</a> }.into_any()
            };
            view! { <tr><th scope="row">{label}</th><td class="num">{point.text}</td>{former}</tr> }
        })
        .collect();
    view! {
        <details class="chart-table">
            <summary>"Show as table"</summary>
            <table class="table table-dense">
                <caption class="sr-only">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="sr-only">"When"</span></th>
                        <th scope="col" class="num">{now}</th>
                        {compared.then(|| view! { <th scope="col" class="num">{before}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_number() {
        assert_eq!(ceiling(0), 4);
        assert_eq!(ceiling(37), 40);
        assert_eq!(ceiling(41), 80);
        assert_eq!(ceiling(9_100), 10_000);
    }

    #[test]
    fn bars_stand_on_zero_and_the_largest_value_fills_the_box() {
        assert_eq!(height(0, 100), 1000);
        assert_eq!(height(100, 100), 0);
    }

    #[test]
    fn a_line_has_one_corner_per_value() {
        assert_eq!(line(&[0, 5, 10], 3, 10), "M166 1000 L500 500 L833 0");
        assert_eq!(line(&[0, 5], 3, 10), "M166 1000 L500 500", "what is still to come is not drawn");
        assert_eq!(line(&[], 3, 10), "");
    }
}
