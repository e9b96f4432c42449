//! The templates' markup. It is marked by control characters before placeholders are filled, since no
//! value can contain those.

use crate::Config;
use std::fmt::Write;

const HEADING: char = '\u{1}';
const BUTTON: char = '\u{2}';
const TARGET: char = '\u{3}';
const CELL: char = '\u{4}';

/// A part of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Heading(String),
    Paragraph(Vec<String>),
    Table(Vec<(String, String)>),
    Button { label: String, url: String },
}

/// The template with its markup replaced by marks.
pub(crate) fn mark(content: &str) -> String {
    let clean: String =
        content.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    clean.split('\n').map(mark_line).collect::<Vec<_>>().join("\n")
}

fn mark_line(line: &str) -> String {
    let (prefix, body) = split_statements(line);
    if let Some(heading) = body.strip_prefix("# ") {
        return format!("{prefix}{HEADING}{heading}");
    }
    let button = body.strip_prefix('[').and_then(|rest| rest.split_once("]("));
    if let Some((label, url)) = button
        && let Some(url) = url.trim_end().strip_suffix(')')
    {
        return format!("{prefix}{BUTTON}{label}{TARGET}{url}");
    }
    format!("{prefix}{}", body.replacen(" :: ", &CELL.to_string(), 1))
}

/// Statements such as `{% if x %}` may stand before the markup of a line.
fn split_statements(line: &str) -> (&str, &str) {
    let mut at = 0;
    while let Some(end) = line[at..].strip_prefix("{%").and_then(|rest| rest.find("%}")) {
        at += end + 4;
    }
    line.split_at(at)
}

/// The filled text as blocks.
pub(crate) fn blocks(filled: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = false;
    for line in filled.lines().map(str::trim_end) {
        if line.is_empty() {
            open = false;
            continue;
        }
        add(&mut blocks, line, open);
        open = true;
    }
    blocks
}

fn add(blocks: &mut Vec<Block>, line: &str, open: bool) {
    if let Some(heading) = line.strip_prefix(HEADING) {
        return blocks.push(Block::Heading(heading.to_owned()));
    }
    if let Some((label, url)) = line.strip_prefix(BUTTON).and_then(|rest| rest.split_once(TARGET)) {
        return blocks.push(button(label, url));
    }
    match (line.split_once(CELL), blocks.last_mut()) {
        (Some((left, right)), Some(Block::Table(rows))) if open => rows.push((left.into(), right.into())),
        (Some((left, right)), _) => blocks.push(Block::Table(vec![(left.into(), right.into())])),
        (None, Some(Block::Paragraph(lines))) if open => lines.push(line.into()),
        (None, _) => blocks.push(Block::Paragraph(vec![line.into()])),
    }
}

fn button(label: &str, url: &str) -> Block {
    if url.starts_with("https://") || url.starts_with("http://") {
        return Block::Button { label: label.into(), url: url.into() };
    }
    Block::Paragraph(vec![format!("{label}: {url}")])
}

/// The mail for those who read plain text.
pub(crate) fn text(blocks: &[Block], config: &Config) -> String {
    let mut text = String::new();
    for block in blocks {
        text.push_str(&block_text(block));
        text.push('\n');
    }
    let _ = write!(text, "-- \n{}\n{}\n", config.shop_name, config.base_url);
    if !config.contact.is_empty() {
        let _ = writeln!(text, "{}", config.contact);
    }
    text
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Heading(heading) => format!("{heading}\n"),
        Block::Paragraph(lines) => lines.iter().fold(String::new(), |text, line| text + line + "\n"),
        Block::Table(rows) => rows_text(rows),
        Block::Button { label, url } => format!("{label}: {url}\n"),
    }
}

/// Both columns aligned, as far as a mail reader's font allows.
fn rows_text(rows: &[(String, String)]) -> String {
    let width = |side: fn(&(String, String)) -> &String| {
        rows.iter().map(|row| side(row).chars().count()).max().unwrap_or(0)
    };
    let (left, right) = (width(|row| &row.0), width(|row| &row.1));
    rows.iter().fold(String::new(), |mut text, row| {
        let _ = writeln!(text, "{:<left$}  {:>right$}", row.0, row.1);
        text
    })
}
