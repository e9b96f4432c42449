//! One cluster: made by `initdb` on first use, started and stopped by `pg_ctl`.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::account::command;
use super::files::{give_to, write_private};
use super::{Account, Binaries, Error, Folder, databases};

/// The superuser, for creating databases and roles only.
pub(super) const ADMIN: &str = "tradewind";

const PATIENCE: Duration = Duration::from_mins(1);
const POLL: Duration = Duration::from_millis(100);
/// A port can be taken between finding it free and using it, and after a crash of Postgres its
/// last children need a moment to go.
const ATTEMPTS: u32 = 5;

#[derive(Debug)]
pub(super) struct Cluster {
    server: PathBuf,
    account: Option<Account>,
    binaries: Binaries,
}

impl Cluster {
    pub(super) async fn open(folder: &Folder) -> Result<Self, Error> {
        let account = Account::to_drop_to().await?;
        let server = folder.server(account).await?;
        let made_by = fs::read_to_string(server.join("cluster/PG_VERSION")).ok();
        let made_by = made_by.and_then(|text| text.trim().parse().ok());
        let binaries = Binaries::find(account, made_by.map(|major| (major, server.as_path()))).await?;
        Ok(Self { server, account, binaries })
    }

    /// Adopts the server that runs here or starts one; the port it listens on.
    pub(super) async fn ensure_running(&self, password: &str, durable: bool) -> Result<u16, Error> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(port) = self.answering_port(password).await {
                return Ok(port);
            }
            // One that was killed a moment ago may still count as running, and then no longer.
            if !self.claims_to_run().await {
                self.start(password, durable).await?;
            }
            sleep(POLL).await;
        }
        Err(Error::NoAnswer { folder: self.server.clone() })
    }

    /// Waits until the server that another process is starting lets us in.
    pub(super) async fn await_running(&self, password: &str) -> Result<u16, Error> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(port) = self.answering_port(password).await {
                return Ok(port);
            }
            sleep(POLL).await;
        }
        Err(Error::NoAnswer { folder: self.server.clone() })
    }

    /// The port, if the server answers on it now.
    pub(super) async fn answering_port(&self, password: &str) -> Option<u16> {
        let port = self.postmaster_line(3)?.parse().ok()?;
        databases::answers(&databases::url(ADMIN, password, port, "postgres")).await.then_some(port)
    }

    /// Stops the server, ending its connections; nothing to do when it does not run.
    pub(super) async fn stop(&self) -> Result<(), Error> {
        if !self.claims_to_run().await {
            return Ok(());
        }
        self.run("stopping Postgres", "pg_ctl", &["stop", "--wait", "--mode=fast"]).await
    }

    /// Whether a living Postgres process holds the cluster. A process that merely got the number of
    /// one that crashed does not count.
    async fn claims_to_run(&self) -> bool {
        let Some(pid) = self.postmaster_line(0) else {
            return false;
        };
        let name = fs::read_to_string(format!("/proc/{pid}/comm"));
        if name.is_ok_and(|name| name.trim() != "postgres") {
            let _ = fs::remove_file(self.data().join("postmaster.pid"));
            return false;
        }
        self.run("looking for Postgres", "pg_ctl", &["status"]).await.is_ok()
    }

    async fn create(&self, password: &str) -> Result<(), Error> {
        let file = self.server.join("initial-password");
        write_private(&file, password)?;
        give_to(&file, self.account)?;
        let password_file = format!("--pwfile={}", file.display());
        let admin = format!("--username={ADMIN}");
        let mut arguments =
            vec!["--encoding=UTF8", "--auth=scram-sha-256", &admin, &password_file, "--no-instructions"];
        // The provider that comes with Postgres sorts and folds the same everywhere, on 17 and newer.
        match self.binaries.major {
            17.. => arguments.extend(["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]),
            _ => arguments.push("--locale=C.UTF-8"),
        }
        let created = self.run("creating the database cluster", "initdb", &arguments).await;
        fs::remove_file(&file).map_err(Error::io("deleting", &file))?;
        created
    }

    async fn start(&self, password: &str, durable: bool) -> Result<(), Error> {
        if !self.data().join("PG_VERSION").exists() {
            self.create(password).await?;
        }
        let log = self.server.join("log");
        let mut result = Ok(());
        for _ in 0..ATTEMPTS {
            let options = server_options(free_port()?, durable);
            let log_file = format!("--log={}", log.display());
            let arguments = ["start", "--wait", "--silent", "--timeout=60", &log_file, "--options", &options];
            result = self.run("starting Postgres", "pg_ctl", &arguments).await;
            if result.is_ok() {
                break;
            }
            sleep(POLL * 5).await;
        }
        result.map_err(|error| with_log(error, &log))
    }

    /// Runs one of Postgres' programs on the cluster, as the account.
    async fn run(&self, action: &'static str, program: &str, arguments: &[&str]) -> Result<(), Error> {
        let path = self.binaries.path(program);
        let mut command = command(&path, self.account);
        command.current_dir(&self.server).arg("--pgdata").arg(self.data()).args(arguments);
        let output = command.output().await.map_err(Error::io("running", &path))?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stdout, output.stderr].concat();
        Err(Error::Failed { action, output: String::from_utf8_lossy(&said).trim().to_string() })
    }

    fn data(&self) -> PathBuf {
        self.server.join("cluster")
    }

    fn postmaster_line(&self, number: usize) -> Option<String> {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        file.lines().nth(number).map(|line| line.trim().to_string())
    }
}

/// Loopback only and without a socket file, whose path may be too long; the password guards the port
/// on machines that several people share.
fn server_options(port: u16, durable: bool) -> String {
    let mut options = format!(
        "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c max_connections=200 \
         -c shared_buffers=128MB -c idle_in_transaction_session_timeout=60s -c timezone=UTC -c jit=off"
    );
    if !durable {
        options.push_str(" -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
    }
    options
}

fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(Error::io("finding a free port on", Path::new("127.0.0.1")))
}

/// `pg_ctl` only says that it failed; the reason is in the last lines of the log.
fn with_log(error: Error, log: &Path) -> Error {
    let Error::Failed { action, output } = error else {
        return error;
    };
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(8)..].join("\n");
    Error::Failed { action, output: format!("{output}\n{tail}") }
}
