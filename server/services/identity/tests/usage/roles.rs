//! Roles that a shop makes of permissions.

use crate::common::{Shop, shop};
use contracts::{
    Actor, ErrorKind, Permission, UserId,
    identity::{AuditQuery, CustomerQuery, Identity as _, Invitation, Role, RoleDraft},
};
use sqlx::PgPool;

fn draft(name: &str, permissions: &[Permission]) -> RoleDraft {
    let description = "Answers at night".to_owned();
    RoleDraft { name: name.into(), description, permissions: permissions.to_vec(), version: None }
}

/// Somebody of the staff who may do this and nothing else.
fn member(permissions: &[Permission]) -> Actor {
    let user = UserId(platform::ids::mint());
    Actor::Staff { user, email: "clerk@example.com".into(), permissions: permissions.to_vec() }
}

async fn make(shop: &Shop, name: &str, permissions: &[Permission]) {
    shop.identity.save_role(Actor::System, draft(name, permissions)).await.unwrap();
}

async fn role(shop: &Shop, name: &str) -> Option<Role> {
    let roles = shop.identity.roles(Actor::System).await.unwrap();
    roles.into_iter().find(|role| role.name == name)
}

/// A change of the role as it is now.
async fn changed(shop: &Shop, name: &str, permissions: &[Permission]) -> RoleDraft {
    let version = role(shop, name).await.map(|role| role.version);
    RoleDraft { version, ..draft(name, permissions) }
}

