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
        "insert into customer_tags (user_id, tag) select id, 'regular' from users limit 10000",
        "insert into customer_tags (user_id, tag) select id, 'vip' from users limit 10",
        "insert into customer_groups (id, name) values ('00000000-0000-0000-0000-000000000777', 'Wholesale'),
             ('00000000-0000-0000-0000-000000000778', 'Others')",
        "insert into customer_group_members (group_id, user_id)
         select '00000000-0000-0000-0000-000000000777', id from users limit 10",
        "insert into customer_group_members (group_id, user_id)
         select '00000000-0000-0000-0000-000000000778', id from users limit 10000",
        // So many at once are not chained one by one here: what is looked at is how they are found.
        "alter table audit_log disable trigger audit_log_chained",
        "insert into audit_log (at, actor, action, subject, details)
         select now() - n * interval '1 minute', 'ada@example.com',
             case when n % 1000 = 0 then 'stock.adjusted' else 'product.updated' end, 'product ' || n, '{}'
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(pool).await.unwrap();
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_index_serves_every_page_of_people_and_acts(pool: PgPool) {
    fill(&pool).await;
    let page = "order by u.created_at desc, u.id desc limit";
    let people = format!("and not $2 and $3 = '' and $4::uuid is null {page}");
    let staff = format!("and $2 and $3 = '' and $4::uuid is null {page}");
    let (tagged, grouped) = (format!("chosen.tag = $3 {page}"), format!("chosen.group_id = $4 {page}"));
    let back = "and not $2 and $3 = '' and $4::uuid is null order by u.created_at, u.id limit";
    let far = "'%%', false, '', null, null, null, 25, 0, now() - interval '9 days', gen_random_uuid()";
    let acts = "order by at desc, number desc limit $6 offset";
    let acts_back = "order by at, number limit $6 offset";
    let further = "null, null, null, null, null, 50, 0, null, now() - interval '9 days', 13000";
    let file = "order by at desc, number desc limit $8";
    for (words, arguments, index) in [
        (people.as_str(), "'%%', false, '', null, null, null, 25, 0, null, null", "users_newest"),
        (people.as_str(), far, "users_newest"),
        (back, far, "users_newest"),
        (people.as_str(), "'%ada777@%', false, '', null, null, null, 25, 0, null, null", "users_by_words"),
        (
            people.as_str(),
            "'%%', false, '', null, now() - interval '9 days', now() - interval '8 days', 25, 0, null, null",
            "users_newest",
        ),
        (staff.as_str(), "'%%', true, '', null, null, null, 25, 0, null, null", "user_roles_of_staff"),
        (tagged.as_str(), "'%%', false, 'vip', null, null, null, 25, 0, null, null", "customer_tags_by_tag"),
        (
            grouped.as_str(),
            "'%%', false, '', '00000000-0000-0000-0000-000000000777', null, null, 25, 0, null, null",
            "customer_group_members_pkey",
        ),
        (acts, "null, null, null, null, null, 50, 0, null, null, null", "audit_log_by_time"),
        (acts, further, "audit_log_by_time"),
        (acts_back, further, "audit_log_by_time"),
        (acts, "null, null, '%product 777%', null, null, 50, 0, null, null, null", "audit_log_by_words"),
        (
            acts,
            "null, null, '%01932f6e-7c1a-7d3e-9b52-00aa5f3a9c21%', null, null, 50, 0, '01932f6e-7c1a-7d3e-9b52-00aa5f3a9c21', null, null",
            "audit_log_by_subject_words",
        ),
        (
            acts,
            "array['bob@example.com'], null, null, null, null, 50, 0, null, null, null",
            "audit_log_by_actor",
        ),
        ("with recursive people", "'%ada%'", "audit_log_by_actor"),
        (acts, "null, 'stock.adjusted', null, null, null, 50, 0, null, null, null", "audit_log_by_action"),
        (
            acts,
            "null, null, null, now() - interval '9 days', now() - interval '8 days', 50, 0, null, null, null",
            "audit_log_by_time",
        ),
        (
            file,
            "null, null, null, null, null, now() - interval '9 days', 13000, 500, null",
            "audit_log_by_time",
        ),
    ] {
        let plan = testing::plan(&pool, env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        let reads_all = plan.contains("Seq Scan on users") || plan.contains("Seq Scan on audit_log");
        assert!(plan.contains(index) && !reads_all, "{words} {arguments}:\n{plan}");
        let is_reached = ![far, further].contains(&arguments) || plan.contains("Index Cond: (ROW(");
        assert!(is_reached, "{words} {arguments}:\n{plan}");
    }
}
