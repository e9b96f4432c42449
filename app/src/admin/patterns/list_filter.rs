use super::ListState;
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

/// What narrows a list: the pair's name in the address, its label, and what it takes.
#[derive(Clone, Debug)]
pub struct ListFilter {
    /// The name in the address.
    pub name: &'static str,
    /// Read aloud, and the text of the choice that lifts the filter.
    pub label: &'static str,
    takes: Takes,
}

#[derive(Clone, Debug)]
enum Takes {
    /// Value and text of each choice.
    Choice(Vec<(String, String)>),
    Text,
    Day,
    Month,
}

impl ListFilter {
    /// A filter with these choices, each its value and its text.
    pub fn new(name: &'static str, label: &'static str, options: Vec<(String, String)>) -> Self {
        Self { name, label, takes: Takes::Choice(options) }
    }

    /// A filter by words.
    pub fn text(name: &'static str, label: &'static str) -> Self {
        Self { name, label, takes: Takes::Text }
    }

    /// A filter by a day, `2026-05-20`.
    pub fn day(name: &'static str, label: &'static str) -> Self {
        Self { name, label, takes: Takes::Day }
    }

    /// A filter by a month, `2026-05`.
    pub fn month(name: &'static str, label: &'static str) -> Self {
        Self { name, label, takes: Takes::Month }
    }

    /// What is chosen, in words; none when nothing is, or something that is no choice.
    pub(super) fn chosen(&self, state: &ListState) -> Option<String> {
        let value = state.filter(self.name);
        let text = match &self.takes {
            Takes::Choice(options) => {
                options.iter().find(|(key, _)| key == value).map(|(_, text)| text.clone())
            }
            Takes::Month => format!("{value}-01")
                .parse::<chrono::NaiveDate>()
                .ok()
                .map(|day| day.format("%b %Y").to_string()),
            Takes::Text => (!value.is_empty()).then(|| format!("“{value}”")),
            Takes::Day => value.parse::<chrono::NaiveDate>().ok().map(|day| day.to_string()),
        };
        text.map(|text| format!("{}: {text}", self.label))
    }

    pub(super) fn input(&self, state: &ListState) -> AnyView {
        let (name, label, value) = (self.name, self.label, state.filter(self.name).to_owned());
        match &self.takes {
            Takes::Choice(options) => select(name, label, options.clone(), &value),
            Takes::Text => view! {
                <input class="input min-w-40" type="text" name=name value=value placeholder=label aria-label=label />
            }
            .into_any(),
            Takes::Day => moment("date", "", name, label, value),
            // Browsers without a field for months show it as text.
            Takes::Month => moment("month", "2026-05", name, label, value),
        }
    }
}

fn moment(
    ty: &'static str,
    placeholder: &'static str,
    name: &'static str,
    label: &'static str,
    value: String,
) -> AnyView {
    view! {
        <label class="cluster small">
            {label}
            <input class="input" type=ty name=name value=value placeholder=placeholder on:change=|event| send(&event) />
        </label>
    }
    .into_any()
}

fn select(name: &'static str, label: &'static str, options: Vec<(String, String)>, chosen: &str) -> AnyView {
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    });
    let options: Vec<_> = options.collect();
    view! {
        <select class="input select min-w-40" name=name aria-label=label on:change=|event| send(&event)>
            <option value="" selected=chosen.is_empty()>{format!("{label}: all")}</option>
            {options}
        </select>
    }
    .into_any()
}

/// Sends the form that the event's element is in.
fn send(event: &web_sys::Event) {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let form = element.and_then(|element| element.closest("form").ok().flatten());
    if let Some(form) = form.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) {
        let _ = form.request_submit();
    }
}
