//! Where the files of pictures lie: a folder, or a bucket of an S3.

use crate::error::Result;
use contracts::Error as Refusal;
use futures::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path};
use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

/// Files by name. A file is whole as soon as it has its name.
#[derive(Clone)]
pub(super) struct Store {
    folder: PathBuf,
    opened: Arc<OnceLock<Arc<dyn ObjectStore>>>,
}

impl Store {
    /// A folder, made when it is first needed.
    pub(super) fn in_folder(folder: PathBuf) -> Self {
        Self { folder, opened: Arc::default() }
    }

    /// What `s3://<bucket>/<folder>` names.
    pub(super) fn in_bucket(url: &str) -> Result<Self> {
        let (bucket, folder) = parts(url)?;
        let opened = Arc::new(OnceLock::from(reach(bucket, folder)?));
        Ok(Self { folder: PathBuf::new(), opened })
    }

    fn open(&self) -> Result<Arc<dyn ObjectStore>> {
        if let Some(store) = self.opened.get() {
            return Ok(Arc::clone(store));
        }
        std::fs::create_dir_all(&self.folder)?;
        let store = LocalFileSystem::new_with_prefix(&self.folder)?.with_automatic_cleanup(true);
        let store: Arc<dyn ObjectStore> = Arc::new(store);
        Ok(Arc::clone(self.opened.get_or_init(|| store)))
    }

    /// A file's content, if there is one.
    pub(super) async fn read(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let found = match self.open()?.get(&Path::from(name)).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            found => found?,
        };
        Ok(Some(found.bytes().await?.into()))
    }

    pub(super) async fn write(&self, name: &str, bytes: Vec<u8>) -> Result<()> {
        if platform::failpoint::media_is_full() {
            return Err(std::io::Error::from(std::io::ErrorKind::StorageFull).into());
        }
        self.open()?.put(&Path::from(name), bytes.into()).await?;
        Ok(())
    }

    /// The folders at the top.
    pub(super) async fn folders(&self) -> Result<Vec<String>> {
        let listed = self.open()?.list_with_delimiter(None).await?;
        Ok(listed.common_prefixes.iter().map(ToString::to_string).collect())
    }

    /// When the youngest file of a folder was written; none when it is empty.
    pub(super) async fn youngest(&self, folder: &str) -> Result<Option<contracts::Timestamp>> {
        let mut files = self.open()?.list(Some(&Path::from(folder)));
        let mut youngest: Option<contracts::Timestamp> = None;
        while let Some(file) = files.try_next().await? {
            youngest = youngest.max(Some(file.last_modified));
        }
        Ok(youngest)
    }

    /// Removes a folder with all that is in it.
    pub(super) async fn remove(&self, folder: &str) -> Result<()> {
        let store = self.open()?;
        let files: Vec<_> = store.list(Some(&Path::from(folder))).try_collect().await?;
        for file in files {
            match store.delete(&file.location).await {
                // Somebody else was faster.
                Err(object_store::Error::NotFound { .. }) => {}
                deleted => deleted?,
            }
        }
        Ok(())
    }
}

/// Region, keys and endpoint come from the environment under AWS' own names.
#[cfg(feature = "s3")]
fn reach(bucket: &str, folder: &str) -> Result<Arc<dyn ObjectStore>> {
    let store = object_store::aws::AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
    Ok(Arc::new(object_store::prefix::PrefixStore::new(store, folder)))
}

#[cfg(not(feature = "s3"))]
fn reach(bucket: &str, _: &str) -> Result<Arc<dyn ObjectStore>> {
    let text = format!("This build cannot reach the bucket {bucket}: it was made without `--features s3`.");
    Err(Refusal::invalid(text).into())
}

/// Bucket and folder of `s3://<bucket>/<folder>`; the folder may be empty.
///
/// # Errors
/// `Invalid` for any other address.
fn parts(url: &str) -> Result<(&str, &str)> {
    let place = url.strip_prefix("s3://").unwrap_or_default();
    let (bucket, folder) = place.split_once('/').unwrap_or((place, ""));
    if bucket.is_empty() {
        let text = format!("{url} names no bucket: pictures are kept in s3://<bucket>/<folder>");
        return Err(Refusal::invalid(text).into());
    }
    Ok((bucket, folder.trim_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_has_a_name_and_perhaps_a_folder() {
        assert_eq!(parts("s3://shop/media/").unwrap(), ("shop", "media"));
        assert_eq!(parts("s3://shop").unwrap(), ("shop", ""));
        for wrong in ["", "s3://", "s3:///media", "https://shop.example/media"] {
            assert!(parts(wrong).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_folder_is_made_when_it_is_needed_and_goes_with_its_last_file() {
        let folder = std::env::temp_dir().join(format!("tradewind-store-{}", platform::ids::mint()));
        let store = Store::in_folder(folder.clone());
        assert_eq!(store.read("a/b.webp").await.unwrap(), None);
        store.write("a/b.webp", vec![1, 2]).await.unwrap();
        assert_eq!(store.read("a/b.webp").await.unwrap(), Some(vec![1, 2]));
        assert!(folder.join("a/b.webp").is_file());
        assert_eq!(store.folders().await.unwrap(), ["a"]);
        assert!(store.youngest("a").await.unwrap().is_some());
        store.remove("a").await.unwrap();
        assert!(!folder.join("a").exists());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
