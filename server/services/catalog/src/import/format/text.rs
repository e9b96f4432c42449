//! Bytes of a file as text, and text of shops as ours.

use std::borrow::Cow;

/// What the bytes 0x80 to 0x9F are in Windows-1252; the five that it leaves out are as the WHATWG's Encoding Standard
/// has them.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// UTF-8, or else Windows-1252: what spreadsheets save. No character is zero, which Postgres keeps in no text.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
    };
    if text.contains('\0') { text.replace('\0', "") } else { text.into_owned() }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 14] =
    ["p", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "blockquote"];
/// Elements whose content nobody reads.
const UNREAD: [&str; 3] = ["script", "style", "template"];

/// HTML as plain text: paragraphs by blank lines, items of lists by hyphens, nothing of scripts and styles.
pub(crate) fn from_html(html: &str) -> String {
    let (mut text, mut rest) = (String::new(), html);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((name, after)) = element(rest) else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        text.push_str(stands_for(&name));
        rest = if UNREAD.contains(&name.as_str()) { behind(after, &name) } else { after };
    }
    text.push_str(rest);
    tidy(&characters(&text))
}

/// The name of the tag or comment that a text begins with, and what follows it.
fn element(text: &str) -> Option<(String, &str)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some((String::new(), comment.split_once("-->").map_or("", |(_, rest)| rest)));
    }
    let inside = text.strip_prefix('<')?;
    let named = inside.strip_prefix('/').unwrap_or(inside);
    if !named.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '!') {
        return None;
    }
    let end = inside.find('>')?;
    let is_end = inside.starts_with('/');
    let name: String = named.chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    // The end of what is not read has been gone past with its beginning.
    let name = if is_end && UNREAD.contains(&name.as_str()) { String::new() } else { name };
    let name = if is_end && name == "li" { String::new() } else { name };
    Some((name, &inside[end + 1..]))
}

fn stands_for(name: &str) -> &'static str {
    match name {
        "br" => "\n",
        "li" => "\n- ",
        name if BLOCKS.contains(&name) => "\n\n",
        _ => "",
    }
}

/// What follows the end of an element that began before `text`.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}");
    let at = text.to_ascii_lowercase().find(&end);
    at.and_then(|at| text[at..].split_once('>')).map_or("", |(_, rest)| rest)
}

/// The text with its character references as what they stand for.
fn characters(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn reference(text: &str) -> Option<(char, &str)> {
    let (name, rest) = text.strip_prefix('&')?.split_once(';')?;
    let code = name.strip_prefix('#').map(|code| match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => code.parse(),
    });
    let character = match (code, name) {
        (Some(code), _) => char::from_u32(code.ok()?).filter(|character| *character != '\0')?,
        (None, "amp") => '&',
        (None, "lt") => '<',
        (None, "gt") => '>',
        (None, "quot") => '"',
        (None, "apos") => '\'',
        (None, "nbsp") => ' ',
        (None, "bull") => '•',
        (None, "ndash") => '–',
        (None, "mdash") => '—',
        (None, "hellip") => '…',
        (None, "trade") => '™',
        (None, "reg") => '®',
        (None, "copy") => '©',
        (None, "deg") => '°',
        (None, "rsquo") => '’',
        (None, "lsquo") => '‘',
        (None, "rdquo") => '”',
        (None, "ldquo") => '“',
        (None, "eacute") => 'é',
        _ => return None,
    };
    Some((character, rest))
}

/// No blanks at the ends of lines, at most one empty line.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf_8_is_windows_1252() {
        assert_eq!(decoded("Tasse für Müsli".as_bytes()), "Tasse für Müsli");
        assert_eq!(decoded(b"f\xfcr 5 \x80\0"), "für 5 €");
    }

    #[test]
    fn html_becomes_paragraphs_and_nothing_of_it_runs() {
        let html = "<p>Soft &amp; warm.</p>\n<p>&bull; Wash<br />cold</p><ul><li>One</li><li>Two</li></ul>";
        assert_eq!(from_html(html), "Soft & warm.\n\n• Wash\ncold\n\n- One\n- Two");
        let html = "a<script>alert(1)</script>b<!-- c -->d <STYLE>p{}</style>e";
        assert_eq!(from_html(html), "abd e");
        assert_eq!(from_html("3 < 4 & 5 &unknown; &lt;b&gt;"), "3 < 4 & 5 &unknown; <b>");
        assert_eq!(from_html("<script>never ends"), "");
    }
}
