//! The private Postgres from the command line, for scripts and for looking into the shop's data.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use platform::private_postgres::{PrivatePostgres, Settings};

const USAGE: &str = "\
Usage: tradewind-postgres <command> [--dir <folder>]   (default folder: .data/postgres)

  start [--fast] [database...]   start it, make the databases, print the administrator's URL
  url [database]                 print a URL of the one that runs
  load <database> <file.sql...>  make a database anew, run the scripts in it, print its URL
  stop                           stop it
  delete                         stop it and delete its data";

struct Arguments {
    dir: PathBuf,
    fast: bool,
    words: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let Arguments { dir, fast, words } = arguments(std::env::args().skip(1))?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["start", databases @ ..] => start(dir, fast, databases).await,
        ["url"] => print(&running(&dir).await?.admin_url()),
        ["url", database] => print(&running(&dir).await?.url(database)),
        ["load", database, files @ ..] => load(&running(&dir).await?, database, files).await,
        ["stop"] => Ok(PrivatePostgres::stop_at(&dir).await?),
        ["delete"] => Ok(PrivatePostgres::delete_at(&dir).await?),
        _ => bail!("{USAGE}"),
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> anyhow::Result<Arguments> {
    let mut parsed = Arguments { dir: ".data/postgres".into(), fast: false, words: Vec::new() };
    while let Some(word) = given.next() {
        match word.as_str() {
            "--dir" => parsed.dir = given.next().context("--dir needs a folder")?.into(),
            "--fast" => parsed.fast = true,
            _ => parsed.words.push(word),
        }
    }
    Ok(parsed)
}

#[expect(clippy::unnecessary_wraps, reason = "every command ends alike")]
fn print(url: &str) -> anyhow::Result<()> {
    println!("{url}");
    Ok(())
}

async fn start(dir: PathBuf, fast: bool, databases: &[&str]) -> anyhow::Result<()> {
    let settings = Settings::new(dir).with_databases(databases.iter().copied());
    let settings = if fast { settings.fast() } else { settings };
    print(&PrivatePostgres::start(settings).await?.admin_url())
}

async fn load(postgres: &PrivatePostgres, database: &str, files: &[&str]) -> anyhow::Result<()> {
    let read = |file: &&str| std::fs::read_to_string(file).with_context(|| format!("reading {file}"));
    let scripts = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    postgres.load(database, &scripts).await?;
    print(&postgres.url(database))
}

async fn running(dir: &std::path::Path) -> anyhow::Result<PrivatePostgres> {
    PrivatePostgres::running(dir).await?.with_context(|| format!("no Postgres runs in {}", dir.display()))
}
