//! Fields that may be left empty. Server only.

/// `Some(None)` when nothing was typed, `None` when it cannot be read.
pub fn or_nothing<T>(typed: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match typed.trim() {
        "" => Some(None),
        typed => read(typed).map(Some),
    }
}
