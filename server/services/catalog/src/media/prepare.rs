//! What is made of pictures beside requests: what an older release did not find out, and AVIF files.

use super::{files::Files, picture};
use crate::error::{Error, Result};
use contracts::MediaId;
use sqlx::PgPool;
use std::time::{Duration, Instant};

/// So long at once, a picture's own time aside: the shop has other things to do.
const BUDGET: Duration = Duration::from_secs(5);
/// As far as this build brings a picture, see `media_assets.prepared`.
const WHOLE: i16 = if cfg!(feature = "avif") { 2 } else { 1 };

/// What the original tells.
#[derive(Default)]
struct Facts {
    bytes: Option<i64>,
    colour: Option<String>,
}

/// Goes on with pictures that are not finished, for some seconds.
pub(crate) async fn prepare(db: &PgPool, files: &Files) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < BUDGET {
        let Some(id) = next(db).await? else { break };
        let facts = match finish(files, id).await {
            // Another try would end as this one did.
            Err(Error::Encoding(error)) => {
                tracing::warn!(%id, %error, "a picture stays as it is");
                Facts::default()
            }
            facts => facts?,
        };
        keep(db, id, facts).await?;
    }
    Ok(())
}

/// Has AVIF files made anew: a backup holds the originals only.
pub(crate) async fn make_anew(db: &PgPool) -> sqlx::Result<()> {
    sqlx::query!("update media_assets set prepared = 1 where prepared > 1").execute(db).await?;
    Ok(())
}

async fn next(db: &PgPool) -> sqlx::Result<Option<MediaId>> {
    let id = sqlx::query_scalar!(
        "select id from media_assets where prepared < $1 order by prepared, created_at limit 1",
        WHOLE
    );
    Ok(id.fetch_optional(db).await?.map(MediaId))
}

async fn keep(db: &PgPool, id: MediaId, facts: Facts) -> sqlx::Result<()> {
    sqlx::query!(
        "update media_assets set prepared = $2, bytes = coalesce($3, bytes), colour = coalesce($4, colour)
         where id = $1",
        id.0,
        WHOLE,
        facts.bytes,
        facts.colour
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn finish(files: &Files, id: MediaId) -> Result<Facts> {
    let original = files.original(id).await?;
    let original = original.ok_or_else(|| Error::Encoding("its original is not there".to_owned()))?;
    let bytes = i64::try_from(original.len()).ok();
    let (picture, colour) = files
        .working(move || {
            let picture = picture::stored(&original)?;
            let colour = picture::colour(&picture);
            Ok((picture, colour))
        })
        .await?;
    finish_avif(files, id, picture).await?;
    Ok(Facts { bytes, colour })
}

#[cfg(not(feature = "avif"))]
async fn finish_avif(_: &Files, _: MediaId, _: image::DynamicImage) -> Result<()> {
    std::future::ready(Ok(())).await
}

/// One file after the other, on one thread; those who wait for a picture have their own.
#[cfg(feature = "avif")]
async fn finish_avif(files: &Files, id: MediaId, picture: image::DynamicImage) -> Result<()> {
    let picture = std::sync::Arc::new(picture);
    for width in contracts::catalog::Media::WIDTHS {
        let picture = std::sync::Arc::clone(&picture);
        let made = tokio::task::spawn_blocking(move || super::avif::at_width(&picture, width));
        let bytes = made.await.map_err(|error| Error::Encoding(error.to_string()))??;
        files.store_avif(id, width, bytes).await?;
    }
    Ok(())
}
