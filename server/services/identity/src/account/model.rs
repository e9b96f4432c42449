//! What an account is and which names are taken for one.

use contracts::{
    Checks, Email, Result, Timestamp, UserId,
    identity::{IssuedLink, Profile},
};

/// In place of a password's hash, where there is no password: nothing matches it.
pub(crate) const NO_PASSWORD: &str = "$argon2id$";

/// A person who may log in.
pub(crate) struct Account {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) email: Email,
    pub(crate) hashed_password: String,
    pub(crate) language: String,
    /// Whether mail to the address was proved to reach them.
    pub(crate) is_verified: bool,
    pub(crate) created_at: Timestamp,
}

impl Account {
    /// Whether a password opens it.
    pub(crate) fn has_password(&self) -> bool {
        self.hashed_password != NO_PASSWORD
    }

    /// A link with this token, to be mailed to its owner.
    pub(crate) fn link(self, token: String) -> IssuedLink {
        IssuedLink { user: self.id, name: self.name, email: self.email, language: self.language, token }
    }
}

/// A registration whose every rule holds.
pub(crate) struct NewAccount {
    pub(crate) name: String,
    pub(crate) email: Email,
    pub(crate) password: String,
}

impl From<Account> for Profile {
    fn from(account: Account) -> Self {
        Self {
            id: account.id,
            name: account.name,
            email: account.email,
            language: account.language,
            email_verified: account.is_verified,
            created_at: account.created_at,
        }
    }
}

/// What to tell about a name that is none.
pub(crate) const NAME_RULE: &str = "Please enter your name, at most 100 characters.";

/// Whether this can be somebody's name.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control)
}

/// A trimmed name and language, if both are valid.
pub(crate) fn check_profile<'a>(name: &'a str, language: &'a str) -> Result<(&'a str, &'a str)> {
    let (name, language) = (name.trim(), language.trim());
    let mut checks = Checks::default();
    checks.require(is_name(name), "name", NAME_RULE);
    checks.require(is_language(language), "language", "Please choose a language.");
    checks.finish()?;
    Ok((name, language))
}

/// BCP 47 as far as mails need it: `en`, `de-CH`.
fn is_language(text: &str) -> bool {
    let (language, region) = text.split_once('-').unwrap_or((text, "US"));
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && region.len() == 2
        && region.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The `ilike` pattern of texts that contain the words as they were typed.
pub(crate) fn containing(search: &str) -> String {
    let escaped = search.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_bcp_47() {
        assert!(is_language("en") && is_language("de-CH") && is_language("gsw"));
        assert!(!is_language("") && !is_language("english") && !is_language("de-ch") && !is_language("de-"));
    }

    #[test]
    fn a_percent_sign_is_looked_for_and_does_not_match_everything() {
        assert_eq!(containing(" 100%_a\\ "), "%100\\%\\_a\\\\%");
    }
}
