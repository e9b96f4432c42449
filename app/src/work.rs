//! Work that is quick to check and takes a browser a moment: a stamp as Hashcash (Back, 2002) has it. It is made of the
//! present moment, anything that makes it differ, and a number for which its SHA-256 begins with [`BITS`] zeros.

use sha2::{Digest, Sha256};

/// Zeros that a stamp's hash begins with: 65,536 tries on average.
pub const BITS: u32 = 16;

/// What a stamp begins with: the milliseconds since 1970, and digits that make it differ.
pub fn blank(moment: &str, salt: &str) -> String {
    [moment, ".", salt, "."].concat()
}

/// The stamp, if one of so many numbers from this one on makes it.
pub fn worked(blank: &str, from: u32, tries: u32) -> Option<String> {
    (from..from.saturating_add(tries))
        .map(|number| [blank, &number.to_string()].concat())
        .find(|stamp| is_worked(stamp))
}

/// Whether the work was done.
pub fn is_worked(stamp: &str) -> bool {
    let digest = Sha256::digest(stamp.as_bytes());
    let begin = digest.iter().take(4).fold(0_u32, |begin, byte| (begin << 8) | u32::from(*byte));
    begin.leading_zeros() >= BITS
}

/// The milliseconds since 1970 at which a stamp was begun.
pub fn moment(stamp: &str) -> Option<i64> {
    stamp.split_once('.')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_takes_work_and_tells_its_moment() {
        let blank = blank("1790000000000", "4711");
        let stamp = worked(&blank, 0, u32::MAX).unwrap();
        assert!(is_worked(&stamp) && stamp.starts_with(&blank));
        assert_eq!(moment(&stamp), Some(1_790_000_000_000));
        assert!(!is_worked(&blank), "without work it is none");
        assert_eq!(moment("soon.4711.1"), None);
    }
}
