//! Staff whose roles follow what the provider says.

use super::{ada_with, corp, refusal};
use crate::common::PASSWORD;
use contracts::{
    Actor, Permission,
    identity::{FederationRefusal, Identity as _, Invitation, Realm, RoleDraft},
};
use serde_json::{Value, json};
use sqlx::PgPool;

fn member_of(groups: &[&str]) -> Value {
    ada_with(&json!({ "groups": groups }))
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_mapped_group_opens_the_back_office_with_its_role(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.enter(Realm::Staff, member_of(&["everybody", "helpers"])).await.session;
    assert_eq!(session.roles, ["customer", "support"]);
    assert!(session.permissions.contains(&Permission::ViewOrders));
    assert_eq!(corp.acts().await, ["roles.assigned", "staff.logged_in"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_group_may_be_mapped_to_a_role_of_the_shop_s_own_once_there_is_one(pool: PgPool) {
    let corp = corp(pool).await;
    let missing = async || identity::missing_roles(&corp.shop.db, &corp.fake.config()).await.unwrap();
    assert_eq!(missing().await, ["night_clerk"]);
    let early = corp.come(Realm::Staff, member_of(&["night"])).await;
    assert_eq!(refusal(&early), Some(FederationRefusal::NoRole));
    let permissions = vec![Permission::ViewOrders];
    let clerk =
        RoleDraft { name: "night clerk".into(), description: String::new(), permissions, version: None };
    corp.shop.identity.save_role(Actor::System, clerk).await.unwrap();
    assert!(missing().await.is_empty());
    let session = corp.enter(Realm::Staff, member_of(&["night"])).await.session;
    assert_eq!(session.roles, ["customer", "night_clerk"]);
    assert_eq!(session.permissions, [Permission::ViewOrders]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_has_no_mapped_group_is_not_let_in_and_gets_no_account(pool: PgPool) {
    let corp = corp(pool).await;
    for person in [member_of(&[]), member_of(&["administrator"]), super::ada()] {
        let outcome = corp.come(Realm::Staff, person).await;
        assert_eq!(refusal(&outcome), Some(FederationRefusal::NoRole));
    }
    assert_eq!(corp.shop.published().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn roles_are_exactly_those_of_the_latest_sign_in(pool: PgPool) {
    let corp = corp(pool).await;
    corp.shop.staff("administrator").await;
    let first = corp.enter(Realm::Staff, member_of(&["shop-admins"])).await;
    assert_eq!(first.session.roles, ["customer", "administrator"]);
    let second = corp.enter(Realm::Staff, member_of(&["helpers"])).await;
    assert_eq!(second.session.roles, ["customer", "support"]);
    assert!(corp.shop.staff_session(&first.token).await.is_none(), "it was opened with more");
    let third = corp.enter(Realm::Staff, member_of(&["helpers"])).await;
    assert!(corp.shop.staff_session(&second.token).await.is_some(), "nothing changed");
    assert!(corp.shop.staff_session(&third.token).await.is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_loses_the_group_loses_the_role_and_the_office_sessions(pool: PgPool) {
    let corp = corp(pool).await;
    let office = corp.enter(Realm::Staff, member_of(&["helpers"])).await;
    let shop = corp.enter(Realm::Shop, member_of(&[])).await;
    let outcome = corp.come(Realm::Staff, member_of(&[])).await;
    assert_eq!(refusal(&outcome), Some(FederationRefusal::NoRole));
    assert!(corp.shop.staff_session(&office.token).await.is_none());
    let shopper = corp.shop.shop_session(&shop.token).await.unwrap();
    assert_eq!(shopper.roles, ["customer"], "as a shopper they stay");
    assert_eq!(corp.acts().await.last().map(String::as_str), Some("roles.assigned"));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn roles_that_were_given_here_are_not_taken_by_a_provider_that_gave_none(pool: PgPool) {
    let corp = corp(pool).await;
    let user = corp.enter(Realm::Shop, super::ada()).await.session.user;
    corp.shop.identity.assign_roles(Actor::System, user, vec!["manager".into()]).await.unwrap();
    let outcome = corp.come(Realm::Staff, super::ada()).await;
    assert_eq!(refusal(&outcome), Some(FederationRefusal::NoRole));
    let customer = corp.shop.identity.customer(Actor::System, user).await.unwrap().unwrap();
    assert_eq!(customer.roles, ["customer", "manager"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_last_administrator_stays_one_and_the_log_says_so(pool: PgPool) {
    let corp = corp(pool).await;
    corp.enter(Realm::Staff, member_of(&["shop-admins"])).await;
    let demoted = corp.enter(Realm::Staff, member_of(&["helpers"])).await;
    assert_eq!(demoted.session.roles, ["customer", "administrator"]);
    assert!(corp.acts().await.contains(&"roles.kept".to_owned()));
    let gone = corp.come(Realm::Staff, member_of(&[])).await;
    assert_eq!(refusal(&gone), Some(FederationRefusal::NoRole));
    assert!(corp.shop.staff_session(&demoted.token).await.is_none(), "the door is closed all the same");
    let customer = corp.shop.identity.customer(Actor::System, demoted.session.user).await.unwrap().unwrap();
    assert_eq!(customer.roles, ["customer", "administrator"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_invitation_ends_what_was_linked_before(pool: PgPool) {
    let corp = corp(pool).await;
    let user = corp.enter(Realm::Shop, super::ada()).await.session.user;
    let invitation =
        Invitation { name: "Ada".into(), email: "ada@example.com".into(), role: "support".into() };
    let link = corp.shop.identity.invite_staff(Actor::System, invitation).await.unwrap();
    assert_eq!(link.user, user);
    let linked: i64 = sqlx::query_scalar("select count(*) from external_identities")
        .fetch_one(corp.shop.db.pool())
        .await
        .unwrap();
    assert_eq!(linked, 0);
    corp.shop.identity.reset_password(link.token, "another horse".into()).await.unwrap();
    assert!(corp.shop.log_in(Realm::Staff, "ada@example.com", PASSWORD).await.is_err());
}