async fn details(shop: &Shop, action: &str) -> Vec<String> {
    let query = AuditQuery { action: action.into(), ..AuditQuery::default() };
    let page = shop.identity.audit_log(Actor::System, query).await.unwrap();
    page.items.into_iter().map(|entry| format!("{} {}", entry.subject, entry.details)).collect()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_role_of_ones_own_lets_in_to_exactly_what_it_says_now(pool: PgPool) {
    let shop = shop(pool).await;
    make(&shop, "Night clerk", &[Permission::ViewCustomers]).await;
    let signed_in = shop.staff("night_clerk").await;
    let clerk = signed_in.session.actor();
    assert!(shop.identity.customers(clerk.clone(), CustomerQuery::default()).await.is_ok());
    assert_eq!(shop.identity.api_keys(clerk).await.unwrap_err().kind, ErrorKind::Forbidden);
    let kept = role(&shop, "night_clerk").await.unwrap();
    assert_eq!((kept.members, kept.is_built_in), (1, false));

    let other = changed(&shop, "night_clerk", &[Permission::ViewOrders, Permission::ViewStock]).await;
    shop.identity.save_role(Actor::System, other).await.unwrap();
    let session = shop.staff_session(&signed_in.token).await.unwrap();
    assert_eq!(session.permissions, [Permission::ViewStock, Permission::ViewOrders]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn of_two_who_change_one_role_at_once_the_second_is_told(pool: PgPool) {
    let shop = shop(pool).await;
    make(&shop, "clerk", &[Permission::ViewOrders]).await;
    let first = changed(&shop, "clerk", &[Permission::ViewOrders, Permission::ShipOrders]).await;
    let second = changed(&shop, "clerk", &[Permission::ViewStock]).await;
    shop.identity.save_role(Actor::System, first.clone()).await.unwrap();
    let refused = shop.identity.save_role(Actor::System, second).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    assert_eq!(role(&shop, "clerk").await.unwrap().permissions, first.permissions);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_gives_what_they_may_not_do_themselves(pool: PgPool) {
    let shop = shop(pool).await;
    let chief = member(&[Permission::ManageStaff, Permission::ViewOrders]);
    let refused = |answer: contracts::Result<()>, field: &str| {
        let error = answer.unwrap_err();
        assert!(error.for_field(field).unwrap().contains("refund payments"), "{error:?}");
    };
    let greedy = draft("cashier", &[Permission::ViewOrders, Permission::RefundPayments]);
    refused(shop.identity.save_role(chief.clone(), greedy.clone()).await, "permissions");
    make(&shop, "cashier", &greedy.permissions).await;
    let ada = shop.register("ada@example.com").await.session.user;
    let assigned = shop.identity.assign_roles(chief.clone(), ada, vec!["cashier".into()]).await;
    refused(assigned, "roles");
    let bob =
        |role: &str| Invitation { name: "Bob".into(), email: "bob@example.com".into(), role: role.into() };
    refused(shop.identity.invite_staff(chief.clone(), bob("cashier")).await.map(|_| ()), "role");

    shop.identity.save_role(chief.clone(), draft("reader", &[Permission::ViewOrders])).await.unwrap();
    shop.identity.invite_staff(chief.clone(), bob("reader")).await.unwrap();
    shop.identity.assign_roles(chief, ada, vec!["reader".into()]).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_has_less_may_take_from_a_role_and_leave_the_rest(pool: PgPool) {
    let shop = shop(pool).await;
    make(&shop, "cashier", &[Permission::ViewOrders, Permission::ViewStock, Permission::RefundPayments])
        .await;
    let smaller = changed(&shop, "cashier", &[Permission::ViewOrders, Permission::RefundPayments]).await;
    shop.identity.save_role(member(&[Permission::ManageStaff]), smaller.clone()).await.unwrap();
    assert_eq!(role(&shop, "cashier").await.unwrap().permissions, smaller.permissions);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_administrators_and_customers_may_do_stays(pool: PgPool) {
    let shop = shop(pool).await;
    for name in ["administrator", "customer"] {
        let changed = RoleDraft { version: Some(1), ..draft(name, &[Permission::ViewOrders]) };
        let refused = shop.identity.save_role(Actor::System, changed).await.unwrap_err();
        let deleted = shop.identity.delete_role(Actor::System, name.into()).await.unwrap_err();
        assert_eq!([refused.kind, deleted.kind], [ErrorKind::Conflict; 2], "{name}");
    }
    assert_eq!(role(&shop, "administrator").await.unwrap().permissions, Permission::ALL);
    assert!(role(&shop, "customer").await.is_none(), "it is no role of staff");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_role_that_somebody_has_is_not_deleted(pool: PgPool) {
    let shop = shop(pool).await;
    make(&shop, "clerk", &[Permission::ViewOrders]).await;
    let clerk = shop.staff("clerk").await.session.user;
    let delete = async |name: &str| shop.identity.delete_role(Actor::System, name.into()).await;
    let refused = delete("clerk").await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    assert!(refused.message.starts_with("1 person"), "{}", refused.message);
    shop.identity.assign_roles(Actor::System, clerk, Vec::new()).await.unwrap();
    delete("clerk").await.unwrap();
    assert!(role(&shop, "clerk").await.is_none());
    assert_eq!(delete("clerk").await.unwrap_err().kind, ErrorKind::NotFound);
    let again = shop.identity.assign_roles(Actor::System, clerk, vec!["clerk".into()]).await;
    assert!(again.unwrap_err().for_field("roles").is_some());
    assert_eq!(delete("support").await.unwrap_err().kind, ErrorKind::Conflict, "it is built in");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn two_roles_never_have_one_name(pool: PgPool) {
    let shop = shop(pool).await;
    make(&shop, "clerk", &[Permission::ViewOrders]).await;
    for taken in ["Clerk ", "support", "administrator", "customer"] {
        let again = shop.identity.save_role(Actor::System, draft(taken, &[Permission::ViewOrders])).await;
        assert!(again.unwrap_err().for_field("name").is_some(), "{taken}");
    }
    let unknown = RoleDraft { version: Some(1), ..draft("nobody", &[Permission::ViewOrders]) };
    let unknown = shop.identity.save_role(Actor::System, unknown).await.unwrap_err();
    assert_eq!(unknown.kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_audit_log_tells_what_a_role_allowed_before_and_after(pool: PgPool) {
    let shop = shop(pool).await;
    make(&shop, "clerk", &[Permission::ViewOrders]).await;
    let larger = [Permission::ViewOrders, Permission::ShipOrders];
    for _ in 0..2 {
        let draft = changed(&shop, "clerk", &larger).await;
        shop.identity.save_role(Actor::System, draft).await.unwrap();
    }
    shop.identity.delete_role(Actor::System, "clerk".into()).await.unwrap();
    let changed = details(&shop, "role.changed").await;
    assert_eq!(changed.len(), 1, "what is the same is no change: {changed:?}");
    let both = ["role clerk", r#""before": ["view_orders"]"#, r#""after": ["view_orders", "ship_orders"]"#];
    assert!(both.iter().all(|part| changed[0].contains(part)), "{changed:?}");
    assert_eq!(details(&shop, "role.created").await.len(), 1);
    assert_eq!(details(&shop, "role.deleted").await.len(), 1);
}
