//! Where internal failures stop: logged once with the request id, never shown.

use contracts::Error;

/// Logs a failure of ours and returns what the outside may know of it: `Unavailable` when the database
/// cannot be reached or has no free connection, `Internal` for everything else.
pub fn failure(service: &str, error: &(dyn std::error::Error + 'static)) -> Error {
    let request_id = crate::request::current().unwrap_or_default();
    let cause = chain(error);
    tracing::error!(service, request_id, cause, "a call failed inside {service}");
    if is_unreachable(error) {
        return Error::unavailable("The shop is very busy. Please try again in a moment.");
    }
    Error::internal()
}

/// The name of the constraint that a statement violated.
pub fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|error| error.constraint())
}

fn is_unreachable(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        match error.downcast_ref::<sqlx::Error>() {
            Some(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)) => return true,
            // Class 57: the server shuts down or is starting; class 53: it has no connections or no disk.
            Some(sqlx::Error::Database(database)) => {
                return database.code().is_some_and(|code| code.starts_with("57P") || code.starts_with("53"));
            }
            _ => next = error.source(),
        }
    }
    false
}

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let source_text = source.to_string();
        if !text.contains(&source_text) {
            text.push_str(": ");
            text.push_str(&source_text);
        }
        next = source.source();
    }
    text
}
