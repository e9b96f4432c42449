//! The media library as the back office lists it. Every sort and every filter that leaves little has its index.

use super::library_repo::focal;
use contracts::{
    MediaId, Page, PageRequest, Timestamp,
    catalog::{Media, MediaAsset, MediaDetail, MediaQuery, MediaState, MediaUse, OptionValue},
};
use platform::{Database, pattern};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

struct Row {
    id: Uuid,
    media_type: String,
    url: String,
    name: String,
    alt_text: String,
    width: i32,
    height: i32,
    bytes: Option<i64>,
    colour: Option<String>,
    focal_x: Option<i16>,
    focal_y: Option<i16>,
    uses: i32,
    created_at: Timestamp,
}

impl From<Row> for MediaAsset {
    fn from(row: Row) -> Self {
        let focal = focal(row.focal_x, row.focal_y);
        let media = Media {
            id: row.id.into(),
            media_type: row.media_type,
            url: row.url,
            alt_text: row.alt_text,
            width: row.width.unsigned_abs(),
            height: row.height.unsigned_abs(),
            option: None,
            colour: row.colour,
            focal: focal.map(|at| format!("{}% {}%", at.x, at.y)),
        };
        Self {
            media,
            name: row.name,
            bytes: row.bytes.map(i64::unsigned_abs),
            focal,
            uses: row.uses.unsigned_abs(),
            created_at: row.created_at,
        }
    }
}

struct Filter {
    like: Option<String>,
    is_used: bool,
    is_unused: bool,
    is_without_text: bool,
    media_type: Option<&'static str>,
}

impl Filter {
    fn of(query: &MediaQuery) -> Self {
        Self {
            like: pattern::containing(&query.search),
            is_used: query.state == Some(MediaState::Used),
            is_unused: query.state == Some(MediaState::Unused),
            is_without_text: query.state == Some(MediaState::WithoutText),
            media_type: query.is_video.map(|is_video| if is_video { "video" } else { "image" }),
        }
    }
}

/// One page in an order that is spelt out, since only then an index serves it.
macro_rules! rows {
    ($conn:expr, $filter:expr, $page:expr, $order:literal) => {
        sqlx::query_as!(
            Row,
            r#"select a.id, a.media_type, a.url, a.name, a.alt_text, a.width, a.height, a.bytes, a.colour,
                   a.focal_x, a.focal_y, a.uses, a.created_at
               from media_assets a
               where ($1::text is null or a.lookup like $1)
                 and (not $2::bool or a.uses > 0)
                 and (not $3::bool or a.uses = 0)
                 and (not $4::bool or a.alt_text = '')
                 and ($5::text is null or a.media_type = $5)
               order by "#
                + $order
                + r#" limit $6 offset $7"#,
            $filter.like,
            $filter.is_used,
            $filter.is_unused,
            $filter.is_without_text,
            $filter.media_type,
            $page.limit(),
            $page.offset(),
        )
        .fetch_all(&mut *$conn)
        .await?
    };
}

/// A page of assets.
pub(crate) async fn page(db: &Database, query: &MediaQuery) -> sqlx::Result<Page<MediaAsset>> {
    let (filter, page) = (Filter::of(query), &query.page);
    let mut tx = db.begin_planned().await?;
    let rows = match query.sort.as_str() {
        "name" => rows!(tx, filter, page, "a.name, a.id"),
        "-bytes" => rows!(tx, filter, page, "a.bytes desc nulls last, a.id"),
        _ => rows!(tx, filter, page, "a.created_at desc, a.id"),
    };
    let total = count(&mut tx, &filter).await?;
    tx.commit().await?;
    Ok(Page::new(rows.into_iter().map(MediaAsset::from).collect(), total, page))
}

async fn count(db: &mut PgConnection, filter: &Filter) -> sqlx::Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from media_assets a
                 where ($1::text is null or a.lookup like $1)
                   and (not $2::bool or a.uses > 0)
                   and (not $3::bool or a.uses = 0)
                   and (not $4::bool or a.alt_text = '')
                   and ($5::text is null or a.media_type = $5)
                 limit $6) as counted"#,
        filter.like,
        filter.is_used,
        filter.is_unused,
        filter.is_without_text,
        filter.media_type,
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(db).await
}

/// An asset and where it is shown.
pub(crate) async fn one(db: &PgPool, id: MediaId) -> sqlx::Result<Option<MediaDetail>> {
    let row = sqlx::query_as!(
        Row,
        "select id, media_type, url, name, alt_text, width, height, bytes, colour, focal_x, focal_y, uses, created_at
         from media_assets where id = $1",
        id.0
    );
    let Some(row) = row.fetch_optional(db).await? else { return Ok(None) };
    Ok(Some(MediaDetail { asset: row.into(), uses: uses(db, id).await? }))
}

async fn uses(db: &PgPool, id: MediaId) -> sqlx::Result<Vec<MediaUse>> {
    let rows = sqlx::query!(
        "select p.id, p.name, m.option_name, m.option_value
         from product_media m join products p on p.id = m.product_id
         where m.asset_id = $1 order by p.name, p.id limit $2",
        id.0,
        MediaDetail::TOLD
    );
    let told = rows.fetch_all(db).await?.into_iter().map(|row| MediaUse {
        product: row.id.into(),
        name: row.name,
        option: row.option_name.zip(row.option_value).map(|(name, value)| OptionValue { name, value }),
    });
    Ok(told.collect())
}
