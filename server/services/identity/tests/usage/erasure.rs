//! Erasing one's own account.

use crate::common::{PASSWORD, Shop, nowhere, shop, shopper};
use contracts::{
    Actor, ErrorKind,
    identity::{AuditQuery, Identity as _, Realm},
};
use sqlx::PgPool;

async fn erase(shop: &Shop, actor: Actor, password: &str) -> contracts::Result<()> {
    shop.identity.delete_account(actor, nowhere(), password.to_owned(), String::new()).await
}

/// Everything of all tables but the audit log, as text.
async fn everything_kept(shop: &Shop) -> String {
    let tables = [
        "users",
        "sessions",
        "password_resets",
        "email_verifications",
        "registrations",
        "email_changes",
        "failed_log_ins",
        "saved_addresses",
        "known_devices",
    ];
    let mut text = String::new();
    for table in tables {
        let rows = format!("select coalesce(string_agg(row::text, ' '), '') from {table} row");
        let rows: String =
            sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_one(shop.db.pool()).await.unwrap();
        text.push_str(&rows);
    }
    text
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_erased_account_leaves_a_row_that_tells_of_nobody(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await;
    let actor = shopper(ada.session.user);
    shop.identity
        .save_address(actor.clone(), None, crate::addresses::at("12 St James's Square"), true)
        .await
        .unwrap();
    shop.identity.begin_password_reset("ada@example.com".into()).await.unwrap().unwrap();
    shop.log_in(Realm::Shop, "ada@example.com", "wrong password").await.unwrap_err();
    erase(&shop, actor.clone(), PASSWORD).await.unwrap();
    let kept = everything_kept(&shop).await;
    assert!(!kept.contains("Ada") && !kept.contains("ada@"), "{kept}");
    let row = shop.identity.customer(Actor::System, ada.session.user).await.unwrap().unwrap();
    assert_eq!((row.status.as_str(), row.name.as_str()), ("deleted", "Deleted account"));
    assert!(shop.shop_session(&ada.token).await.is_none());
    assert!(shop.published().await.contains(&"user_deleted".to_owned()));
    assert_eq!(erase(&shop, actor, PASSWORD).await.unwrap_err().kind, ErrorKind::NotFound, "once is once");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_does_not_know_the_password_erases_nothing(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await;
    let refused = erase(&shop, shopper(ada.session.user), "wrong password").await.unwrap_err();
    assert!(refused.for_field("password").is_some(), "{refused:?}");
    assert_eq!(erase(&shop, Actor::System, PASSWORD).await.unwrap_err().kind, ErrorKind::Unauthenticated);
    assert_eq!(shop.shop_session(&ada.token).await, Some(ada.session));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_address_is_free_again_and_the_new_account_is_another(pool: PgPool) {
    let shop = shop(pool).await;
    let before = shop.register("ada@example.com").await.session.user;
    erase(&shop, shopper(before), PASSWORD).await.unwrap();
    assert!(shop.log_in(Realm::Shop, "ada@example.com", PASSWORD).await.is_err());
    assert!(shop.identity.begin_password_reset("ada@example.com".into()).await.unwrap().is_none());
    assert_ne!(shop.register("ada@example.com").await.session.user, before);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_last_administrator_cannot_leave(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await.session;
    let refused = erase(&shop, shopper(admin.user), PASSWORD).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    assert!(
        shop.log_in(Realm::Staff, "administrator@example.com", PASSWORD).await.is_ok(),
        "nothing was erased"
    );
    let other = shop.register("other@example.com").await.session.user;
    shop.identity.assign_roles(Actor::System, other, vec!["administrator".to_owned()]).await.unwrap();
    erase(&shop, shopper(admin.user), PASSWORD).await.unwrap();
    let row = shop.identity.customer(Actor::System, admin.user).await.unwrap().unwrap();
    assert_eq!(row.roles, ["customer"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn two_administrators_who_leave_at_once_leave_one(pool: PgPool) {
    let shop = shop(pool).await;
    let one = shop.staff("administrator").await.session.user;
    let two = shop.register("two@example.com").await.session.user;
    shop.identity.assign_roles(Actor::System, two, vec!["administrator".to_owned()]).await.unwrap();
    let left = tokio::join!(erase(&shop, shopper(one), PASSWORD), erase(&shop, shopper(two), PASSWORD));
    assert_eq!([left.0.is_ok(), left.1.is_ok()].into_iter().filter(|left| *left).count(), 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_erasure_is_in_the_audit_log_by_number_only(pool: PgPool) {
    let shop = shop(pool).await;
    let user = shop.register("ada@example.com").await.session.user;
    erase(&shop, shopper(user), PASSWORD).await.unwrap();
    let query = AuditQuery { action: "account.deleted".into(), ..AuditQuery::default() };
    let entry = shop.identity.audit_log(Actor::System, query).await.unwrap().items.remove(0);
    assert_eq!(entry.subject, format!("user {user}"));
    assert!(!format!("{entry:?}").contains("ada@"), "{entry:?}");
}
