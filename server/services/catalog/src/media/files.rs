//! The files of pictures: `<id>/original.webp`, one WebP file per width, made on demand, and one AVIF file per width,
//! made beside requests.

use super::{picture, store::Store};
use crate::error::{Error, Result};
use contracts::{
    MediaId, Timestamp,
    catalog::{Media, MediaFile},
};
use std::{path::PathBuf, sync::Arc};
use tokio::sync::Semaphore;

/// Pictures decoded at the same time: each may take hundreds of megabytes and a whole core.
const AT_ONCE: usize = 2;

/// Where the pictures are, and who may work on them now.
#[derive(Clone)]
pub(crate) struct Files {
    store: Store,
    workers: Arc<Semaphore>,
}

impl Files {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { store: Store::in_folder(folder), workers: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The same pictures in a bucket: `s3://<bucket>/<folder>`.
    pub(crate) fn in_bucket(self, url: &str) -> Result<Self> {
        Ok(Self { store: Store::in_bucket(url)?, ..self })
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
        self.store.write(&original(id), webp).await
    }

    /// A picture's original, if it is there.
    pub(crate) async fn original(&self, id: MediaId) -> Result<Option<Vec<u8>>> {
        self.store.read(&original(id)).await
    }

    /// Forgets a picture. What cannot be deleted is only logged: nothing points to it any more.
    pub(crate) async fn remove(&self, id: MediaId) {
        if let Err(error) = self.store.remove(&id.to_string()).await {
            tracing::warn!(%id, %error, "the files of a removed picture are still there");
        }
    }

    /// The picture at one of [`Media::WIDTHS`]; `None` for other widths and unknown pictures.
    pub(crate) async fn deliver(&self, id: MediaId, width: u32) -> Result<Option<MediaFile>> {
        if !Media::WIDTHS.contains(&width) {
            return Ok(None);
        }
        let bytes = match self.store.read(&webp(id, width)).await? {
            Some(bytes) => Some(bytes),
            None => self.make(id, width).await?,
        };
        Ok(bytes.map(|bytes| MediaFile { bytes, content_type: "image/webp".into() }))
    }

    async fn make(&self, id: MediaId, width: u32) -> Result<Option<Vec<u8>>> {
        let Some(original) = self.original(id).await? else {
            return Ok(None);
        };
        let bytes = self.working(move || picture::at_width(original, width)).await?;
        self.store.write(&webp(id, width), bytes.clone()).await?;
        Ok(Some(bytes))
    }

    /// The picture as AVIF at one of [`Media::WIDTHS`], once that was made.
    pub(crate) async fn deliver_avif(&self, id: MediaId, width: u32) -> Result<Option<MediaFile>> {
        if !Media::WIDTHS.contains(&width) {
            return Ok(None);
        }
        let bytes = self.store.read(&avif(id, width)).await?;
        Ok(bytes.map(|bytes| MediaFile { bytes, content_type: "image/avif".into() }))
    }

    /// Keeps an AVIF file.
    #[cfg(feature = "avif")]
    pub(crate) async fn store_avif(&self, id: MediaId, width: u32, bytes: Vec<u8>) -> Result<()> {
        self.store.write(&avif(id, width), bytes).await
    }

    /// All pictures that have a folder.
    pub(crate) async fn stored(&self) -> Result<Vec<MediaId>> {
        let folders = self.store.folders().await?;
        Ok(folders.iter().filter_map(|folder| folder.parse().ok()).collect())
    }

    /// Whether the last file of a picture was written before a moment.
    pub(crate) async fn is_older(&self, id: MediaId, moment: Timestamp) -> Result<bool> {
        Ok(self.store.youngest(&id.to_string()).await?.is_some_and(|written| written < moment))
    }
}

fn original(id: MediaId) -> String {
    format!("{id}/original.webp")
}

fn webp(id: MediaId, width: u32) -> String {
    format!("{id}/{width}.webp")
}

fn avif(id: MediaId, width: u32) -> String {
    format!("{id}/{width}.avif")
}
