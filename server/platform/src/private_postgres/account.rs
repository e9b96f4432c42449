//! Who runs Postgres: this process' own user, or, as root, one without rights.

use std::path::Path;

use tokio::process::Command;

use super::Error;

/// The unprivileged account that Postgres runs under when this process is root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl Account {
    /// `None` when this process may run Postgres itself.
    pub(super) async fn to_drop_to() -> Result<Option<Self>, Error> {
        let id =
            Command::new("id").arg("-u").output().await.map_err(Error::io("running", Path::new("id")))?;
        if id.stdout.trim_ascii() != b"0" {
            return Ok(None);
        }
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let account = Self::named(&users, "postgres").or_else(|| Self::named(&users, "nobody"));
        account.map(Some).ok_or(Error::NoAccount)
    }

    fn named(users: &str, name: &str) -> Option<Self> {
        let fields: Vec<&str> =
            users.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|f| f[0] == name)?;
        Some(Self { uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
    }
}

/// A command that runs as the account, or as this process' own user, and reads no terminal.
pub(super) fn command(program: impl AsRef<std::ffi::OsStr>, account: Option<Account>) -> Command {
    let mut command = Command::new(program);
    command.stdin(std::process::Stdio::null());
    if let Some(Account { uid, gid }) = account {
        // The standard library drops the supplementary groups together with root.
        command.uid(uid).gid(gid).env("HOME", "/");
    }
    command
}

/// Whether the account can enter a folder: a home closed to others hides everything below it.
pub(super) async fn can_enter(folder: &Path, account: Option<Account>) -> bool {
    let Some(account) = account else { return true };
    let mut test = command("sh", Some(account));
    test.current_dir("/").args(["-c", r#"cd "$0" 2>/dev/null"#]).arg(folder);
    test.status().await.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::Account;

    #[test]
    fn an_account_is_read_from_the_user_list() {
        let users = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533:nobody:/:/bin/false\n";
        assert_eq!(Account::named(users, "nobody"), Some(Account { uid: 65534, gid: 65533 }));
        assert_eq!(Account::named(users, "postgres"), None);
    }
}
