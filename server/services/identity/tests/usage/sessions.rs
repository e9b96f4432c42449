//! How sessions live, rotate and end.

use crate::common::{PASSWORD, shop, shopper};
use contracts::{
    ErrorKind, UserId,
    identity::{Identity as _, Realm},
};
use sqlx::PgPool;

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_shop_session_never_opens_the_back_office(pool: PgPool) {
    let shop = shop(pool).await;
    shop.staff("administrator").await;
    let in_shop = shop.log_in(Realm::Shop, "administrator@example.com", PASSWORD).await.unwrap();
    assert_eq!(in_shop.session.roles, ["customer", "administrator"]);
    assert!(in_shop.session.permissions.is_empty());
    assert!(shop.staff_session(&in_shop.token).await.is_none());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_token_rotates_and_the_old_one_stays_valid_for_a_minute_only(pool: PgPool) {
    let shop = shop(pool).await;
    let old = shop.register("ada@example.com").await.token;
    assert_eq!(shop.shop_session(&old).await.unwrap().rotated, None, "it is still fresh");
    shop.let_pass("25 hours").await;
    let new = shop.shop_session(&old).await.unwrap().rotated.unwrap();
    let beside = shop.shop_session(&old).await.unwrap();
    assert_eq!(beside.rotated, None, "a request sent at the same time does not rotate again");
    shop.let_pass("61 seconds").await;
    assert!(shop.shop_session(&old).await.is_none());
    assert!(shop.shop_session(&new).await.is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn of_parallel_requests_one_rotates_and_none_is_logged_out(pool: PgPool) {
    let shop = shop(pool).await;
    let token = shop.register("ada@example.com").await.token;
    shop.let_pass("25 hours").await;
    let (a, b, c, d) = tokio::join!(
        shop.shop_session(&token),
        shop.shop_session(&token),
        shop.shop_session(&token),
        shop.shop_session(&token),
    );
    let rotated =
        [a, b, c, d].into_iter().filter(|session| session.as_ref().unwrap().rotated.is_some()).count();
    assert_eq!(rotated, 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_unused_session_ends_sooner_in_the_back_office(pool: PgPool) {
    let shop = shop(pool).await;
    let staff = shop.staff("manager").await;
    let shopper = shop.register("ada@example.com").await;
    shop.let_pass("121 minutes").await;
    assert!(shop.staff_session(&staff.token).await.is_none());
    assert!(shop.shop_session(&shopper.token).await.is_some());
    shop.let_pass("31 days").await;
    assert!(shop.shop_session(&shopper.token).await.is_none());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_session_that_is_looked_at_is_not_used(pool: PgPool) {
    let shop = shop(pool).await;
    let token = shop.staff("manager").await.token;
    let peek = |realm| shop.identity.peek_session(realm, token.clone());
    shop.let_pass("70 minutes").await;
    let session = peek(Realm::Staff).await.unwrap().unwrap();
    assert!(session.rotated.is_none() && !session.permissions.is_empty());
    assert!(peek(Realm::Shop).await.unwrap().is_none());
    shop.let_pass("55 minutes").await;
    assert!(peek(Realm::Staff).await.unwrap().is_none(), "it ended although it was looked at");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn however_much_it_is_used_a_session_ends(pool: PgPool) {
    let shop = shop(pool).await;
    let staff = shop.staff("manager").await;
    shop.let_pass("12 hours").await;
    shop.execute("update sessions set last_used_at = now()").await.unwrap();
    assert!(shop.staff_session(&staff.token).await.is_none());
    shop.identity.purge_expired().await.unwrap();
    let left = shop.identity.sessions(staff.session.actor()).await.unwrap();
    assert!(left.iter().all(|session| session.realm == Realm::Shop));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn logging_out_ends_the_session_also_with_the_token_before(pool: PgPool) {
    let shop = shop(pool).await;
    let old = shop.register("ada@example.com").await.token;
    shop.let_pass("25 hours").await;
    let new = shop.shop_session(&old).await.unwrap().rotated.unwrap();
    shop.identity.log_out(old).await.unwrap();
    assert!(shop.shop_session(&new).await.is_none());
    shop.identity.log_out("unknown".into()).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn one_sees_and_ends_ones_own_sessions_only(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await;
    let bob = shop.register("bob@example.com").await.session.user;
    let other = shop.log_in(Realm::Shop, "ada@example.com", PASSWORD).await.unwrap();
    let listed = shop.identity.sessions(shopper(ada.session.user)).await.unwrap();
    let ids: Vec<_> = listed.into_iter().map(|session| session.id).collect();
    assert_eq!(ids, [other.session.id, ada.session.id], "newest first");
    let by_bob = shop.identity.revoke_session(shopper(bob), ada.session.id).await.unwrap_err();
    assert_eq!(by_bob.kind, ErrorKind::NotFound);
    shop.identity.revoke_session(shopper(ada.session.user), ada.session.id).await.unwrap();
    assert!(shop.shop_session(&ada.token).await.is_none());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_blocked_person_is_out_at_once(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await;
    shop.execute("update users set status = 'blocked'").await.unwrap();
    assert!(shop.shop_session(&ada.token).await.is_none());
    let profile = shop.identity.profile(shopper(UserId(ada.session.user.0))).await;
    assert_eq!(profile.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_stolen_table_opens_nothing(pool: PgPool) {
    let shop = shop(pool).await;
    let token = shop.register("ada@example.com").await.token;
    let stored: String =
        sqlx::query_scalar("select token from sessions").fetch_one(shop.db.pool()).await.unwrap();
    assert_ne!(stored, token);
    assert!(shop.shop_session(&stored).await.is_none());
}
