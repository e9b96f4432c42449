//! The processes that are broken: the shop and its Postgres.

use anyhow::{Context, Result, bail, ensure};
use std::{
    fs::File,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// How long a process may take to be ready.
const PATIENCE: Duration = Duration::from_mins(2);

/// Where the binaries are, and the folder of this run.
#[derive(Clone, Debug)]
pub struct Place {
    /// With `tradewind` and `tradewind-postgres`.
    pub binaries: PathBuf,
    /// Of data and logs.
    pub folder: PathBuf,
}

/// A Postgres of this run's own.
pub struct Postgres {
    place: Place,
    url: String,
}

impl Postgres {
    /// Starts it; after it was killed, too.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(place: &Place) -> Result<Self> {
        let mut tried = Ok(String::new());
        // What a killed server left holds its memory for a second or two.
        for _ in 0..20 {
            tried = Self::run(place, "start").await;
            if tried.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        Ok(Self { place: place.clone(), url: tried?.trim().to_owned() })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When its URL has no address.
    pub fn addr(&self) -> Result<SocketAddr> {
        let after_password = self.url.rsplit_once('@').context("the URL has no host")?.1;
        after_password.split('/').next().unwrap_or_default().parse().context("the URL has no address")
    }

    /// Its URL by way of a proxy.
    ///
    /// # Errors
    /// As [`Postgres::addr`].
    pub fn url_by(&self, proxy: SocketAddr) -> Result<String> {
        Ok(self.url.replace(&self.addr()?.to_string(), &proxy.to_string()))
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Sends a signal to its main process: `QUIT` is an immediate shutdown, `KILL` an accident.
    ///
    /// # Errors
    /// When there is no such process.
    pub async fn signal(&self, signal: &str) -> Result<()> {
        let cluster = std::fs::canonicalize(self.folder().join("server"))?;
        let file = std::fs::read_to_string(cluster.join("cluster/postmaster.pid"))?;
        kill(signal, file.lines().next().context("no pid")?.trim()).await
    }

    /// Starts it again after it was killed.
    ///
    /// # Errors
    /// As [`Postgres::start`].
    pub async fn again(&self) -> Result<Self> {
        Self::start(&self.place).await
    }

    /// Stops it and deletes its data.
    ///
    /// # Errors
    /// When it does not stop.
    pub async fn delete(self) -> Result<()> {
        Self::run(&self.place, "delete").await.map(drop)
    }

    fn folder(&self) -> PathBuf {
        self.place.folder.join("postgres")
    }

    async fn run(place: &Place, verb: &str) -> Result<String> {
        let mut command = Command::new(place.binaries.join("tradewind-postgres"));
        command.arg(verb).arg("--dir").arg(place.folder.join("postgres"));
        let ran = command.stdin(Stdio::null()).output().await.context("tradewind-postgres does not run")?;
        ensure!(ran.status.success(), "tradewind-postgres {verb}: {}", String::from_utf8_lossy(&ran.stderr));
        Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
    }
}

/// The shop's process.
pub struct Shop {
    place: Place,
    settings: Vec<(String, String)>,
    base: String,
    internal: String,
    child: Child,
}

impl Shop {
    /// Starts it on these addresses and waits until it is ready.
    ///
    /// # Errors
    /// When it is not ready in time.
    pub async fn start(
        place: &Place,
        addr: SocketAddr,
        internal: SocketAddr,
        settings: Vec<(String, String)>,
    ) -> Result<Self> {
        let mut settings = settings;
        settings.push(("TRADEWIND_ADDR".to_owned(), addr.to_string()));
        settings.push(("TRADEWIND_INTERNAL_ADDR".to_owned(), internal.to_string()));
        let child = spawn(place, &settings)?;
        let shop = Self {
            place: place.clone(),
            settings,
            base: format!("http://{addr}"),
            internal: format!("http://{internal}"),
            child,
        };
        shop.wait_until_ready().await?;
        Ok(shop)
    }

    /// Where shoppers reach it.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Kills it as an accident would, and starts it again; how long it took until it served.
    ///
    /// # Errors
    /// When it does not come back.
    pub async fn kill_and_restart(&mut self) -> Result<Duration> {
        self.child.kill().await?;
        let started = Instant::now();
        self.child = spawn(&self.place, &self.settings)?;
        self.wait_until_ready().await?;
        Ok(started.elapsed())
    }

    /// Holds it for a while, as a machine does that is out of breath.
    ///
    /// # Errors
    /// When it is not running.
    pub async fn pause(&self, time: Duration) -> Result<()> {
        let pid = self.child.id().context("the shop is not running")?.to_string();
        kill("STOP", &pid).await?;
        tokio::time::sleep(time).await;
        kill("CONT", &pid).await
    }

    /// Runs `tradewind verify` beside it; what it printed, and whether every rule holds.
    ///
    /// # Errors
    /// When it cannot be run.
    pub async fn verify(&self) -> Result<(bool, String)> {
        let mut command = Command::new(self.place.binaries.join("tradewind"));
        let ran = command.arg("verify").envs(self.settings.iter().cloned()).output().await?;
        let told = [ran.stdout, ran.stderr].concat();
        Ok((ran.status.success(), String::from_utf8_lossy(&told).into_owned()))
    }

    /// Whether it is ready for requests.
    pub async fn is_ready(&self) -> bool {
        let asked = reqwest::get(format!("{}/health/ready", self.internal)).await;
        asked.is_ok_and(|answer| answer.status().is_success())
    }

    /// Whether a stranger is shown what is sold.
    pub async fn shows_products(&self) -> bool {
        let asked = reqwest::get(format!("{}/api/v1/products", self.base)).await;
        asked.is_ok_and(|answer| answer.status().is_success())
    }

    /// Whether its process lives.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Where its data and its log are.
    pub fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// Asks it to stop, and waits.
    ///
    /// # Errors
    /// When it does not stop within ten seconds.
    pub async fn stop(mut self) -> Result<()> {
        if let Some(pid) = self.child.id() {
            kill("TERM", &pid.to_string()).await?;
        }
        let stopped = tokio::time::timeout(Duration::from_secs(10), self.child.wait()).await;
        stopped.context("the shop does not stop")??;
        Ok(())
    }

    async fn wait_until_ready(&self) -> Result<()> {
        let started = Instant::now();
        while !self.is_ready().await {
            if started.elapsed() > PATIENCE {
                bail!("the shop is not ready; see {}", log_of(&self.place).display());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

fn log_of(place: &Place) -> PathBuf {
    place.folder.join("shop.log")
}

fn spawn(place: &Place, settings: &[(String, String)]) -> Result<Child> {
    let log = File::options().create(true).append(true).open(log_of(place))?;
    let mut command = Command::new(place.binaries.join("tradewind"));
    command.arg("serve").envs(settings.iter().cloned()).env("TRADEWIND_DATA", absolute(&place.folder)?);
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
    command.spawn().context("the shop's binary does not run")
}

fn absolute(folder: &Path) -> Result<PathBuf> {
    std::path::absolute(folder).context("the folder has no absolute path")
}

async fn kill(signal: &str, pid: &str) -> Result<()> {
    let sent = Command::new("kill").arg(format!("-{signal}")).arg(pid).status().await?;
    ensure!(sent.success(), "process {pid} took no {signal}");
    Ok(())
}
