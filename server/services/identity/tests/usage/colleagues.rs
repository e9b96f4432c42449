//! Making colleagues, changing what they may do, locking people out.

use crate::common::{PASSWORD, Shop, shop, shopper};
use contracts::{
    Actor, ErrorKind, Permission, UserId,
    identity::{AuditQuery, Identity as _, Invitation, Realm},
};
use sqlx::PgPool;

fn invitation(email: &str, role: &str) -> Invitation {
    Invitation { name: " Bob Babbage ".into(), email: email.into(), role: role.into() }
}

async fn acts(shop: &Shop, action: &str) -> Vec<(String, String)> {
    let query = AuditQuery { action: action.into(), ..AuditQuery::default() };
    let page = shop.identity.audit_log(Actor::System, query).await.unwrap();
    page.items.into_iter().map(|entry| (entry.actor, entry.subject)).collect()
}

async fn assign(shop: &Shop, actor: &Actor, user: UserId, role: &str) -> contracts::Result<()> {
    shop.identity.assign_roles(actor.clone(), user, vec![role.to_owned()]).await
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_administrator_invites_a_colleague_who_chooses_a_password(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await.session.actor();
    let invited = invitation("Bob@example.com", "support");
    let issued = shop.identity.invite_staff(admin.clone(), invited.clone()).await.unwrap();
    assert_eq!((issued.name.as_str(), issued.email.as_str()), ("Bob Babbage", "bob@example.com"));
    shop.execute("update password_resets set expires_at = expires_at - interval '71 hours'").await.unwrap();
    shop.identity.reset_password(issued.token, "another horse".into()).await.unwrap();
    let bob = shop.log_in(Realm::Staff, "bob@example.com", "another horse").await.unwrap().session;
    assert!(bob.permissions.contains(&Permission::ViewOrders));
    let invited_by = [("administrator@example.com".to_owned(), format!("user {}", bob.user))];
    assert_eq!(acts(&shop, "staff.invited").await, invited_by);
    let again = shop.identity.invite_staff(admin, invited).await.unwrap_err();
    assert!(again.for_field("email").is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_account_that_was_there_before_is_not_trusted_with_a_role(pool: PgPool) {
    let shop = shop(pool).await;
    let squatter = shop.register("bob@example.com").await;
    let admin = shop.staff("administrator").await.session.actor();
    shop.identity.invite_staff(admin, invitation("bob@example.com", "manager")).await.unwrap();
    assert!(shop.shop_session(&squatter.token).await.is_none());
    assert!(shop.log_in(Realm::Staff, "bob@example.com", PASSWORD).await.is_err());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn all_that_is_wrong_with_an_invitation_is_told_at_once(pool: PgPool) {
    let shop = shop(pool).await;
    let wrong = Invitation { name: " ".into(), email: "bob".into(), role: "king".into() };
    let error = shop.identity.invite_staff(Actor::System, wrong).await.unwrap_err();
    let fields: Vec<&str> = error.fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "email", "role"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn only_administrators_make_colleagues_and_lock_people_out(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    for actor in [shop.staff("support").await, shop.staff("manager").await].map(|one| one.session.actor()) {
        let refused = [
            assign(&shop, &actor, ada, "administrator").await.unwrap_err(),
            shop.identity.set_blocked(actor.clone(), ada, true).await.unwrap_err(),
            shop.identity.invite_staff(actor, invitation("x@example.com", "support")).await.unwrap_err(),
        ];
        assert!(refused.iter().all(|error| error.kind == ErrorKind::Forbidden), "{refused:?}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_changed_role_counts_from_the_next_request_on(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await.session.actor();
    let bob = shop.staff("support").await;
    assign(&shop, &admin, bob.session.user, "manager").await.unwrap();
    assert!(shop.staff_session(&bob.token).await.is_none());
    let again = shop.log_in(Realm::Staff, "support@example.com", PASSWORD).await.unwrap().session;
    assert!(again.permissions.contains(&Permission::EditCatalog));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_last_administrator_stays_one(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await.session;
    let other = shop.register("other@example.com").await.session.user;
    assign(&shop, &admin.actor(), other, "administrator").await.unwrap();
    shop.identity.set_blocked(admin.actor(), other, true).await.unwrap();
    let demoted = assign(&shop, &admin.actor(), admin.user, "manager").await.unwrap_err();
    let blocked = shop.identity.set_blocked(admin.actor(), admin.user, true).await.unwrap_err();
    assert_eq!([demoted.kind, blocked.kind], [ErrorKind::Conflict; 2], "a blocked one does not count");
    assert!(shop.log_in(Realm::Staff, "administrator@example.com", PASSWORD).await.is_ok());
    shop.identity.set_blocked(admin.actor(), other, false).await.unwrap();
    assign(&shop, &admin.actor(), admin.user, "manager").await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn two_administrators_who_remove_each_other_at_once_leave_one(pool: PgPool) {
    let shop = shop(pool).await;
    let one = shop.staff("administrator").await.session;
    let two = shop.register("two@example.com").await.session.user;
    assign(&shop, &one.actor(), two, "administrator").await.unwrap();
    let admin = one.actor();
    let answers = tokio::join!(
        assign(&shop, &admin, two, "support"),
        shop.identity.set_blocked(Actor::System, one.user, true),
    );
    let refused = [answers.0.is_err(), answers.1.is_err()].into_iter().filter(|refused| *refused).count();
    assert_eq!(refused, 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_person_who_is_locked_out_is_out_at_once_until_let_in_again(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await.session.actor();
    let ada = shop.register("ada@example.com").await;
    let block = async |blocked| shop.identity.set_blocked(admin.clone(), ada.session.user, blocked).await;
    block(true).await.unwrap();
    block(true).await.unwrap();
    assert!(shop.shop_session(&ada.token).await.is_none());
    assert!(shop.log_in(Realm::Shop, "ada@example.com", PASSWORD).await.is_err());
    assert!(shop.identity.begin_password_reset("ada@example.com".into()).await.unwrap().is_none());
    block(false).await.unwrap();
    assert!(shop.shop_session(&ada.token).await.is_none(), "the sessions have ended");
    assert!(shop.log_in(Realm::Shop, "ada@example.com", PASSWORD).await.is_ok());
    assert_eq!(acts(&shop, "account.blocked").await.len(), 1, "once is once");
    assert_eq!(acts(&shop, "account.unblocked").await.len(), 1);
    let nobody = shop.identity.set_blocked(admin.clone(), UserId(platform::ids::mint()), true).await;
    assert_eq!(nobody.unwrap_err().kind, ErrorKind::NotFound);
    let by_shopper = shop.identity.set_blocked(shopper(ada.session.user), ada.session.user, false).await;
    assert_eq!(by_shopper.unwrap_err().kind, ErrorKind::Forbidden);
}
