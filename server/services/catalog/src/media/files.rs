//! The folder of pictures: `<media_dir>/<id>/original.webp` and one file per width, made on demand.

use super::picture;
use crate::error::{Error, Result};
use contracts::{
    MediaId,
    catalog::{Media, MediaFile},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};
use tokio::sync::Semaphore;

/// Pictures decoded at the same time: each may take hundreds of megabytes and a whole core.
const AT_ONCE: usize = 2;

/// Where the pictures are, and who may work on them now.
#[derive(Clone)]
pub(crate) struct Files {
    folder: PathBuf,
    workers: Arc<Semaphore>,
}

impl Files {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, workers: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Runs heavy work beside the request threads, a few at a time.
    pub(crate) async fn working<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let closed = |_| Error::Encoding("the picture workers are gone".into());
        let permit = Arc::clone(&self.workers).acquire_owned().await.map_err(closed)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        });
        done.await.map_err(|error| Error::Encoding(error.to_string()))?
    }

    /// Keeps a picture's original.
    pub(crate) async fn store(&self, id: MediaId, webp: Vec<u8>) -> Result<()> {
        let folder = self.of(id);
        self.working(move || Ok(write(&folder, "original.webp", &webp)?)).await
    }

    /// Forgets a picture. What cannot be deleted is only logged: nothing points to it any more.
    pub(crate) async fn remove(&self, id: MediaId) {
        if let Err(error) = tokio::fs::remove_dir_all(self.of(id)).await {
            tracing::warn!(%id, %error, "the files of a removed picture are still there");
        }
    }

    /// The picture at one of [`Media::WIDTHS`]; `None` for other widths and unknown pictures.
    pub(crate) async fn deliver(&self, id: MediaId, width: u32) -> Result<Option<MediaFile>> {
        if !Media::WIDTHS.contains(&width) {
            return Ok(None);
        }
        let folder = self.of(id);
        let ready = tokio::fs::read(folder.join(file_name(width))).await;
        let bytes = match present(ready)? {
            Some(bytes) => Some(bytes),
            None => self.working(move || make(&folder, width)).await?,
        };
        Ok(bytes.map(|bytes| MediaFile { bytes, content_type: "image/webp".into() }))
    }

    /// The pictures that were stored before a moment.
    pub(crate) async fn older_than(&self, moment: SystemTime) -> Result<Vec<MediaId>> {
        let folder = self.folder.clone();
        self.working(move || Ok(stored_before(&folder, moment)?)).await
    }

    fn of(&self, id: MediaId) -> PathBuf {
        self.folder.join(id.to_string())
    }
}

fn stored_before(folder: &Path, moment: SystemTime) -> io::Result<Vec<MediaId>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut ids = Vec::new();
    for entry in entries {
        let entry = entry?;
        let id = entry.file_name().to_str().and_then(|name| name.parse().ok());
        if let Some(id) = id
            && entry.metadata()?.modified()? < moment
        {
            ids.push(id);
        }
    }
    Ok(ids)
}

fn make(folder: &Path, width: u32) -> Result<Option<Vec<u8>>> {
    let Some(original) = present(fs::read(folder.join("original.webp")))? else {
        return Ok(None);
    };
    let bytes = picture::at_width(original, width)?;
    write(folder, &file_name(width), &bytes)?;
    Ok(Some(bytes))
}

fn file_name(width: u32) -> String {
    format!("{width}.webp")
}

/// Nobody ever reads half a file: it gets its name when it is whole.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    if platform::failpoint::media_is_full() {
        return Err(io::ErrorKind::StorageFull.into());
    }
    fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!("{name}.{}.part", platform::ids::mint()));
    fs::write(&unfinished, bytes)?;
    fs::rename(unfinished, folder.join(name))
}

fn present(read: io::Result<Vec<u8>>) -> io::Result<Option<Vec<u8>>> {
    match read {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
