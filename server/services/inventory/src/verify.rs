//! What must hold of stock, reservations and the ledger.

use contracts::{Quantity, ReservationId, VariantId, inventory::StockLine};
use platform::verify::Rule;

/// The rules of this database.
pub const RULES: &[Rule] = &[
    Rule {
        name: "I-1",
        what: "available and reserved units are never negative",
        examined: "select count(*) from inventory",
        breaches: "select format('inventory %s (%s): available %s, reserved %s', inventory_id, sku, quantity_available,
                reserved_quantity)
            from inventory where quantity_available < 0 or reserved_quantity < 0",
    },
    Rule {
        name: "I-1",
        what: "reserved units are those of the reservations that are held",
        examined: "select count(*) from inventory",
        breaches: "select format('inventory %s (%s): reserved %s, held %s', i.inventory_id, i.sku, i.reserved_quantity,
                coalesce(h.held, 0))
            from inventory i left join (
                select l.inventory_id, sum(l.quantity) as held
                from reservation_lines l join reservations r using (reservation_id)
                where r.status = 'held' group by l.inventory_id) h using (inventory_id)
            where i.reserved_quantity <> coalesce(h.held, 0)",
    },
    Rule {
        name: "I-1",
        what: "available units are what the ledger adds up to",
        examined: "select count(*) from inventory_transactions",
        breaches: "select format('inventory %s (%s): available %s, ledger %s', i.inventory_id, i.sku,
                i.quantity_available, coalesce(t.total, 0))
            from inventory i left join (
                select inventory_id, sum(change_quantity) as total from inventory_transactions group by inventory_id
            ) t using (inventory_id)
            where i.quantity_available <> coalesce(t.total, 0)",
    },
    Rule {
        name: "I-1",
        what: "every entry of the ledger follows from the one before",
        examined: "select count(*) from inventory_transactions",
        breaches: "select format('transaction %s of inventory %s: %s after %s and %s', transaction_id, inventory_id,
                balance, previous, change_quantity)
            from (
                select transaction_id, inventory_id, change_quantity, balance,
                    lag(balance, 1, 0) over (partition by inventory_id order by transaction_id) as previous
                from inventory_transactions) entries
            where balance <> previous + change_quantity",
    },
    Rule {
        name: "I-1",
        what: "units under way between warehouses are those that left one shelf and came to no other",
        examined: "select count(*) from stock_transfers",
        breaches: "select format('transfer T-%s (%s): under way %s, by the ledger %s', t.number, t.status, w.units,
                coalesce(m.units, 0))
            from stock_transfers t
            cross join lateral (
                select case when t.sent_at is null then 0
                    else coalesce(sum(l.quantity - l.received - l.returned - l.lost), 0) end as units
                from stock_transfer_lines l where l.transfer_id = t.transfer_id) w
            left join (
                select reference, -sum(change_quantity) as units from inventory_transactions
                where reference like 'transfer %' and transaction_type <> 'loss' group by reference
            ) m on m.reference = 'transfer ' || t.transfer_id
            where w.units <> coalesce(m.units, 0) or (t.ended_at is not null and w.units <> 0)",
    },
    Rule {
        name: "I-1",
        what: "units that were lost between warehouses are written off in the ledger, and no others",
        examined: "select count(*) from stock_transfers",
        breaches: "select format('transfer %s: lost %s, by the ledger %s', coalesce(t.id, m.reference),
                coalesce(t.units, 0), coalesce(m.units, 0))
            from (
                select 'transfer ' || transfer_id as id, sum(lost) as units
                from stock_transfer_lines where lost > 0 group by transfer_id) t
            full join (
                select reference, -sum(change_quantity) as units from inventory_transactions
                where transaction_type = 'loss' group by reference
            ) m on m.reference = t.id
            where coalesce(t.units, 0) <> coalesce(m.units, 0)",
    },
    Rule {
        name: "I-20",
        what: "a reservation ends at most thirty seconds after its time",
        examined: "select count(*) from reservations where status = 'held'",
        breaches: "select format('reservation %s: held since %s, to end %s', reservation_id, created_at, expires_at)
            from reservations where status = 'held' and expires_at < now() - interval '30 seconds'",
    },
];

/// What became of a checkout's units.
pub struct Fact {
    /// The reservation, which has its checkout's id.
    pub reservation: contracts::ReservationId,
    /// `held`, `confirmed`, `released` or `expired`.
    pub status: String,
    /// Units of all lines.
    pub units: i64,
}

/// All reservations after `after`, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(db: &platform::Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<Fact>> {
    let rows = sqlx::query!(
        r#"select r.reservation_id, r.status, coalesce(sum(l.quantity), 0)::bigint as "units!"
         from (select * from reservations where reservation_id > $1 order by reservation_id limit $2) r
         left join reservation_lines l using (reservation_id)
         group by r.reservation_id, r.status order by r.reservation_id"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let fact = rows.into_iter().map(|row| Fact {
        reservation: contracts::ReservationId(row.reservation_id),
        status: row.status,
        units: row.units,
    });
    Ok(fact.collect())
}

/// A variant on all shelves together.
pub struct Shelf {
    /// The variant.
    pub variant: contracts::VariantId,
    /// Its SKU as stock knows it.
    pub sku: String,
    /// Units that can be sold.
    pub available: i64,
    /// Seconds since any of its rows changed.
    pub age_seconds: f64,
}

/// All variants after `after` that are still sold from, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn shelves(db: &platform::Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<Shelf>> {
    let rows = sqlx::query!(
        r#"select variant_id, min(sku) as "sku!", sum(quantity_available)::bigint as "available!",
            extract(epoch from now() - max(updated_at))::float8 as "age!"
         from inventory where retired_at is null and variant_id > $1
         group by variant_id order by variant_id limit $2"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let shelf = rows.into_iter().map(|row| Shelf {
        variant: contracts::VariantId(row.variant_id),
        sku: row.sku,
        available: row.available,
        age_seconds: row.age,
    });
    Ok(shelf.collect())
}

/// What a reservation took, by variant.
///
/// # Errors
/// When the database does not answer.
pub async fn lines(db: &platform::Database, reservation: ReservationId) -> sqlx::Result<Vec<StockLine>> {
    let rows: Vec<(uuid::Uuid, i64)> = sqlx::query_as(
        "select variant_id, sum(quantity)::bigint from reservation_lines
         where reservation_id = $1 and quantity > 0 group by variant_id order by variant_id",
    )
    .bind(reservation.0)
    .fetch_all(db.pool())
    .await?;
    let line = |(variant, units): (uuid::Uuid, i64)| {
        let quantity = u32::try_from(units).ok().and_then(|units| Quantity::try_from(units).ok())?;
        Some(StockLine { variant: VariantId(variant), quantity })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}
