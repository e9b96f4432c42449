//! What `tradewind doctor` finds.

use axum::{Router, routing::get};
use clap::Parser;
use http::{HeaderMap, StatusCode};
use server::{
    cli::Cli,
    doctor::{Finding, examine},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

/// What is found of one thing with these settings.
async fn found(what: &str, arguments: &[&str]) -> anyhow::Result<String> {
    // Two TLS providers may be linked: the binary chooses one, and so do we.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut words = vec!["tradewind"];
    for option in ["--addr", "--internal-addr"] {
        if !arguments.contains(&option) {
            words.extend([option, "127.0.0.1:0"]);
        }
    }
    let given = Cli::parse_from(words.iter().chain(arguments));
    let findings = examine(&given.config).await;
    let names: Vec<_> = findings.iter().map(|finding| finding.what.clone()).collect();
    let finding = findings.into_iter().find(|finding| finding.what == what);
    let Some(Finding { found, .. }) = finding else { panic!("{what} is not among {names:?}") };
    found
}

async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    (listener, addr)
}

async fn answering(router: Router) -> String {
    let (listener, addr) = listener().await;
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    addr
}

#[tokio::test]
async fn wrong_settings_are_one_finding_among_the_others() {
    let wrong = ["--env", "production"];
    assert!(found("settings", &wrong).await.unwrap_err().to_string().contains("TRADEWIND_BASE_URL"));
    assert_eq!(found("payments", &wrong).await.unwrap(), "the test gateway");
    assert_eq!(found("settings", &[]).await.unwrap(), "complete");
}

#[tokio::test]
async fn a_shop_that_does_not_say_who_sells_is_told_so() {
    let told = found("invoices", &[]).await.unwrap();
    assert!(told.contains("TRADEWIND_SELLER_NAME"), "{told}");
    let name = ["--env", "production", "--seller-name", "Tradewind Goods GmbH", "--seller-vat-id", " "];
    assert!(found("invoices", &name).await.is_err());
    let all =
        ["--env", "production", "--seller-name", "Goods GmbH", "--seller-address", "Hafenstraße 1, Hamburg"];
    let all: Vec<_> = all.into_iter().chain(["--seller-vat-id", "DE123456789"]).collect();
    assert_eq!(found("invoices", &all).await.unwrap(), "Goods GmbH, DE123456789");
}

#[tokio::test]
async fn a_shop_that_runs_is_no_hindrance_but_a_stranger_at_its_address_is() {
    let (_stranger, taken) = listener().await;
    let refused = found("address", &["--addr", &taken]).await.unwrap_err();
    assert!(refused.to_string().contains("cannot be used"), "{refused}");
    let internal = answering(Router::new().route("/health/live", get(|| async { "alive" }))).await;
    let running = ["--addr", &taken, "--internal-addr", &internal];
    for what in ["address", "internal address"] {
        let found = found(what, &running).await.unwrap();
        assert!(found.contains("a shop is running"), "{what}: {found}");
    }
}

#[tokio::test]
async fn a_mail_server_is_greeted() {
    let (listener, addr) = listener().await;
    let url = format!("smtp://{addr}");
    let server = tokio::spawn(async move {
        let (reader, mut writer) = listener.accept().await.unwrap().0.into_split();
        let mut lines = BufReader::new(reader).lines();
        writer.write_all(b"220 ready\r\n").await.unwrap();
        while let Ok(Some(_)) = lines.next_line().await {
            writer.write_all(b"250 fine\r\n").await.unwrap();
        }
    });
    assert_eq!(found("mail", &["--smtp-url", &url]).await.unwrap(), "the mail server answers");
    server.abort();
    let _ = server.await;
    assert!(found("mail", &["--smtp-url", &url]).await.is_err());
    assert!(found("mail", &["--smtp-url", "nonsense"]).await.is_err());
}

#[tokio::test]
async fn stripe_is_asked_whether_it_knows_the_key() {
    let answer = |headers: HeaderMap| async move {
        let known = headers.get("authorization").is_some_and(|key| key == "Bearer sk_known");
        if known { StatusCode::OK } else { StatusCode::UNAUTHORIZED }
    };
    let base = format!("http://{}/", answering(Router::new().route("/v1/balance", get(answer))).await);
    let with = async |key| found("payments", &["--stripe-api-base", &base, "--stripe-secret-key", key]).await;
    assert!(with("sk_known").await.unwrap().contains("answers"));
    assert!(with("sk_mistyped").await.unwrap_err().to_string().contains("STRIPE_SECRET_KEY"));
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_written_to_is_found() {
    let file = std::env::temp_dir().join(format!("no_folder_{}", std::process::id()));
    std::fs::write(&file, "").unwrap();
    let below = file.join("data").to_string_lossy().into_owned();
    assert!(found("data folder", &["--data", &below]).await.is_err());
    std::fs::remove_file(&file).unwrap();
    let new = file.to_string_lossy().into_owned();
    assert!(found("data folder", &["--data", &new]).await.unwrap().contains("first start"));
}
