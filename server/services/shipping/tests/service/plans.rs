//! The back office's list of parcels stays quick when there are many.

use crate::shop::Shop;
use platform::testing;
use sqlx::PgPool;

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn an_index_serves_every_page_of_parcels(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for fill in [
        "insert into shipments (shipment_id, order_id, carrier, tracking_number, shipment_status, shipped_date,
                                created_at, order_number, search)
         select gen_random_uuid(), gen_random_uuid(), 'DHL', 'T' || n, 'in_transit', now(),
             now() - n * interval '1 minute', 'TW-' || n, lower('TW-' || n || E'\n' || 'T' || n || E'\n' || 'Ada ' || n)
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    let (newest, back) =
        ("order by created_at desc, shipment_id desc limit", "order by created_at, shipment_id limit");
    let far = "null, 26, 0, now() - interval '9 days', gen_random_uuid()";
    for (words, arguments, index) in [
        (newest, "null, 26, 0, null, null", "shipments_by_age"),
        (newest, far, "shipments_by_age"),
        (back, far, "shipments_by_age"),
        (newest, "'%ada 777%', 26, 0, null, null", "shipments_by_words"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{words} {arguments}:\n{plan}");
        assert!(arguments != far || plan.contains("Index Cond: (ROW("), "{words} {arguments}:\n{plan}");
    }
}
