//! How soon a password would be guessed by somebody who knows what people choose: zxcvbn, with its lists of some
//! thirty thousand leaked passwords, of names and words, its keyboard runs, dates and repetitions.

use zxcvbn::{Score, zxcvbn};

/// The characters that are looked at: the time this takes grows faster than the length (for as many some 5 ms, at
/// worst 50).
const SEEN: usize = 40;
/// The signs that may stand for a letter, as `@` for `a`. Each kind in a password multiplies the ways to read it,
/// and so the time: seconds for all of them.
const STANDING_FOR_LETTERS: &str = "@({[<!|$+%";
/// Kinds of them that nobody mixes in a password that is easy to guess.
const MANY_KINDS: usize = 5;
/// The words of name and address that are looked at.
const KNOWN: usize = 16;

/// Why this password would be guessed within a million tries, in words; none when it would not. `about` is what
/// everybody knows of its owner: name and e-mail address.
pub(crate) fn weakness(password: &str, about: &[&str]) -> Option<String> {
    let seen: String = password.chars().take(SEEN).collect();
    if STANDING_FOR_LETTERS.chars().filter(|sign| seen.contains(*sign)).count() >= MANY_KINDS {
        return None;
    }
    let known: Vec<&str> = about.iter().flat_map(|text| words(text)).take(KNOWN).collect();
    let estimate = zxcvbn(&seen, &known);
    if estimate.score() >= Score::Two {
        return None;
    }
    let advice = estimate.feedback().map(ToString::to_string).unwrap_or_default();
    Some(["This password is easy to guess.", advice.trim()].join(" ").trim().to_owned())
}

/// The text itself and its words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| part.chars().count() > 2);
    std::iter::once(text).chain(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn what_many_people_choose_is_refused_in_words() {
        for (common, why) in
            [("password1", "common password"), ("qwertyuiop", "common"), ("abcabcabc", "Repeats")]
        {
            let weakness = weakness(common, &[]).unwrap();
            assert!(weakness.contains(why), "{common}: {weakness}");
        }
    }

    #[test]
    fn a_sentence_is_taken() {
        for strong in ["correct horse", "nine-herrings-and-a-kettle", "seven ox jump"] {
            assert_eq!(weakness(strong, &["Ada Lovelace", "ada@example.com"]), None, "{strong}");
        }
    }

    #[test]
    fn ones_own_name_and_address_are_no_secret() {
        let about = ["Rosalind Wintergreen", "rwg.lighthouse@example.com"];
        for own in ["wintergreen", "Rosalind Wintergreen", "rwg.lighthouse@example.com", "lighthouse1"] {
            assert!(weakness(own, &about).is_some(), "{own}");
        }
    }

    #[test]
    fn nobody_keeps_the_estimator_busy() {
        let begun = Instant::now();
        for hostile in ["4@8({[<369&#!1/|0$5+7%2", "4@1!|5$8097623", "password", "a", "0123456789"] {
            weakness(&hostile.repeat(1000), &["ada@example.com"]);
        }
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    }
}
