//! The log of events stays quick when it is long, and forgets what is old.

use crate::shop::Shop;
use platform::testing;
use sqlx::PgPool;

async fn fill(shop: &Shop) {
    for fill in [
        "insert into event_logs (event_id, service_name, event_type, aggregate, payload, \"timestamp\")
         select gen_random_uuid(), case when n % 500 = 0 then 'shipping' else 'orders' end,
             case when n % 700 = 0 then 'order_shipped' else 'cart_started' end,
             case when n = 777 then '00000000-0000-0000-0000-000000000777' else gen_random_uuid() end,
             '{}', now() - (20000 - n) * interval '1 hour'
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn an_index_serves_every_page_of_the_log(pool: PgPool) {
    let shop = Shop::open(pool).await;
    fill(&shop).await;
    let newest = "order by number desc limit";
    let back = "order by number limit";
    let far = "'', '', null, 26, 0, 13000";
    for (words, arguments, index) in [
        (newest, "'', '', null, 26, 0, null", "event_logs_pkey"),
        (newest, far, "event_logs_pkey"),
        (back, far, "event_logs_pkey"),
        (newest, "'shipping', '', null, 26, 0, null", "event_logs_by_service"),
        (newest, "'', 'order_shipped', null, 26, 0, null", "event_logs_by_event_type"),
        (newest, "'', '', '00000000-0000-0000-0000-000000000777', 26, 0, null", "event_logs_by_aggregate"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{words} {arguments}:\n{plan}");
        assert!(arguments != far || plan.contains("Index Cond: (number"), "{words} {arguments}:\n{plan}");
    }
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn events_are_forgotten_when_their_time_is_over(pool: PgPool) {
    let shop = Shop::open(pool).await;
    fill(&shop).await;
    analytics::jobs::jobs(&shop.service)[0].run_now(serde_json::Value::Null).await.unwrap();
    assert_eq!(events(&shop).await, 20_000, "for ever unless told otherwise");
    let clock = platform::system_clock();
    let forgetful = analytics::Analytics::new(shop.db.clone(), clock).keeping_events_for(Some(100));
    forgetful.forget_events().await.unwrap();
    assert_eq!(events(&shop).await, 2400);
}

async fn events(shop: &Shop) -> i64 {
    sqlx::query_scalar("select count(*) from event_logs").fetch_one(shop.db.pool()).await.unwrap()
}
