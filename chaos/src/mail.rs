//! The mail server: takes everything, and remembers what it said yes to.

use anyhow::{Context, Result};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// The header `Message-ID`; the same for each copy of a mail.
    pub message_id: String,
    /// The header `Subject`.
    pub subject: String,
    /// The header `To`.
    pub to: String,
    /// All of its lines.
    pub text: String,
}

/// Everything that was taken, copies included.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<Vec<Delivery>>>);

impl Mailbox {
    /// What was taken so far.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The token of the link to make an account that was mailed to an address.
    pub fn link_to(&self, email: &str) -> Option<String> {
        let deliveries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        deliveries.iter().filter(|mail| mail.to.contains(email)).find_map(|mail| token_in(&mail.text))
    }

    fn keep(&self, delivery: Delivery) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(delivery);
    }
}

/// Listens on a free port; where.
///
/// # Errors
/// When no port is free.
pub async fn serve(mailbox: Mailbox) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("no port is free")?;
    let addr = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(converse(client, mailbox.clone()));
        }
    });
    Ok(addr)
}

/// One conversation (RFC 5321), without encryption.
async fn converse(client: TcpStream, mailbox: Mailbox) -> std::io::Result<()> {
    let (reader, mut writer) = client.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 ready\r\n").await?;
    let mut mail = None;
    while let Some(line) = lines.next_line().await? {
        let answer = hear(&line, &mut mail, &mailbox);
        writer.write_all(answer.as_bytes()).await?;
        if answer.starts_with("221") {
            break;
        }
    }
    Ok(())
}

/// The answer to a line. What is taken is kept before the sender hears of it.
fn hear(line: &str, mail: &mut Option<Delivery>, mailbox: &Mailbox) -> &'static str {
    if let Some(taking) = mail {
        if line != "." {
            read(line, taking);
            return "";
        }
        mailbox.keep(mail.take().unwrap_or_default());
        return "250 kept\r\n";
    }
    match line.split(' ').next().unwrap_or_default() {
        "DATA" => {
            *mail = Some(Delivery::default());
            "354 go on\r\n"
        }
        "QUIT" => "221 bye\r\n",
        _ => "250 fine\r\n",
    }
}

/// The text may be quoted-printable (RFC 2045, 6.7).
fn token_in(text: &str) -> Option<String> {
    let text = text.replace("=\n", "").replace("=3D", "=");
    let (_, rest) = text.split_once("/account/verify?token=")?;
    Some(rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || "-_".contains(*sign)).collect())
}

fn read(line: &str, mail: &mut Delivery) {
    mail.text.push_str(line);
    mail.text.push('\n');
    match line.split_once(": ") {
        Some(("Message-ID", id)) if mail.message_id.is_empty() => id.clone_into(&mut mail.message_id),
        Some(("To", to)) if mail.to.is_empty() => to.clone_into(&mut mail.to),
        Some(("Subject", subject)) if mail.subject.is_empty() => subject.clone_into(&mut mail.subject),
        _ => {}
    }
}
