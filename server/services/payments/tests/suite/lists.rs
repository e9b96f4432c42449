//! The back office's list of payments stays quick when it is long.

use crate::support::Shop;
use platform::testing;
use sqlx::PgPool;

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn an_index_serves_every_page_of_payments(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for fill in [
        "insert into payments (id, checkout_id, payment_method, amount_minor, currency, payment_status,
             transaction_date, gateway, gateway_reference, captured_minor)
         select gen_random_uuid(), gen_random_uuid(), 'card', 1000, 'EUR', 'captured', now() - n * interval '1 minute',
             'stripe', 'pi_' || md5(n::text), 1000
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    let newest = "order by transaction_date desc, id desc limit";
    for (arguments, index) in [
        ("'', 25, 0", "payments_newest"),
        ("'%f1c1592588411002af340cbaedd6fc33%', 25, 0", "payments_by_words"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), newest, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{arguments}:\n{plan}");
    }
}
