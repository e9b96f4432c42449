use contracts::Timestamp;
use leptos::prelude::*;

/// The moment in full, UTC.
pub fn exact(at: Timestamp) -> String {
    at.format("%-d %b %Y, %H:%M UTC").to_string()
}

/// How long ago, in words; the date once that says more.
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    let seconds = (now - at).num_seconds();
    match seconds {
        ..-60 => at.format("%-d %b, %H:%M").to_string(),
        -60..60 => "just now".to_owned(),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..86_400 => format!("{} h ago", seconds / 3600),
        86_400..172_800 => "yesterday".to_owned(),
        172_800..604_800 => format!("{} days ago", seconds / 86_400),
        _ => at.format("%-d %b %Y").to_string(),
    }
}

/// A moment relative to `now` (read with the data, so that both renders agree); the exact one on hover.
#[component]
pub fn When(at: Timestamp, now: Timestamp) -> impl IntoView {
    view! { <time class="nowrap" datetime=at.to_rfc3339() title=exact(at)>{relative(at, now)}</time> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_the_unit_that_says_most() {
        let now: Timestamp = "2026-05-20T12:00:00Z".parse().unwrap();
        let ago = |text: &str| relative(text.parse().unwrap(), now);
        assert_eq!(ago("2026-05-20T11:59:30Z"), "just now");
        assert_eq!(ago("2026-05-20T11:18:00Z"), "42 min ago");
        assert_eq!(ago("2026-05-19T13:00:00Z"), "23 h ago");
        assert_eq!(ago("2026-05-18T13:00:00Z"), "yesterday");
        assert_eq!(ago("2026-03-01T12:00:00Z"), "1 Mar 2026");
    }
}
