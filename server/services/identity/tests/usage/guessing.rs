//! Guessing at passwords: who waits, and who does not.

use crate::common::{PASSWORD, Shop, shop, shopper};
use contracts::{
    ErrorKind,
    identity::{Identity as _, Realm},
};
use sqlx::PgPool;

const EVE: &str = "198.51.100.7";
const HOME: &str = "192.0.2.1";

async fn kind_of(shop: &Shop, address: &str, password: &str) -> Option<ErrorKind> {
    let tried = shop.log_in_from(Some(address), Realm::Shop, "ada@example.com", password).await;
    tried.err().map(|error| error.kind)
}

/// Five wrong passwords, which is when waiting begins.
async fn guess(shop: &Shop, address: &str) {
    for _ in 0..5 {
        assert_eq!(kind_of(shop, address, "wrong password").await, Some(ErrorKind::Unauthenticated));
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn after_five_wrong_passwords_one_waits_but_not_for_ever(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register("ada@example.com").await;
    let try_with = async |password| shop.log_in(Realm::Shop, "ada@example.com", password).await;
    for _ in 0..5 {
        assert_eq!(try_with("wrong password").await.unwrap_err().kind, ErrorKind::Unauthenticated);
    }
    assert_eq!(try_with(PASSWORD).await.unwrap_err().kind, ErrorKind::TooMany);
    shop.execute("update failed_log_ins set last_failed_at = now() - interval '31 seconds'").await.unwrap();
    assert_eq!(try_with("wrong again").await.unwrap_err().kind, ErrorKind::Unauthenticated);
    shop.execute("update failed_log_ins set last_failed_at = now() - interval '31 seconds'").await.unwrap();
    assert_eq!(try_with(PASSWORD).await.unwrap_err().kind, ErrorKind::TooMany, "the delay grows");
    shop.execute("update failed_log_ins set last_failed_at = now() - interval '15 minutes'").await.unwrap();
    assert!(try_with(PASSWORD).await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_flood_of_wrong_passwords_at_once_is_no_way_around_the_waiting(pool: PgPool) {
    let shop = std::sync::Arc::new(shop(pool).await);
    let tries = (0..20).map(|_| {
        let shop = std::sync::Arc::clone(&shop);
        tokio::spawn(async move { shop.log_in(Realm::Shop, "ada@example.com", "wrong password").await })
    });
    let mut checked = 0;
    for answer in tries.collect::<Vec<_>>() {
        let kind = answer.await.unwrap().unwrap_err().kind;
        checked += usize::from(kind == ErrorKind::Unauthenticated);
    }
    assert!((5..=6).contains(&checked), "{checked} were checked");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_guesses_locks_out_the_own_network_and_not_the_owner(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register("ada@example.com").await;
    guess(&shop, EVE).await;
    assert_eq!(kind_of(&shop, "198.51.100.200", PASSWORD).await, Some(ErrorKind::TooMany), "a neighbour");
    assert_eq!(kind_of(&shop, HOME, PASSWORD).await, None);
    assert_eq!(kind_of(&shop, EVE, PASSWORD).await, Some(ErrorKind::TooMany), "also after her log-in");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn many_networks_that_guess_together_are_slowed_down_but_not_where_the_owner_was_before(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register("ada@example.com").await;
    assert_eq!(kind_of(&shop, HOME, PASSWORD).await, None);
    for network in 0..10 {
        guess(&shop, &format!("203.0.{network}.9")).await;
    }
    assert_eq!(kind_of(&shop, "203.0.77.9", PASSWORD).await, Some(ErrorKind::TooMany));
    assert_eq!(kind_of(&shop, HOME, PASSWORD).await, None);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_new_password_ends_all_waiting(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register("ada@example.com").await;
    guess(&shop, EVE).await;
    let issued = shop.identity.begin_password_reset("ada@example.com".into()).await.unwrap().unwrap();
    shop.identity.reset_password(issued.token, "another horse".into()).await.unwrap();
    assert_eq!(kind_of(&shop, EVE, "another horse").await, None);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn guessing_at_the_door_does_not_keep_the_owner_from_changing_the_password(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    guess(&shop, EVE).await;
    shop.identity.change_password(ada, PASSWORD.into(), "another horse".into(), None).await.unwrap();
}
