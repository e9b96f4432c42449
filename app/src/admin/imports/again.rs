//! A page of something that is under way looks again by itself.

use crate::admin::patterns::use_refresh;
use leptos::prelude::*;
use std::time::Duration;

const SOON: Duration = Duration::from_millis(1500);
/// For browsers that run no scripts. It is markup, and no text of anybody's.
const UNSCRIPTED: &str = r#"<meta http-equiv="refresh" content="4">"#;

/// Has the page's data fetched again in a moment; without scripts the page itself.
#[component]
pub fn LookAgain() -> impl IntoView {
    let refresh = use_refresh();
    Effect::new(move |_| {
        let timer = set_timeout_with_handle(move || refresh.bump(), SOON).ok();
        on_cleanup(move || {
            if let Some(timer) = timer {
                timer.clear();
            }
        });
    });
    view! { <noscript inner_html=UNSCRIPTED></noscript> }
}
