//! Rows as CSV (RFC 4180). No I/O.

/// The headings, then the rows; every row has as many cells as there are headings.
pub type Rows = Vec<Vec<String>>;

/// Rows below their headings.
pub fn headed<const N: usize>(headings: [&str; N], rows: impl Iterator<Item = Vec<String>>) -> Rows {
    std::iter::once(headings.map(str::to_owned).to_vec()).chain(rows).collect()
}

/// A text that no spreadsheet takes for a formula (OWASP: CSV injection).
pub fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// The rows as a file's text.
pub fn text(rows: &Rows) -> String {
    rows.iter()
        .map(|row| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n")
        .collect()
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        let rows = headed(
            ["name", "revenue"],
            std::iter::once(vec![harmless("=1+1, \"x\"".into()), "-5.00".into()]),
        );
        assert_eq!(text(&rows), "name,revenue\r\n\"'=1+1, \"\"x\"\"\",-5.00\r\n");
    }
}
