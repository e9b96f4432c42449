//! The lines of a part of a file. A part may end anywhere: what it does not hold whole is left for the next one.

use super::text::decoded;
use csv::{ByteRecord, ReaderBuilder};

/// Bytes of a line.
pub(crate) const LONGEST: usize = 1024 * 1024;

/// A line with the number that an editor shows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub line: u64,
    pub cells: Vec<String>,
    /// Whether it is longer than a line may be: its cells are left out then.
    pub too_long: bool,
}

/// The lines that a part of a file holds whole.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    pub records: Vec<Record>,
    /// Bytes up to the first that belongs to no whole line.
    pub bytes: usize,
    /// Line breaks among those.
    pub lines: u64,
}

/// At most `most` lines of a CSV file; `before` line breaks are before this part, which `is_end` says to be the last.
pub(crate) fn csv(part: &[u8], delimiter: u8, is_end: bool, before: u64, most: usize) -> Part {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(part);
    let (mut found, mut record) = (Part::default(), ByteRecord::new());
    while found.records.len() < most {
        let starts_at = position(&reader);
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            found.pass(part, part.len());
            break;
        }
        let ends_at = position(&reader);
        if ends_at == part.len() && !is_end {
            break;
        }
        let first =
            starts_at + part[starts_at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        found.pass(part, first.min(ends_at));
        let line = before + found.lines + 1;
        let too_long = ends_at - starts_at > LONGEST;
        let cells: Vec<String> = if too_long { Vec::new() } else { record.iter().map(decoded).collect() };
        if too_long || cells.iter().any(|cell| !cell.trim().is_empty()) {
            found.records.push(Record { line, cells, too_long });
        }
        found.pass(part, ends_at);
    }
    found
}

fn position(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

/// At most `most` lines of a file of JSON lines; only `\n` ends one.
pub(crate) fn json_lines(part: &[u8], is_end: bool, before: u64, most: usize) -> Part {
    let mut found = Part::default();
    while found.records.len() < most && found.bytes < part.len() {
        let rest = &part[found.bytes..];
        let end = rest.iter().position(|byte| *byte == b'\n');
        let Some(length) = end.or(is_end.then_some(rest.len())) else { break };
        let text = decoded(&rest[..length]);
        let line = before + found.lines + 1;
        let too_long = length > LONGEST;
        if !text.trim().is_empty() {
            let cells = if too_long { Vec::new() } else { vec![text.trim().to_owned()] };
            found.records.push(Record { line, cells, too_long });
        }
        let ends_at = found.bytes + length + usize::from(end.is_some());
        found.pass(part, ends_at);
    }
    found
}

impl Part {
    /// Goes on to a byte, and counts the line breaks on the way.
    fn pass(&mut self, part: &[u8], to: usize) {
        let passed = part.get(self.bytes..to).unwrap_or_default();
        // Old ones end lines with a carriage return alone.
        let follows = |at: usize| part.get(self.bytes + at + 1).is_some_and(|byte| *byte != b'\n');
        let returns = memchr::memchr_iter(b'\r', passed).filter(|at| follows(*at)).count();
        let feeds = memchr::memchr_iter(b'\n', passed).count();
        self.lines += (feeds + returns) as u64;
        self.bytes = self.bytes.max(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(part: &Part) -> Vec<(u64, String)> {
        part.records.iter().map(|record| (record.line, record.cells.join("|"))).collect()
    }

    #[test]
    fn quoted_line_breaks_stay_within_their_line() {
        let text = b"a,b\r\n\"one\r\ntwo\",2\r\n\r\n,\r\nlast,3";
        let part = csv(text, b',', true, 0, 10);
        let expected = [(1, "a|b"), (2, "one\r\ntwo|2"), (6, "last|3")];
        assert_eq!(lines(&part), expected.map(|(line, cells)| (line, cells.to_owned())));
        assert_eq!(part.bytes, text.len());
    }

    #[test]
    fn what_a_part_does_not_hold_whole_is_left_for_the_next() {
        let text = b"a;1\n\"b\nb\";2\nc;3\n";
        for cut in 0..=text.len() {
            let first = csv(&text[..cut], b';', cut == text.len(), 0, 10);
            let second = csv(&text[first.bytes..], b';', true, first.lines, 10);
            let both = [lines(&first), lines(&second)].concat();
            let expected = [(1, "a|1"), (2, "b\nb|2"), (4, "c|3")];
            assert_eq!(both, expected.map(|(line, cells)| (line, cells.to_owned())), "cut at {cut}");
        }
    }

    #[test]
    fn a_part_is_read_in_as_many_goes_as_it_takes() {
        let text = b"1\r\n2\r\n3\r\n";
        let first = csv(text, b',', true, 0, 2);
        let second = csv(&text[first.bytes..], b',', true, first.lines, 2);
        assert_eq!(lines(&first), [(1, "1".to_owned()), (2, "2".to_owned())]);
        assert_eq!(lines(&second), [(3, "3".to_owned())]);
    }

    #[test]
    fn json_lines_end_at_line_feeds_only() {
        let text = "{\"a\":\"x\u{2028}y\"}\n\n{\"b\":1}".as_bytes();
        let part = json_lines(text, true, 0, 10);
        assert_eq!(part.records.iter().map(|record| record.line).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(json_lines(text, false, 0, 10).records.len(), 1);
    }

    #[test]
    fn a_line_of_more_than_a_megabyte_is_told_and_not_kept() {
        let text = format!("a\n\"{}\"\nb\n", "x".repeat(LONGEST));
        let part = csv(text.as_bytes(), b',', true, 0, 10);
        assert_eq!(
            part.records.iter().map(|r| (r.line, r.too_long)).collect::<Vec<_>>(),
            [(1, false), (2, true), (3, false)]
        );
    }
}
