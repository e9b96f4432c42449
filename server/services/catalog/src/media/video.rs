//! What may be shown as a video.

use contracts::{Error, Result};

const LONGEST: usize = 2000;
const FILES: [&str; 2] = [".mp4", ".webm"];

/// A typed address, trimmed: that of a file which every browser plays, on the web or of this shop.
///
/// # Errors
/// A field error `url`.
pub(crate) fn address(typed: &str) -> Result<String> {
    let typed = typed.trim();
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix('/'));
    let somewhere = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    let file = typed.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let playable = FILES.iter().any(|ending| file.ends_with(ending));
    let plain = typed.len() <= LONGEST && typed.bytes().all(|byte| byte.is_ascii_graphic());
    if somewhere && playable && plain {
        return Ok(typed.to_owned());
    }
    Err(Error::field("url", "Please enter the https:// address of an MP4 or WebM file."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_browsers_play_are_videos() {
        for fine in ["https://cdn.example/mug.mp4?v=2", " /videos/Mug.WEBM "] {
            assert_eq!(address(fine).unwrap(), fine.trim());
        }
        for wrong in ["", "mug.mp4", "//evil.example/a.mp4", "http://a.example/b.mp4", "https:///a.mp4"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
        assert!(address("javascript:alert(1)//.mp4").is_err());
        assert!(address("https://video.example/watch?v=mug.mp4").is_err());
    }
}
