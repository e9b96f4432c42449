//! Whether people read the mail of the address they gave.

use crate::common::{PASSWORD, Shop, nowhere, shop, shopper};
use contracts::{Actor, ErrorKind, UserId, identity::Identity as _};
use sqlx::PgPool;

async fn issue(shop: &Shop, user: UserId) -> String {
    shop.identity.begin_email_verification(shopper(user)).await.unwrap().unwrap().token
}

async fn is_verified(shop: &Shop, user: UserId) -> bool {
    let (own, staffs) = (
        shop.identity.profile(shopper(user)).await.unwrap().email_verified,
        shop.identity.customer(Actor::System, user).await.unwrap().unwrap().email_verified,
    );
    assert_eq!(own, staffs);
    own
}

async fn let_pass(shop: &Shop, time: &str) {
    let statement = format!(
        "update email_verifications set created_at = created_at - interval '{time}', expires_at = expires_at - interval '{time}'"
    );
    shop.execute(&statement).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_address_is_proved_by_a_link_that_works_once(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    assert!(!is_verified(&shop, ada).await, "nobody is taken at their word");
    let token = issue(&shop, ada).await;
    assert_eq!(shop.identity.verify_email("x".into()).await.unwrap_err().kind, ErrorKind::Invalid);
    assert!(!is_verified(&shop, ada).await);
    shop.identity.verify_email(token.clone()).await.unwrap();
    assert!(is_verified(&shop, ada).await);
    assert_eq!(shop.identity.verify_email(token).await.unwrap_err().kind, ErrorKind::Invalid);
    assert!(shop.identity.begin_email_verification(shopper(ada)).await.unwrap().is_none(), "it is proved");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_link_is_kept_as_a_hash_and_ends_after_a_day_and_with_a_newer_one(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    let older = issue(&shop, ada).await;
    let kept: String =
        sqlx::query_scalar("select token from email_verifications").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(kept, platform::ids::hash_token(&older));
    let_pass(&shop, "2 minutes").await;
    let newer = issue(&shop, ada).await;
    assert!(shop.identity.verify_email(older).await.is_err());
    let_pass(&shop, "24 hours").await;
    assert!(shop.identity.verify_email(newer).await.is_err());
    assert!(!is_verified(&shop, ada).await);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_asks_for_link_after_link_waits_longer_each_time(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    let again = async || shop.identity.begin_email_verification(shopper(ada)).await;
    issue(&shop, ada).await;
    for wait in ["1 minute", "4 minutes", "16 minutes"] {
        assert_eq!(again().await.unwrap_err().kind, ErrorKind::TooMany, "before {wait}");
        let_pass(&shop, wait).await;
        assert!(again().await.unwrap().is_some(), "after {wait}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn of_many_that_ask_at_once_one_gets_a_link(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    let ask = async || shop.identity.begin_email_verification(shopper(ada)).await.is_ok();
    let asked: [bool; 3] = tokio::join!(ask(), ask(), ask()).into();
    assert_eq!(asked.into_iter().filter(|got| *got).count(), 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn setting_a_password_by_a_mailed_link_proves_the_address_as_well(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    let waiting = issue(&shop, ada).await;
    let reset = shop.identity.begin_password_reset("ada@example.com".into()).await.unwrap().unwrap();
    shop.identity.reset_password(reset.token, "another horse".into()).await.unwrap();
    assert!(is_verified(&shop, ada).await);
    assert!(shop.identity.verify_email(waiting).await.is_err(), "nothing is left to prove");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_proves_the_address_of_a_blocked_or_erased_account(pool: PgPool) {
    let shop = shop(pool).await;
    let (ada, eve) = (shop.register("ada@example.com").await, shop.register("eve@example.com").await);
    let (ada, eve) = (ada.session.user, eve.session.user);
    let (adas, eves) = (issue(&shop, ada).await, issue(&shop, eve).await);
    shop.identity.delete_account(shopper(ada), nowhere(), PASSWORD.into(), String::new()).await.unwrap();
    shop.identity.set_blocked(Actor::System, eve, true).await.unwrap();
    for token in [adas, eves] {
        assert_eq!(shop.identity.verify_email(token).await.unwrap_err().kind, ErrorKind::Invalid);
    }
    let proved: i64 = sqlx::query_scalar("select count(email_verified_at) from users")
        .fetch_one(shop.db.pool())
        .await
        .unwrap();
    assert_eq!(proved, 0);
    let refused = shop.identity.begin_email_verification(Actor::Guest).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unauthenticated);
}
