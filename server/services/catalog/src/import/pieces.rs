//! The file of an import, in pieces.

use super::repo::Row;
use contracts::ImportId;
use sqlx::PgConnection;

/// Pieces that are read at once: more than the longest line.
const AT_ONCE: i64 = 4;

/// A part of a file.
pub(crate) struct Window {
    pub bytes: Vec<u8>,
    /// Whether the file ends with it.
    pub is_end: bool,
}

/// How many pieces there are.
pub(crate) async fn count(conn: &mut PgConnection, id: ImportId) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        r#"select coalesce(max(number) + 1, 0) as "count!" from import_pieces where import_id = $1"#,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// Keeps the next piece.
pub(crate) async fn add(
    conn: &mut PgConnection,
    import: &Row,
    number: i32,
    bytes: &[u8],
) -> sqlx::Result<()> {
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    sqlx::query!(
        "insert into import_pieces (import_id, number, starts_at, content) values ($1, $2, $3, $4)",
        import.id,
        number,
        import.bytes,
        bytes
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update imports set bytes = bytes + $2 where id = $1", import.id, length)
        .execute(conn)
        .await?;
    Ok(())
}

/// The file from a byte on, as much of it as is read at once.
pub(crate) async fn window(conn: &mut PgConnection, import: &Row, from: i64) -> sqlx::Result<Window> {
    let pieces = sqlx::query!(
        "select starts_at, content from import_pieces
         where import_id = $1 and starts_at + length(content) > $2 order by number limit $3",
        import.id,
        from,
        AT_ONCE
    )
    .fetch_all(conn)
    .await?;
    let skipped = pieces.first().map_or(0, |piece| usize::try_from(from - piece.starts_at).unwrap_or(0));
    let mut bytes = pieces.iter().map(|piece| piece.content.as_slice()).collect::<Vec<_>>().concat();
    bytes.drain(..skipped.min(bytes.len()));
    let end = from.saturating_add(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
    Ok(Window { is_end: end >= import.bytes, bytes })
}
