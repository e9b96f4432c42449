//! The back office's list of payments stays quick when it is long.

use crate::support::Shop;
use contracts::{Actor, payments::Payments as _};
use platform::testing;
use sqlx::PgPool;
use std::{cmp::Reverse, collections::HashSet};

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
    let back = "order by transaction_date, id limit $2";
    let far = "'', 26, 0, now() - interval '9 days', gen_random_uuid()";
    for (words, arguments, index) in [
        (newest, "'', 26, 0, null, null", "payments_newest"),
        (newest, far, "payments_newest"),
        (back, far, "payments_newest"),
        (newest, "'%f1c1592588411002af340cbaedd6fc33%', 26, 0, null, null", "payments_by_words"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{words} {arguments}:\n{plan}");
        assert!(arguments != far || plan.contains("Index Cond: (ROW("), "{words} {arguments}:\n{plan}");
    }
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_walk_through_payments_and_back_meets_each_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    // Five at a time at the same moment.
    let fill =
        "insert into payments (id, checkout_id, payment_method, amount_minor, currency, payment_status,
             transaction_date, gateway, captured_minor)
         select gen_random_uuid(), gen_random_uuid(), 'card', 1000, 'EUR', 'captured',
             now() - n / 5 * interval '1 minute', 'stripe', 1000
         from generate_series(1, 25) n";
    sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    let read = async |page| shop.payments.payments(Actor::System, String::new(), page).await.unwrap();
    let (down, up) = testing::walked(4, read).await;
    assert_eq!((down.len(), &up), (25, &down));
    let gone_by: HashSet<_> = down.iter().map(|payment| payment.id).collect();
    assert_eq!(gone_by.len(), 25);
    assert!(down.is_sorted_by_key(|payment| Reverse(payment.created_at)));
}
