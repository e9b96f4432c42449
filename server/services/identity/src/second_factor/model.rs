//! Codes: which ones a key makes, which ones are meant by what was typed, and how a key is shown.

use crate::error::Result;
use contracts::{
    Error,
    identity::{Enrolment, QrCode},
};
use qrcode::{Color, EcLevel};
use std::{fmt::Write, time::Duration};
use totp_rs::{Builder, Totp};

/// Seconds for which a code stays the same.
const STEP: u64 = 30;
/// Steps by which a phone's clock may be wrong, to either side.
const TOLERANCE: u16 = 1;
/// How long a log-in waits for its code.
pub(crate) const CHALLENGE_VALID: Duration = Duration::from_mins(5);
/// Codes that may be tried for one log-in; the table allows no more.
pub(crate) const MOST_TRIES: i32 = 5;
/// How many recovery codes there are.
pub(crate) const RECOVERY_CODES: usize = 10;
/// Where wrong codes of a log-in are counted. Only who knows the password gets there, so they are counted
/// together for all networks: who changes the network gains nothing.
pub(crate) const AT_THE_DOOR: &str = "second-step";
/// Where wrong codes of somebody who has logged in are counted: who guesses at the door does not hold them up.
pub(crate) const SIGNED_IN: &str = "second-step-signed-in";

/// What was typed where a code is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Six digits.
    Code(String),
    /// Anything else, without what only separates.
    RecoveryCode(String),
}

/// Reads a code as people type it: with or without spaces and hyphens, in small letters.
pub(crate) fn read(text: &str) -> Typed {
    let signs: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_code = signs.len() == 6 && signs.bytes().all(|sign| sign.is_ascii_digit());
    if is_code { Typed::Code(signs) } else { Typed::RecoveryCode(signs.to_ascii_uppercase()) }
}

/// The step whose code this is: of the present one and its neighbours, at `now` in seconds since 1970.
///
/// # Errors
/// `Internal` when the key is too short to be one.
pub(crate) fn step_of(secret: &[u8], code: &str, now: u64) -> Result<Option<u64>> {
    Ok(totp(secret, None)?.check(code, now))
}

/// A new recovery code such as `7F3K-9QXM-2CDV-0HWB`: 80 random bits.
pub(crate) fn recovery_code() -> String {
    let groups: [String; 4] = std::array::from_fn(|_| platform::ids::group());
    groups.join("-")
}

/// What is stored of a recovery code. It has enough entropy to need no salt.
pub(crate) fn hash_recovery_code(code: &str) -> String {
    match read(code) {
        Typed::Code(signs) | Typed::RecoveryCode(signs) => platform::ids::hash_token(&signs),
    }
}

/// How a key is told to its owner's app, under the names of the shop and the account.
///
/// # Errors
/// `Internal` when it cannot be shown.
pub(crate) fn enrolment(secret: &[u8], account: &str, shop: &str) -> Result<Enrolment> {
    // Apps read what stands before the first colon as the issuer.
    let totp = totp(secret, Some((account, shop.replace(':', " "))))?;
    let uri = totp.to_url().map_err(|_| Error::internal())?;
    Ok(Enrolment { secret: totp.secret().to_base32(), qr: qr_of(&uri)?, uri })
}

fn totp(secret: &[u8], names: Option<(&str, String)>) -> Result<Totp> {
    let builder = Builder::new().with_secret(secret.to_vec()).with_skew(TOLERANCE).with_step_duration(STEP);
    let builder = match names {
        Some((account, shop)) => builder.with_account_name(account).with_issuer(Some(shop)),
        None => builder,
    };
    Ok(builder.build().map_err(|_| Error::internal())?)
}

fn qr_of(text: &str) -> Result<QrCode> {
    let code =
        qrcode::QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Error::internal())?;
    let width = code.width();
    let mut path = String::new();
    for (place, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let _ = write!(path, "M{} {}h1v1h-1z", place % width, place / width);
    }
    Ok(QrCode { size: u32::try_from(width).unwrap_or(0), path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 6238, appendix B.
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // The appendix has eight digits; ours are its last six.
        for (now, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(SECRET, code, now).unwrap(), Some(now / STEP), "{code}");
        }
    }

    #[test]
    fn a_clock_may_be_wrong_by_one_step_and_no_more() {
        let step = 59 / STEP;
        let seen_at = |now| step_of(SECRET, "287082", now).unwrap();
        assert_eq!([seen_at(29), seen_at(59), seen_at(89)], [Some(step); 3]);
        assert_eq!(seen_at(90 + STEP), None);
        assert_eq!(step_of(SECRET, "28708", 59).unwrap(), None);
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert_eq!(read(" 287 082 "), Typed::Code("287082".into()));
        assert_eq!(read("7f3k-9qxm 2cdv-0hwb"), Typed::RecoveryCode("7F3K9QXM2CDV0HWB".into()));
        let code = recovery_code();
        assert_eq!(code.len(), 19);
        assert_eq!(hash_recovery_code(&code), hash_recovery_code(&code.to_lowercase().replace('-', " ")));
    }

    #[test]
    fn a_key_is_told_as_authenticator_apps_read_it() {
        let shown = enrolment(SECRET, "ada@example.com", "Harbour").unwrap();
        assert_eq!(shown.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(
            shown.uri.starts_with("otpauth://totp/Harbour:ada%40example.com?secret=GEZD"),
            "{}",
            shown.uri
        );
        assert!(enrolment(SECRET, "ada@example.com", "Mugs: Harbour & Co").unwrap().uri.contains("Mugs"));
        assert!(shown.qr.size > 20 && shown.qr.path.starts_with("M0 0h1v1h-1z"), "the corner is dark");
    }
}
