//! Places where a test lets the process die. A release has none of it.

/// Kills the process, without any clean-up, where `TRADEWIND_FAILPOINT` names this place: `flow.state.point`.
#[cfg(debug_assertions)]
pub fn reach(flow: &str, state: &str, point: &str) {
    let wanted = std::env::var("TRADEWIND_FAILPOINT").unwrap_or_default();
    if wanted == format!("{flow}.{state}.{point}") {
        std::process::abort();
    }
}

/// Nothing, in a release.
#[cfg(not(debug_assertions))]
pub fn reach(_flow: &str, _state: &str, _point: &str) {}
