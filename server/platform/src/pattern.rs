//! Patterns for `like`.

/// A pattern for texts in small letters that contain `part`, whatever is in it; none for all texts.
pub fn containing(part: &str) -> Option<String> {
    let part = part.trim().to_lowercase();
    let escaped = part.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    (!part.is_empty()).then(|| format!("%{escaped}%"))
}

#[cfg(test)]
mod tests {
    use super::containing;

    #[test]
    fn what_is_typed_stands_for_itself() {
        assert_eq!(containing(r" 50%_A\ ").unwrap(), r"%50\%\_a\\%");
        assert_eq!(containing("  "), None);
    }
}
