//! The back office's log of messages stays quick when it is long.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use platform::testing;
use sqlx::PgPool;

#[sqlx::test(migrator = "notifications::MIGRATOR")]
async fn an_index_serves_every_page_of_the_log(pool: PgPool) {
    for fill in [
        "insert into notifications (id, email, message_template_id, template_name, language, status, subject,
             next_attempt_at, idempotency_key, message_id, created_at)
         select gen_random_uuid(), 'ada' || n || '@example.com', (select id from notification_templates limit 1),
             case when n % 1000 = 1 then 'welcome' else 'order_confirmation' end, 'en',
             case when n % 1000 = 0 then 'queued' else 'failed' end, 'Order ' || n, now(), n, n,
             now() - n * interval '1 minute'
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(&pool).await.unwrap();
    }
    let newest = "order by created_at desc, id desc limit $4";
    for (arguments, index) in [
        ("null, null, '', 25, 0", "notifications_newest"),
        ("'%ada777@%', null, '', 25, 0", "notifications_by_words"),
        ("null, 'queued', '', 25, 0", "notifications_by_status"),
        ("null, null, 'welcome', 25, 0", "notifications_by_template"),
    ] {
        let plan = testing::plan(&pool, env!("CARGO_MANIFEST_DIR"), newest, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{arguments}:\n{plan}");
    }
}
