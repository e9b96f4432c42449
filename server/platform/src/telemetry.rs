//! Logging: readable lines in development, JSON in production. What people typed ends no line and shows no card.

use crate::pan;
use std::io::{self, IsTerminal, Write};
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, prelude::*};

/// Something else that wants to hear of every span, e.g. an exporter.
pub type Listener = Box<dyn Layer<Registry> + Send + Sync>;

/// Starts logging to standard error. `RUST_LOG` overrides the level; a second call changes nothing.
pub fn start(json: bool, listener: Option<Listener>) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let registry = tracing_subscriber::registry().with(listener).with(filter);
    let started = if json {
        registry.with(fmt::layer().json().with_writer(|| Discreet(io::stderr()))).try_init()
    } else {
        let colours = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let lines = fmt::layer().compact().with_ansi(colours).with_writer(|| Discreet(io::stderr()));
        registry.with(lines).try_init()
    };
    if started.is_err() {
        tracing::debug!("logging was already started");
    }
}

/// Writes each event, which comes in one piece, as one line without card numbers and without what moves a terminal:
/// `tracing_subscriber` escapes that in messages, but not in other fields.
struct Discreet<W>(W);

impl<W: Write> Write for Discreet<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let mut line = escaped(&pan::masked(text.strip_suffix('\n').unwrap_or(&text)));
        line.push('\n');
        // In one piece, too: others write to the same place.
        self.0.write_all(line.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The text with its control characters as JSON writes them, but for the colours of our own lines.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 1);
    for (at, letter) in text.char_indices() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\u{1b}' if is_colour(&text[at + 1..]) => escaped.push(letter),
            letter if letter.is_control() => escaped.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// `[0m` to `[4m` and `[30m` to `[37m` (ECMA-48, SGR): nothing that hides text or goes elsewhere.
fn is_colour(rest: &str) -> bool {
    let code = rest.strip_prefix('[').and_then(|rest| rest.split_once('m')).map_or("", |(code, _)| code);
    matches!(code.as_bytes(), [b'0'..=b'4'] | [b'3', b'0'..=b'7'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex, PoisonError};

    /// Where a test reads what was logged.
    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, text: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(text)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(json: bool, typed: &str) -> String {
        let page = Page::default();
        let writer = page.clone();
        let layer = fmt::layer().with_writer(move || Discreet(writer.clone()));
        let layer: Listener =
            if json { layer.json().boxed() } else { layer.compact().with_ansi(false).boxed() };
        let _logging = tracing_subscriber::registry().with(layer).set_default();
        tracing::warn!(error = %typed, "it was refused: {typed}");
        let written = page.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&written).into_owned()
    }

    #[test]
    fn c_41_what_was_typed_begins_no_line_and_moves_no_cursor() {
        for json in [false, true] {
            let line = logged(json, "x\r\n2026-11-28 ERROR forged\n\u{1b}[2J\u{1b}]0;owned\u{7}");
            assert_eq!(line.lines().count(), 1, "{line}");
            assert!(line.ends_with('\n') && line.contains("forged"), "{line}");
            assert!(!line.trim_end().chars().any(char::is_control), "{line:?}");
        }
    }

    #[test]
    fn c_41_no_card_number_is_logged() {
        for json in [false, true] {
            let line = logged(json, "name: 4242 4242 4242 4242");
            assert!(!line.contains("4242 4242") && line.contains("**** 4242"), "{line}");
        }
    }
}
