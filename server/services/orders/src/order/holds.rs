//! Rows of `order_holds` and `order_hold_lines`, and the counters of the lines they stand for.

use super::{model::Held, repo};
use crate::Error;
use contracts::{
    OrderId, OrderItemId, Quantity,
    orders::{ItemQuantity, LineHold, Movement},
};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The order of a hold, if there is one.
pub async fn order_of(
    conn: &mut PgConnection,
    movement: Movement,
    reference: Uuid,
) -> Result<Option<OrderId>, Error> {
    let id = sqlx::query_scalar!(
        "select order_id from order_holds where kind = $1 and reference = $2",
        movement.as_str(),
        reference
    );
    Ok(id.fetch_optional(conn).await?.map(OrderId))
}

/// The units that a movement keeps; `None` when it keeps none.
pub async fn lines(
    conn: &mut PgConnection,
    movement: Movement,
    reference: Uuid,
) -> Result<Option<Vec<ItemQuantity>>, Error> {
    if order_of(conn, movement, reference).await?.is_none() {
        return Ok(None);
    }
    let rows = sqlx::query!(
        "select item_id, units from order_hold_lines where kind = $1 and reference = $2 order by item_id",
        movement.as_str(),
        reference
    );
    let rows = rows.fetch_all(conn).await?;
    rows.into_iter().map(|row| line(row.item_id, row.units)).collect::<Result<_, _>>().map(Some)
}

/// What is taken of each line of an order.
pub async fn of_order(conn: &mut PgConnection, id: OrderId) -> Result<BTreeMap<OrderItemId, Held>, Error> {
    let rows = sqlx::query!("select id, sending, refunding from order_items where order_id = $1", id.0);
    let rows = rows.fetch_all(conn).await?;
    rows.into_iter()
        .map(|row| {
            let held =
                Held { sending: repo::counted(row.sending)?, refunding: repo::counted(row.refunding)? };
            Ok((OrderItemId(row.id), held))
        })
        .collect()
}

/// Whether a parcel or a refund of an order is under way.
pub async fn are_under_way(conn: &mut PgConnection, id: OrderId) -> Result<bool, Error> {
    let held = sqlx::query_scalar!(
        r#"select exists (select from order_holds where order_id = $1) as "held!""#,
        id.0
    );
    Ok(held.fetch_one(conn).await?)
}

/// Keeps units. More than there are is impossible, whoever tries.
pub async fn insert(
    conn: &mut PgConnection,
    id: OrderId,
    movement: Movement,
    reference: Uuid,
    lines: &[ItemQuantity],
) -> Result<(), Error> {
    let kind = movement.as_str();
    sqlx::query!(
        "insert into order_holds (kind, reference, order_id) values ($1, $2, $3)",
        kind,
        reference,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    for line in lines {
        let units: i32 = line.quantity.into();
        sqlx::query!(
            "insert into order_hold_lines (kind, reference, item_id, units) values ($1, $2, $3, $4)",
            kind,
            reference,
            line.item.0,
            units
        )
        .execute(&mut *conn)
        .await?;
        count(conn, movement, line.item.0, units).await?;
    }
    Ok(())
}

/// Lets go of what a movement keeps, if it keeps anything.
pub async fn remove(conn: &mut PgConnection, movement: Movement, reference: Uuid) -> Result<(), Error> {
    let kind = movement.as_str();
    let freed = sqlx::query!(
        "delete from order_hold_lines where kind = $1 and reference = $2 returning item_id, units",
        kind,
        reference
    );
    for line in freed.fetch_all(&mut *conn).await? {
        count(conn, movement, line.item_id, -line.units).await?;
    }
    sqlx::query!("delete from order_holds where kind = $1 and reference = $2", kind, reference)
        .execute(conn)
        .await?;
    Ok(())
}

/// Counts a try that failed to bring a movement to its end.
pub async fn count_attempt(
    conn: &mut PgConnection,
    movement: Movement,
    reference: Uuid,
    failure: &str,
) -> Result<(), Error> {
    sqlx::query!(
        "update order_holds set attempts = attempts + 1, failure = $3 where kind = $1 and reference = $2",
        movement.as_str(),
        reference,
        failure
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn count(conn: &mut PgConnection, movement: Movement, item: Uuid, units: i32) -> Result<(), Error> {
    let (sending, refunding) = match movement {
        Movement::Shipment => (units, 0),
        Movement::Refund => (0, units),
    };
    sqlx::query!(
        "update order_items set sending = sending + $2, refunding = refunding + $3 where id = $1",
        item,
        sending,
        refunding
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Holds of a certain age, oldest first.
pub async fn older_than(conn: &mut PgConnection, seconds: u32) -> Result<Vec<LineHold>, Error> {
    let rows = sqlx::query!(
        "select kind, reference, order_id, held_at, attempts, failure from order_holds
         where held_at <= now() - make_interval(secs => $1) order by held_at limit 100",
        f64::from(seconds)
    );
    let mut found = Vec::new();
    for row in rows.fetch_all(&mut *conn).await? {
        let movement = Movement::from_text(&row.kind).ok_or_else(|| Error::unreadable(&row.kind))?;
        let lines = lines(conn, movement, row.reference).await?.unwrap_or_default();
        let order = OrderId(row.order_id);
        let (attempts, failure) = (repo::counted(row.attempts)?, row.failure);
        found.push(LineHold {
            order,
            movement,
            reference: row.reference,
            lines,
            since: row.held_at,
            attempts,
            failure,
        });
    }
    Ok(found)
}

fn line(item: Uuid, units: i32) -> Result<ItemQuantity, Error> {
    let quantity = Quantity::try_from(repo::counted(units)?).map_err(Error::unreadable)?;
    Ok(ItemQuantity { item: OrderItemId(item), quantity })
}
