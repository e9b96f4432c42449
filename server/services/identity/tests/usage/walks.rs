//! Lists of people and of acts are read by keys, to their ends and back.

use crate::common::shop;
use contracts::{
    Actor,
    identity::{AuditQuery, CustomerQuery, Identity as _},
};
use platform::testing;
use sqlx::PgPool;
use std::collections::HashSet;

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_walk_through_people_and_back_meets_each_once(pool: PgPool) {
    let shop = shop(pool).await;
    for fill in [
        // Five at a time at the same moment.
        "insert into users (id, username, email, hashed_password, created_at)
         select gen_random_uuid(), 'Ada ' || n, 'ada' || n || '@example.com', '$argon2id$',
             now() - n / 5 * interval '1 minute'
         from generate_series(1, 25) n",
        "insert into user_roles (user_id, role_id) select id, 1 from users",
        "insert into customer_tags (user_id, tag) select id, 'vip' from users where email <> 'ada7@example.com'",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    for (tag, found) in [("", 25), ("vip", 24)] {
        let read = async |page| {
            let query = CustomerQuery { tag: tag.to_owned(), page, ..CustomerQuery::default() };
            shop.identity.customers(Actor::System, query).await.unwrap()
        };
        let (down, up) = testing::walked(4, read).await;
        let ids: HashSet<_> = down.iter().map(|person| person.id).collect();
        assert_eq!((ids.len(), down.len()), (found, found), "{tag}");
        assert_eq!(up, down, "{tag}");
        let keys: Vec<_> = down.iter().rev().map(|person| (person.created_at, person.id)).collect();
        assert!(keys.is_sorted(), "{tag}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_walk_through_the_audit_log_and_back_meets_each_act_once(pool: PgPool) {
    let shop = shop(pool).await;
    let fill = "insert into audit_log (at, actor, action, subject, details)
         select timestamptz '2026-11-20 08:00Z' - n / 5 * interval '1 minute', 'ada@example.com', 'product.updated',
             'product ' || n, '{}'
         from generate_series(1, 25) n";
    sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    let read = async |page| {
        let query = AuditQuery { page, ..AuditQuery::default() };
        shop.identity.audit_log(Actor::System, query).await.unwrap()
    };
    let (down, up) = testing::walked(4, read).await;
    assert_eq!((down.len(), &up), (25, &down));
    let keys: Vec<_> = down.iter().rev().map(|entry| (entry.at, entry.number)).collect();
    assert!(keys.is_sorted());
}
