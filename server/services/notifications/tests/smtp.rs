//! Mail as a mail server gets it.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use notifications::mail::{Mail, MailError, Mailer, SmtpMailer};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
    task::JoinHandle,
};

/// A mail server for one conversation; `answer` is what it says to a recipient.
async fn server(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    (url, tokio::spawn(async move { conversation(listener, answer).await }))
}

/// Everything the client says.
async fn conversation(listener: TcpListener, answer: &str) -> String {
    let (socket, _) = listener.accept().await.unwrap();
    let (reader, mut writer) = socket.into_split();
    let (mut lines, mut heard, mut in_data) = (BufReader::new(reader).lines(), String::new(), false);
    writer.write_all(b"220 ready\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        heard.push_str(&line);
        heard.push('\n');
        let reply = reply(&line, &mut in_data, answer);
        writer.write_all(reply.as_bytes()).await.unwrap();
        if line == "QUIT" {
            break;
        }
    }
    heard
}

fn reply(line: &str, in_data: &mut bool, answer: &str) -> String {
    if *in_data {
        *in_data = line != ".";
        return if *in_data { String::new() } else { "250 kept\r\n".into() };
    }
    *in_data = line == "DATA";
    match line.split(' ').next().unwrap_or("") {
        "RCPT" => format!("{answer}\r\n"),
        "DATA" => "354 go on\r\n".into(),
        "QUIT" => "221 bye\r\n".into(),
        _ => "250 fine\r\n".into(),
    }
}

fn mail() -> Mail {
    Mail {
        message_id: "42@shop.example".into(),
        request_id: Some("click-1".into()),
        sender: None,
        to: "ada@example.com".into(),
        subject: "Ihre Bestellung wurde bestätigt".into(),
        html: "<p>Hello</p>".into(),
        text: "Hello".into(),
    }
}

#[tokio::test]
async fn a_mail_has_both_bodies_and_its_stable_id() {
    let (url, server) = server("250 fine").await;
    let mailer = SmtpMailer::new(&url, "Tradewind <hello@shop.example>").unwrap();
    mailer.send(&mail()).await.unwrap();
    drop(mailer);
    let heard = server.await.unwrap();
    for part in [
        "RCPT TO:<ada@example.com>",
        "Message-ID: <42@shop.example>",
        "X-Request-Id: click-1",
        "text/plain",
        "text/html",
        "From: ",
    ] {
        assert!(heard.contains(part), "{part} in {heard}");
    }
}

#[tokio::test]
async fn a_mail_comes_from_the_name_that_was_set_and_the_address_that_was_given() {
    let (url, server) = server("250 fine").await;
    let mailer = SmtpMailer::new(&url, "Tradewind <hello@shop.example>").unwrap();
    mailer.send(&Mail { sender: Some("Harbour Shop".into()), ..mail() }).await.unwrap();
    drop(mailer);
    let heard = server.await.unwrap();
    assert!(heard.contains("Harbour Shop") && heard.contains("hello@shop.example"), "{heard}");
}

#[tokio::test]
async fn a_refused_recipient_and_a_dead_server_are_told_apart() {
    let (url, _server) = server("550 no such mailbox").await;
    let from = "Tradewind <hello@shop.example>";
    let refused = SmtpMailer::new(&url, from).unwrap().send(&mail()).await.unwrap_err();
    assert!(matches!(refused, MailError::Refused(_)), "{refused:?}");
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let dead = SmtpMailer::new(&url, from).unwrap().send(&mail()).await.unwrap_err();
    assert!(matches!(dead, MailError::Unreachable(_)), "{dead:?}");
}

#[tokio::test]
async fn a_configuration_that_cannot_work_is_refused_at_start() {
    assert!(SmtpMailer::new("no address", "Tradewind <hello@shop.example>").is_err());
    assert!(SmtpMailer::new("smtp://localhost", "nobody").is_err());
}
