//! The files in `deploy/` against the shop that they start.

use clap::{CommandFactory, Parser};
use contracts::SERVICES;
use server::{cli::Cli, http::IMPORT};
use std::{collections::BTreeSet, path::Path};

const COMPOSE: &str = "deploy/compose.yaml";
const KUBERNETES: &str = "deploy/kubernetes/tradewind.yaml";
const EXAMPLE: &str = ".env.example";

/// Read by others than the shop's command line.
const OTHERS: [&str; 5] =
    ["POSTGRES_USER", "POSTGRES_PASSWORD", "TRADEWIND_POSTGRES_BIN", "TRADEWIND_CHROMIUM", "RUST_LOG"];

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The words of a file that are names of settings.
fn settings_named_in(file: &str) -> BTreeSet<String> {
    let text = read(file);
    let in_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let words = text.split(|c: char| !(in_name(c) || c.is_ascii_lowercase()));
    words.filter(|word| word.contains('_') && word.chars().all(in_name)).map(str::to_owned).collect()
}

/// The settings of the command line: the variable and the option.
fn settings() -> Vec<(String, String)> {
    let command = Cli::command();
    let named = command.get_arguments().filter_map(|argument| {
        let variable = argument.get_env()?.to_string_lossy().into_owned();
        Some((variable, format!("--{}", argument.get_long()?)))
    });
    named.collect()
}

#[test]
fn every_setting_that_is_named_exists() {
    let own: Vec<String> = SERVICES.map(|service| format!("{}_DATABASE_URL", service.to_uppercase())).into();
    let known: BTreeSet<String> = settings().into_iter().map(|(variable, _)| variable).collect();
    for file in [COMPOSE, KUBERNETES, EXAMPLE] {
        for name in settings_named_in(file) {
            // Each provider has settings under a name of its own.
            let of_provider = name.starts_with("TRADEWIND_OIDC__");
            // Where a bucket is, and its keys, have the names that everybody's tools give them.
            let of_bucket = name.starts_with("AWS_");
            let other = own.contains(&name) || OTHERS.contains(&name.as_str());
            let exists = known.contains(&name) || of_provider || of_bucket || other;
            assert!(exists, "{file} names {name}, which nothing reads");
        }
    }
}

/// What an owner fills in.
fn example(variable: &str) -> Option<&'static str> {
    Some(match variable {
        "DATABASE_URL" => "postgres://tradewind:secret@postgres/postgres",
        "TRADEWIND_BASE_URL" => "https://shop.example.com",
        "TRADEWIND_TRUSTED_HOPS" => "1",
        "TRADEWIND_ADMIN_EMAIL" => "ada@shop.example.com",
        "TRADEWIND_ADMIN_PASSWORD" => "correct horse battery",
        "TRADEWIND_MAIL_FROM" => "Shop <shop@shop.example.com>",
        "SMTP_URL" => "smtps://mail.example.com",
        "STRIPE_SECRET_KEY" => "sk_live_x",
        "STRIPE_PUBLISHABLE_KEY" => "pk_live_x",
        "STRIPE_WEBHOOK_SECRET" => "whsec_x",
        _ => return None,
    })
}

#[test]
fn a_shop_starts_in_production_with_the_settings_that_are_named() {
    for file in [COMPOSE, KUBERNETES, EXAMPLE] {
        let named = settings_named_in(file);
        let given = settings().into_iter().filter(|(variable, _)| named.contains(variable));
        let given = given.filter_map(|(variable, option)| Some([option, example(&variable)?.to_owned()]));
        let production = ["tradewind", "--env", "production"].map(str::to_owned);
        let config = Cli::parse_from(production.into_iter().chain(given.flatten())).config;
        config.check().unwrap_or_else(|error| panic!("{file}: {error}"));
    }
}

#[test]
fn the_proxies_in_front_are_believed_and_let_pictures_and_imports_through() {
    for file in [COMPOSE, KUBERNETES] {
        let hops =
            read(file).lines().any(|line| line.contains("TRADEWIND_TRUSTED_HOPS") && line.contains("\"1\""));
        assert!(hops, "{file} does not trust the proxy in front");
    }
    for file in ["deploy/nginx/tradewind.conf", "deploy/kubernetes/ingress.yaml"] {
        let text = read(file);
        let line =
            text.lines().find(|line| line.contains("body_size") || line.contains("body-size")).unwrap();
        let megabytes: String = line.chars().filter(char::is_ascii_digit).collect();
        assert!(megabytes.parse::<usize>().unwrap() * 1024 * 1024 > IMPORT, "{file}: {line}");
    }
}

#[test]
fn the_image_holds_what_scripts_build_builds() {
    let build = read("scripts/build");
    let line = build.lines().map(str::trim).find(|line| line.starts_with("cargo leptos build")).unwrap();
    let line = line.trim_end_matches(" \"$@\"");
    assert!(read("deploy/Dockerfile").contains(line), "deploy/Dockerfile lacks `{line}`");
}
