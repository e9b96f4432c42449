use super::model::Status;
use crate::stock::model::{Part, Wanted};
use contracts::{InventoryId, ReservationId, Timestamp, VariantId, inventory::ReservationState};
use sqlx::{PgConnection, PgPool};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// A reservation with its lines.
pub(super) struct Reservation {
    pub id: ReservationId,
    pub status: Status,
    pub expires_at: Timestamp,
    pub parts: Vec<Part>,
}

impl Reservation {
    pub(super) fn variants(&self) -> Vec<VariantId> {
        self.parts.iter().map(|part| part.variant).collect()
    }

    pub(super) fn wanted(&self) -> Wanted {
        let mut wanted = Wanted::new();
        for part in &self.parts {
            *wanted.entry(part.variant).or_default() += part.quantity;
        }
        wanted
    }
}

/// What came of opening a reservation.
pub(super) enum Opened {
    Now { expires_at: Timestamp },
    Before(Reservation),
}

/// Makes the reservation, or locks the one that is there.
pub(super) async fn open(conn: &mut PgConnection, id: ReservationId, ttl: u32) -> Result<Opened> {
    let opened = sqlx::query_scalar!(
        "insert into reservations (reservation_id, status, expires_at)
         values ($1, 'held', now() + make_interval(secs => $2))
         on conflict (reservation_id) do nothing returning expires_at",
        id.0,
        f64::from(ttl),
    )
    .fetch_optional(&mut *conn)
    .await?;
    match opened {
        Some(expires_at) => Ok(Opened::Now { expires_at }),
        None => Ok(Opened::Before(lock(conn, id).await?.ok_or(sqlx::Error::RowNotFound)?)),
    }
}

/// Notes that a checkout gets nothing, unless it holds or held something; how its reservation stands then.
pub(super) async fn refuse(pool: &PgPool, id: ReservationId) -> Result<Status> {
    let stands = sqlx::query_scalar!(
        "insert into reservations as r (reservation_id, status, expires_at) values ($1, 'released', now())
         on conflict (reservation_id) do update set updated_at = r.updated_at returning r.status",
        id.0,
    );
    status(&stands.fetch_one(pool).await?)
}

/// Holds an expired reservation anew.
pub(super) async fn renew(conn: &mut PgConnection, id: ReservationId, ttl: u32) -> Result<Timestamp> {
    let expires_at = sqlx::query_scalar!(
        "update reservations
         set status = 'held', expires_at = now() + make_interval(secs => $2), updated_at = now()
         where reservation_id = $1 returning expires_at",
        id.0,
        f64::from(ttl),
    );
    expires_at.fetch_one(conn).await
}

/// A reservation as it stands, without a lock.
pub(super) async fn state(pool: &PgPool, id: ReservationId) -> Result<Option<ReservationState>> {
    let row = sqlx::query!(
        r#"select status, expires_at, (
               select coalesce(sum(quantity), 0) from reservation_lines l where l.reservation_id = r.reservation_id
           ) as "units!"
           from reservations r where reservation_id = $1"#,
        id.0
    );
    let state = row.fetch_optional(pool).await?.map(|row| ReservationState {
        status: row.status,
        units: u32::try_from(row.units).unwrap_or(0),
        expires_at: row.expires_at,
    });
    Ok(state)
}

pub(super) async fn lock(conn: &mut PgConnection, id: ReservationId) -> Result<Option<Reservation>> {
    let row = sqlx::query!(
        "select status, expires_at from reservations where reservation_id = $1 for no key update",
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let parts = parts(conn, id).await?;
    Ok(Some(Reservation { id, status: status(&row.status)?, expires_at: row.expires_at, parts }))
}

/// The reservation that has been due for longest and that nobody else works on.
pub(super) async fn lock_next_due(conn: &mut PgConnection) -> Result<Option<Reservation>> {
    let row = sqlx::query!(
        "select reservation_id, expires_at from reservations
         where status = 'held' and expires_at <= now()
         order by expires_at limit 1 for no key update skip locked"
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let id = ReservationId(row.reservation_id);
    let parts = parts(conn, id).await?;
    Ok(Some(Reservation { id, status: Status::Held, expires_at: row.expires_at, parts }))
}

pub(super) async fn set_status(conn: &mut PgConnection, id: ReservationId, status: Status) -> Result<()> {
    sqlx::query!(
        "update reservations set status = $2, updated_at = now() where reservation_id = $1",
        id.0,
        status.as_str(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn replace_lines(conn: &mut PgConnection, id: ReservationId, parts: &[Part]) -> Result<()> {
    sqlx::query!("delete from reservation_lines where reservation_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!(
        "insert into reservation_lines (reservation_id, inventory_id, variant_id, quantity)
         select $1, * from unnest($2::uuid[], $3::uuid[], $4::int[])",
        id.0,
        &parts.iter().map(|part| part.inventory.0).collect::<Vec<_>>(),
        &parts.iter().map(|part| part.variant.0).collect::<Vec<_>>(),
        &parts.iter().map(|part| part.quantity).collect::<Vec<_>>(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn parts(conn: &mut PgConnection, id: ReservationId) -> Result<Vec<Part>> {
    let rows = sqlx::query!(
        "select inventory_id, variant_id, quantity from reservation_lines where reservation_id = $1",
        id.0
    )
    .fetch_all(conn)
    .await?;
    let parts = rows.into_iter().map(|row| Part {
        inventory: InventoryId(row.inventory_id),
        variant: VariantId(row.variant_id),
        quantity: row.quantity,
    });
    Ok(parts.collect())
}

fn status(stored: &str) -> Result<Status> {
    Status::from_text(stored)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown reservation status {stored}").into()))
}
