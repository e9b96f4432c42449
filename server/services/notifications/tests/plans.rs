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
    let back = "order by created_at, id limit $4";
    let far = "null, null, '', 26, 0, now() - interval '9 days', gen_random_uuid()";
    for (words, arguments, index) in [
        (newest, "null, null, '', 26, 0, null, null", "notifications_newest"),
        (newest, far, "notifications_newest"),
        (back, far, "notifications_newest"),
        (newest, "'%ada777@%', null, '', 26, 0, null, null", "notifications_by_words"),
        (newest, "null, 'queued', '', 26, 0, null, null", "notifications_by_status"),
        (newest, "null, null, 'welcome', 26, 0, null, null", "notifications_by_template"),
    ] {
        let plan = testing::plan(&pool, env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{words} {arguments}:\n{plan}");
        assert!(arguments != far || plan.contains("Index Cond: (ROW("), "{words} {arguments}:\n{plan}");
    }
}
