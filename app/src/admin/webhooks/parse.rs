//! From what is typed to a webhook. Server only.

use super::api::WebhookText;
use chrono::NaiveDateTime;
use contracts::{
    Error, Result, Timestamp,
    notifications::{WebhookDraft, WebhookEvent},
};

/// The webhook that was typed.
///
/// # Errors
/// When nothing is chosen that it is told.
pub fn draft(text: &WebhookText) -> Result<WebhookDraft> {
    let events: Vec<_> = text.on.keys().filter_map(|name| WebhookEvent::from_text(name)).collect();
    let is_told_all = !text.all.is_empty();
    if events.is_empty() && !is_told_all {
        return Err(Error::field("webhook[all]", "Please choose what it is told."));
    }
    Ok(WebhookDraft {
        id: text.id.parse().map_err(|_| Error::not_found("webhook"))?,
        version: text.version.parse().ok(),
        url: text.url.clone(),
        description: text.description.clone(),
        events: if is_told_all { Vec::new() } else { events },
    })
}

/// A minute in UTC as browsers send it.
///
/// # Errors
/// A field error at `since`.
pub fn minute(typed: &str) -> Result<Timestamp> {
    let read = NaiveDateTime::parse_from_str(typed.trim(), "%Y-%m-%dT%H:%M");
    read.map(|at| at.and_utc()).map_err(|_| Error::field("since", "Please enter a day and a time."))
}

/// What the service says of its own fields, at those of the form.
pub fn at_form(mut error: Error) -> Error {
    for field in &mut error.fields {
        field.field = format!("webhook[{}]", field.field);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(all: &str, on: &[&str]) -> WebhookText {
        let id = "01890000-0000-7000-8000-000000000000".to_owned();
        let on = on.iter().map(|name| ((*name).to_owned(), "true".to_owned())).collect();
        WebhookText { id, all: all.to_owned(), on, ..WebhookText::default() }
    }

    #[test]
    fn all_events_or_the_chosen_ones_are_told_and_nothing_is_no_choice() {
        assert!(draft(&typed("true", &["stock.low"])).unwrap().events.is_empty());
        assert_eq!(draft(&typed("", &["stock.low"])).unwrap().events, [WebhookEvent::StockLow]);
        for unknown in ["no.such", "webhook.test"] {
            assert!(draft(&typed("", &[unknown])).unwrap_err().for_field("webhook[all]").is_some());
        }
    }

    #[test]
    fn a_minute_is_read_as_utc() {
        assert_eq!(minute("2026-05-20T10:00").ok(), "2026-05-20T10:00:00Z".parse().ok());
        assert!(minute("yesterday").is_err());
    }
}
