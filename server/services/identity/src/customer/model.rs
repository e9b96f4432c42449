//! The rules of tags, groups and notes.

use contracts::{Error, Result};

/// The most tags of a person.
pub(crate) const MOST_TAGS: usize = 20;
const TAG: usize = 40;
const GROUP: usize = 60;
const NOTE: usize = 2000;

/// The tags as they are kept: small letters, single spaces, each once, in order. Empty ones are left out.
///
/// # Errors
/// A field error at `tags` when there are too many, or one is too long or cannot be one.
pub(crate) fn check_tags(typed: &[String]) -> Result<Vec<String>> {
    let plain = |tag: &String| tag.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut tags: Vec<String> = typed.iter().map(plain).filter(|tag| !tag.is_empty()).collect();
    tags.sort();
    tags.dedup();
    let is_tag = |tag: &String| {
        tag.chars().count() <= TAG && !tag.contains(|sign: char| sign == ',' || sign.is_control())
    };
    if !tags.iter().all(is_tag) {
        return Err(Error::field("tags", "A tag has at most 40 characters and no comma in it."));
    }
    if tags.len() > MOST_TAGS {
        return Err(Error::field("tags", format!("A customer has at most {MOST_TAGS} tags.")));
    }
    let mut tags: Vec<String> = tags.into_iter().map(platform::pan::hidden).collect();
    tags.sort();
    tags.dedup();
    Ok(tags)
}

/// The trimmed name of a group.
///
/// # Errors
/// A field error at `name`.
pub(crate) fn check_group(name: &str) -> Result<&str> {
    let name = name.trim();
    if (1..=GROUP).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
        return Ok(name);
    }
    Err(Error::field("name", "Please enter a name of at most 60 characters."))
}

/// The trimmed text of a note.
///
/// # Errors
/// A field error at `text`.
pub(crate) fn check_note(text: &str) -> Result<&str> {
    let text = text.trim();
    // PostgreSQL keeps every character but this one.
    if (1..=NOTE).contains(&text.chars().count()) && !text.contains('\0') {
        return Ok(text);
    }
    Err(Error::field("text", "Please write something, at most 2000 characters."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_the_same_however_it_is_typed() {
        let typed = [" VIP ", "vip", "press   list", ""].map(str::to_owned);
        assert_eq!(check_tags(&typed).unwrap(), ["press list", "vip"]);
    }

    #[test]
    fn too_many_and_too_long_tags_are_refused() {
        let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
        assert!(check_tags(&many).unwrap_err().for_field("tags").is_some());
        assert!(check_tags(&["x".repeat(41)]).is_err());
        assert!(check_tags(&["a,b".to_owned()]).is_err());
    }
}
