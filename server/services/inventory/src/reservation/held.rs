//! What is held now, line by line.

use crate::{
    Inventory,
    error::Result,
    stock::{model::units, repo::sku},
};
use contracts::{
    Page, PageRequest, ReservationId, VariantId,
    inventory::{HeldLine, HeldQuery},
};
use platform::pattern;
use sqlx::PgConnection;

impl Inventory {
    pub(crate) async fn list_held(&self, query: &HeldQuery) -> Result<Page<HeldLine>> {
        let mut tx = self.db.begin_planned().await?;
        let lines = lines(&mut tx, query).await?;
        let total = count(&mut tx, query).await?;
        tx.commit().await?;
        Ok(Page::new(lines, total, &query.page))
    }
}

async fn lines(conn: &mut PgConnection, query: &HeldQuery) -> sqlx::Result<Vec<HeldLine>> {
    let rows = sqlx::query!(
        "select r.reservation_id, r.created_at, r.expires_at, l.variant_id, l.quantity, i.sku, i.name,
                w.name as warehouse_name
         from reservations r
         join reservation_lines l using (reservation_id)
         join inventory i using (inventory_id)
         join warehouses w using (warehouse_id)
         where r.status = 'held'
           and ($1::text is null or i.search like $1)
           and ($2::uuid is null or l.variant_id = $2)
           and ($3::uuid is null or i.warehouse_id = $3)
         order by r.expires_at, r.reservation_id, l.inventory_id limit $4 offset $5",
        pattern::containing(&query.search),
        query.variant.map(|variant| variant.0),
        query.warehouse.map(|place| place.0),
        query.page.limit(),
        query.page.offset(),
    );
    let line = rows.fetch_all(conn).await?.into_iter().map(|row| {
        Ok(HeldLine {
            reservation: ReservationId(row.reservation_id),
            variant: VariantId(row.variant_id),
            sku: sku(row.sku)?,
            name: row.name,
            warehouse_name: row.warehouse_name,
            units: units(row.quantity),
            held_since: row.created_at,
            expires_at: row.expires_at,
        })
    });
    line.collect()
}

async fn count(conn: &mut PgConnection, query: &HeldQuery) -> sqlx::Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from reservations r
               join reservation_lines l using (reservation_id)
               join inventory i using (inventory_id)
               where r.status = 'held'
                 and ($1::text is null or i.search like $1)
                 and ($2::uuid is null or l.variant_id = $2)
                 and ($3::uuid is null or i.warehouse_id = $3)
               limit $4) as counted"#,
        pattern::containing(&query.search),
        query.variant.map(|variant| variant.0),
        query.warehouse.map(|place| place.0),
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(conn).await
}
