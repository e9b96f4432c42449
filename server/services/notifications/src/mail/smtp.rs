use super::{Mail, MailError, Mailer};
use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use std::time::Duration;

/// For each command and answer of the conversation.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(15);
/// For the whole of it.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Why mail cannot be set up: a mistake in the configuration.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSetupError {
    /// The sender is no mailbox.
    #[error("the sender of mails is not like `Shop <hello@example.com>`: {0}")]
    From(#[from] lettre::address::AddressError),
    /// The URL is no mail server. It may hold a password and is not repeated.
    #[error("the SMTP URL is not like `smtps://user:password@mail.example.com`")]
    Url,
}

/// Sends by SMTP.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// For the mail server of the URL (`smtp://`, `smtps://`), in the name of `from`.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn new(url: &str, from: &str) -> Result<Self, SmtpSetupError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| SmtpSetupError::Url)?
            .timeout(Some(COMMAND_TIMEOUT))
            .build();
        Ok(Self { transport, from: from.parse()? })
    }

    /// Whether the mail server lets us in; no mail is sent.
    ///
    /// # Errors
    /// When it does not, or cannot be reached.
    pub async fn greet(&self) -> Result<(), MailError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Unreachable("the mail server hung up".into())),
            Err(error) => Err(MailError::Unreachable(error.to_string())),
        }
    }

    /// The address is the environment's: mail servers vouch for it.
    fn sender(&self, mail: &Mail) -> Mailbox {
        let name = mail.sender.clone().or_else(|| self.from.name.clone());
        Mailbox::new(name, self.from.email.clone())
    }

    fn message(&self, mail: &Mail) -> Result<Message, MailError> {
        let refused = |error: String| MailError::Refused(error);
        let to = mail.to.parse().map_err(|error| refused(format!("{error}")))?;
        let mut builder = Message::builder();
        if let Some(id) = &mail.request_id {
            let name = HeaderName::new_from_ascii_str("X-Request-Id");
            builder = builder.raw_header(HeaderValue::new(name, id.clone()));
        }
        builder
            .message_id(Some(format!("<{}>", mail.message_id)))
            .from(self.sender(mail))
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .map_err(|error| refused(error.to_string()))
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = self.message(mail)?;
        match tokio::time::timeout(TIMEOUT, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() || error.is_transient() => {
                Err(MailError::Refused(error.to_string()))
            }
            Ok(Err(error)) => Err(MailError::Unreachable(error.to_string())),
            Err(_) => Err(MailError::Unreachable("the mail server took too long".into())),
        }
    }

    fn delivers(&self) -> bool {
        true
    }
}
