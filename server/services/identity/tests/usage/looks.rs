//! Looking at the shop as a customer.

use crate::{
    common::{PASSWORD, Shop, shop},
    customers::acts,
};
use contracts::{
    Actor, ErrorKind, UserId,
    identity::{ClientInfo, Identity as _, Realm, Session, SignedIn},
};
use sqlx::PgPool;

async fn look(shop: &Shop, desk: &Session, user: UserId) -> contracts::Result<SignedIn> {
    shop.identity.begin_look(desk.actor(), desk.id, user, ClientInfo::default()).await
}

async fn seen(shop: &Shop, token: &str) -> Option<Session> {
    shop.identity.look(token.to_owned()).await.unwrap()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn support_looks_as_a_customer_and_both_ends_are_written_down(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session;
    let ada = shop.register("ada@example.com").await.session;
    let opened = look(&shop, &support, ada.user).await.unwrap();
    let session = seen(&shop, &opened.token).await.unwrap();
    assert_eq!((session.user, session.looker.as_deref()), (ada.user, Some("support@example.com")));
    assert_eq!(session, opened.session);
    assert_eq!(shop.identity.end_look(opened.token.clone()).await.unwrap(), Some(ada.user));
    assert!(seen(&shop, &opened.token).await.is_none());
    assert_eq!(shop.identity.end_look(opened.token).await.unwrap(), None, "once is once");
    assert_eq!(acts(&shop, ada.user).await, ["customer.look_began", "customer.look_ended"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_lets_one_look_is_no_session_of_the_customer_s(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session;
    let ada = shop.register("ada@example.com").await;
    let opened = look(&shop, &support, ada.session.user).await.unwrap();
    assert!(shop.shop_session(&opened.token).await.is_none(), "nobody is logged in with it");
    assert!(shop.staff_session(&opened.token).await.is_none());
    assert!(seen(&shop, &ada.token).await.is_none(), "nor does a session let one look");
    assert_eq!(shop.identity.sessions(ada.session.actor()).await.unwrap().len(), 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_look_ends_with_the_session_of_the_back_office_the_account_and_half_an_hour(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    let support = shop.staff("support").await;
    let opened = look(&shop, &support.session, ada).await.unwrap();
    shop.identity.log_out(support.token).await.unwrap();
    assert!(seen(&shop, &opened.token).await.is_none(), "log-out");

    let again = shop.log_in(Realm::Staff, "support@example.com", PASSWORD).await.unwrap().session;
    let opened = look(&shop, &again, ada).await.unwrap();
    shop.identity.set_blocked(Actor::System, ada, true).await.unwrap();
    assert!(seen(&shop, &opened.token).await.is_none(), "blocked");
    shop.identity.set_blocked(Actor::System, ada, false).await.unwrap();
    assert!(seen(&shop, &opened.token).await.is_some());
    let later = "update customer_looks set began_at = began_at - interval '31 minutes',
                     expires_at = expires_at - interval '31 minutes'";
    shop.execute(later).await.unwrap();
    assert!(seen(&shop, &opened.token).await.is_none(), "half an hour");

    shop.identity.purge_expired().await.unwrap();
    let told = acts(&shop, ada).await;
    assert_eq!(told.iter().filter(|act| *act == "customer.look_ended").count(), 2, "{told:?}");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_may_not_look_does_not_and_nobody_looks_as_a_colleague(pool: PgPool) {
    let shop = shop(pool).await;
    let (support, manager) = (shop.staff("support").await.session, shop.staff("manager").await.session);
    let ada = shop.register("ada@example.com").await.session;
    assert_eq!(look(&shop, &support, manager.user).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(look(&shop, &ada, support.user).await.unwrap_err().kind, ErrorKind::Forbidden);
    let borrowed = shop.identity.begin_look(support.actor(), manager.id, ada.user, ClientInfo::default());
    assert_eq!(borrowed.await.unwrap_err().kind, ErrorKind::Forbidden, "the session is another's");
    let opened = look(&shop, &support, ada.user).await.unwrap();
    shop.execute("delete from role_permissions where permission = 'impersonate_customers'").await.unwrap();
    assert!(seen(&shop, &opened.token).await.is_none(), "the permission was withdrawn meanwhile");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn customers_see_when_staff_looked_and_not_who(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session;
    let ada = shop.register("ada@example.com").await.session;
    let bob = shop.register("bob@example.com").await.session;
    look(&shop, &support, ada.user).await.unwrap();
    // Another look of the same session ends the first.
    look(&shop, &support, bob.user).await.unwrap();
    let looks = shop.identity.looks(ada.actor()).await.unwrap();
    assert_eq!((looks.len(), looks[0].by.as_deref()), (1, None));
    assert!(looks[0].until < looks[0].began_at + std::time::Duration::from_mins(1));
    let file = shop.identity.customer_file(support.actor(), ada.user).await.unwrap().unwrap();
    assert_eq!(file.looks[0].by.as_deref(), Some("support@example.com"));
    assert_eq!(acts(&shop, ada.user).await, ["customer.look_began", "customer.look_ended"]);
}
