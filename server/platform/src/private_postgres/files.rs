//! The folder of a private Postgres: `password`, `lock`, and `server/`, which the account owns.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use super::{Account, Error, account};

/// Where the server goes, and programs it needs, when the account cannot enter the shop's folder.
pub(super) const SHARED_HOME: &str = "/var/lib/tradewind";

#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn open_or_create(root: &Path) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(Error::io("creating", root))?;
        let root = root.canonicalize().map_err(Error::io("opening", root))?;
        Ok(Self { root })
    }

    pub(super) fn open(root: &Path) -> Option<Self> {
        root.join("password").exists().then(|| root.canonicalize().ok().map(|root| Self { root })).flatten()
    }

    /// The lock of the process that stops the server; `None` when another process has it.
    pub(super) fn try_lock(&self) -> Result<Option<File>, Error> {
        let path = self.root.join("lock");
        let file = File::create(&path).map_err(Error::io("creating", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(Error::io("locking", &path)(source)),
        }
    }

    /// The server's password: random, made once, readable by this user alone.
    pub(super) fn password(&self) -> Result<String, Error> {
        let path = self.root.join("password");
        if !path.exists() {
            // Linking never replaces: of two processes that start at once, both read the first's.
            let draft = self.root.join(format!("password.{}", std::process::id()));
            write_private(&draft, &random_hex())?;
            let _ = fs::hard_link(&draft, &path);
            fs::remove_file(&draft).map_err(Error::io("deleting", &draft))?;
        }
        fs::read_to_string(&path).map_err(Error::io("reading", &path))
    }

    /// `server/`, owned by the account and open to it alone.
    pub(super) async fn server(&self, account: Option<Account>) -> Result<PathBuf, Error> {
        let server = self.root.join("server");
        if !server.exists() {
            self.create_server(&server, account).await?;
        }
        server.canonicalize().map_err(Error::io("opening", &server))
    }

    async fn create_server(&self, server: &Path, account: Option<Account>) -> Result<(), Error> {
        if account::can_enter(&self.root, account).await {
            return create_owned(server, account);
        }
        let elsewhere = Path::new(SHARED_HOME).join(random_hex());
        fs::create_dir_all(SHARED_HOME).map_err(Error::io("creating", Path::new(SHARED_HOME)))?;
        create_owned(&elsewhere, account)?;
        symlink(&elsewhere, server).map_err(Error::io("linking", server))
    }

    /// Deletes the folder and the server's, wherever that is.
    pub(super) fn delete(&self) -> Result<(), Error> {
        if let Ok(server) = self.root.join("server").canonicalize() {
            fs::remove_dir_all(&server).map_err(Error::io("deleting", &server))?;
        }
        fs::remove_dir_all(&self.root).map_err(Error::io("deleting", &self.root))
    }
}

/// Writes a file that only this user may read.
pub(super) fn write_private(path: &Path, content: &str) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(content.as_bytes()));
    written.map_err(Error::io("writing", path))
}

/// Hands a file or folder to the account.
pub(super) fn give_to(path: &Path, account: Option<Account>) -> Result<(), Error> {
    let Some(Account { uid, gid }) = account else {
        return Ok(());
    };
    std::os::unix::fs::chown(path, Some(uid), Some(gid)).map_err(Error::io("handing over", path))
}

fn create_owned(path: &Path, account: Option<Account>) -> Result<(), Error> {
    DirBuilder::new().mode(0o700).recursive(true).create(path).map_err(Error::io("creating", path))?;
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(Error::io("closing", path))?;
    give_to(path, account)
}

fn random_hex() -> String {
    use std::fmt::Write;
    rand::random::<[u8; 24]>().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
