//! The lists of people and of acts stay quick when they are long.

use platform::testing;
use sqlx::PgPool;

async fn fill(pool: &PgPool) {
    for fill in [
        "insert into users (id, username, email, hashed_password, created_at)
         select gen_random_uuid(), 'Ada ' || n, 'ada' || n || '@example.com', '$argon2id$', now() - n * interval '1 minute'
         from generate_series(1, 20000) n",
        "insert into user_roles (user_id, role_id) select id, 1 from users",
        "insert into user_roles (user_id, role_id) select id, 2 from users limit 10",
        "insert into audit_log (actor, action, subject, details)
         select 'ada@example.com', 'product.updated', 'product ' || n, '{}' from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(pool).await.unwrap();
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_index_serves_every_page_of_people_and_acts(pool: PgPool) {
    fill(&pool).await;
    let (people, acts) =
        ("order by created_at desc, id desc\n           limit", "order by number desc limit");
    for (words, arguments, index) in [
        (people, "'%%', false, 25, 0", "users_newest"),
        (people, "'%ada777@%', false, 25, 0", "users_by_words"),
        (people, "'%%', true, 25, 0", "user_roles_of_staff"),
        (acts, "'%%', 25, 0", "audit_log_pkey"),
        (acts, "'%product 777%', 25, 0", "audit_log_by_words"),
    ] {
        let plan = testing::plan(&pool, env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan on users"), "{words} {arguments}:\n{plan}");
    }
}
