//! Handing mail over: to a mail server, or to nobody but the mailbox.

mod smtp;

pub use smtp::{SmtpMailer, SmtpSetupError};

use async_trait::async_trait;

/// A finished mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The Message-ID without angle brackets; the same for every try.
    pub message_id: String,
    /// The request that caused it: sent along, so that a mail leads back to the logs.
    pub request_id: Option<String>,
    /// The sender's name, where it is another than the one that the mailer was made with.
    pub sender: Option<String>,
    /// The recipient's address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The body as HTML.
    pub html: String,
    /// The body as plain text.
    pub text: String,
}

/// Why a mail was not handed over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// This mail was not accepted; others may be.
    #[error("{0}")]
    Refused(String),
    /// The mail server cannot be reached: no mail goes out now.
    #[error("{0}")]
    Unreachable(String),
}

/// Hands mail over to the world outside.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one mail over; returns once it was accepted.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;

    /// Whether mail leaves the shop.
    fn delivers(&self) -> bool;
}

/// Lets mail lie in the mailbox: the rendered notification is the mail.
#[derive(Clone, Copy, Debug)]
pub struct Mailbox;

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, _mail: &Mail) -> Result<(), MailError> {
        Ok(())
    }

    fn delivers(&self) -> bool {
        false
    }
}
