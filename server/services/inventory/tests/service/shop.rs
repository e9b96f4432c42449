//! A shop's stock on a fresh database.

use contracts::{
    Actor, ProductId, Quantity, ReservationId, VariantId, WarehouseId,
    catalog::{Event, ProductStatus, VariantRef},
    inventory::{Inventory as _, Reserved, StockLine, TransactionType, Warehouse},
};
use inventory::Inventory;
use platform::{Database, ids, testing};
use sqlx::PgPool;
use std::sync::Arc;

/// The service, its database and the warehouse that every shop begins with.
pub struct Shop {
    pub service: Arc<Inventory>,
    pub db: Database,
    pub main: WarehouseId,
}

impl Shop {
    pub async fn open(pool: PgPool) -> Self {
        let db = testing::database(pool, "inventory").await;
        let service = Arc::new(Inventory::new(db.clone()));
        let main = service.warehouses(Actor::System).await.unwrap()[0].id;
        Self { service, db, main }
    }

    /// A variant the catalogue has told of, with so many units in the main warehouse.
    pub async fn variant(&self, sku: &str, units: i32) -> VariantId {
        let variant = VariantId(ids::mint());
        let event = product_saved("Morning Mug", variant, sku, "Chalk");
        self.service.on_product_saved(testing::envelope(&event)).await.unwrap();
        if units > 0 {
            self.restock(variant, self.main, units).await;
        }
        variant
    }

    pub async fn restock(&self, variant: VariantId, warehouse: WarehouseId, units: i32) {
        let reason = "delivery".to_owned();
        let kind = TransactionType::Restock;
        self.service.adjust(Actor::System, variant, warehouse, units, kind, reason).await.unwrap();
    }

    pub async fn second_warehouse(&self) -> WarehouseId {
        let id = WarehouseId(ids::mint());
        let warehouse = Warehouse {
            id,
            name: "Lisbon".into(),
            location: "Portugal".into(),
            capacity: Some(10),
            contact_info: String::new(),
            priority: 5,
            active: true,
        };
        self.service.save_warehouse(Actor::System, warehouse).await.unwrap();
        id
    }

    pub async fn reserve(&self, lines: &[(VariantId, u32)]) -> (ReservationId, Reserved) {
        let id = ReservationId(ids::mint());
        (id, self.service.reserve(id, self::lines(lines), 900).await.unwrap())
    }

    /// A reservation whose time has run out already.
    pub async fn reserve_for_no_time(&self, lines: &[(VariantId, u32)]) -> ReservationId {
        let id = ReservationId(ids::mint());
        self.service.reserve(id, self::lines(lines), 0).await.unwrap();
        id
    }

    pub async fn available(&self, variant: VariantId) -> u32 {
        self.service.availability(vec![variant]).await.unwrap()[0].available
    }

    /// Every row must be what its ledger says, and never negative.
    pub async fn assert_ledger_adds_up(&self) {
        let wrong: i64 = sqlx::query_scalar(
            "select count(*) from inventory i
             where quantity_available <> (select coalesce(sum(change_quantity), 0)
                   from inventory_transactions t where t.inventory_id = i.inventory_id)
                or reserved_quantity <> (select coalesce(-sum(change_quantity), 0) from inventory_transactions t
                   where t.inventory_id = i.inventory_id and transaction_type in ('reservation', 'release'))
                or reserved_quantity <> (select coalesce(sum(quantity), 0)
                   from reservation_lines join reservations using (reservation_id)
                   where reservation_lines.inventory_id = i.inventory_id and status = 'held')
                or quantity_available < 0 or reserved_quantity < 0",
        )
        .fetch_one(self.db.pool())
        .await
        .unwrap();
        assert_eq!(wrong, 0, "rows that differ from their ledger");
    }
}

pub fn lines(lines: &[(VariantId, u32)]) -> Vec<StockLine> {
    lines
        .iter()
        .map(|(variant, units)| StockLine {
            variant: *variant,
            quantity: Quantity::try_from(*units).unwrap(),
        })
        .collect()
}

pub fn product_saved(name: &str, variant: VariantId, sku: &str, choices: &str) -> Event {
    Event::ProductSaved {
        product: ProductId(ids::mint()),
        slug: "morning-mug".parse().unwrap(),
        name: name.into(),
        status: ProductStatus::Active,
        variants: vec![VariantRef { id: variant, sku: sku.parse().unwrap(), choices: choices.into() }],
    }
}
