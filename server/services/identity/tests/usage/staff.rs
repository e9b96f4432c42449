//! Roles, the list of people, the audit log, API keys.

use crate::common::{PASSWORD, shop, shopper};
use contracts::{
    Actor, AuditRecord, Envelope, ErrorKind, EventId, Permission, Timestamp,
    identity::{AuditQuery, CustomerQuery, Identity as _, KeyLimits, Realm, Scope},
};
use sqlx::PgPool;

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_each_role_may_do(pool: PgPool) {
    let shop = shop(pool).await;
    let of = async |role: &str| shop.staff(role).await.session.permissions;
    let (support, warehouse) = (of("support").await, of("warehouse").await);
    let (manager, administrator) = (of("manager").await, of("administrator").await);
    let mark = |has: &[Permission], permission| if has.contains(&permission) { "yes" } else { "-" };
    let line = |permission: Permission| {
        let name = format!("{permission:?}");
        let marks = [&support, &warehouse, &manager, &administrator].map(|has| mark(has, permission));
        format!("{name:<21}{:<10}{:<10}{:<9}{}", marks[0], marks[1], marks[2], marks[3])
    };
    let table = Permission::ALL.map(line).join("\n");
    insta::assert_snapshot!(table, @"
    ViewCatalog          yes       -         yes      yes
    EditCatalog          -         -         yes      yes
    ViewStock            yes       yes       yes      yes
    AdjustStock          -         yes       yes      yes
    ViewOrders           yes       yes       yes      yes
    ShipOrders           -         yes       yes      yes
    CancelOrders         -         -         yes      yes
    CapturePayments      -         -         yes      yes
    RefundPayments       -         -         yes      yes
    ViewCustomers        yes       -         yes      yes
    EditCustomers        yes       -         yes      yes
    MergeCustomers       -         -         yes      yes
    ImpersonateCustomers yes       -         yes      yes
    ViewNotifications    yes       -         yes      yes
    EditNotifications    -         -         yes      yes
    ViewAnalytics        -         -         yes      yes
    ViewAudit            -         -         -        yes
    OperateSystem        -         -         -        yes
    ManageSettings       -         -         yes      yes
    ManageApiKeys        -         -         -        yes
    ManageStaff          -         -         -        yes
    ManageWebhooks       -         -         -        yes
    ");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn support_may_not_do_what_administrators_may(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session.actor();
    assert!(shop.identity.customers(support.clone(), CustomerQuery::default()).await.is_ok());
    let audit = shop.identity.audit_log(support.clone(), AuditQuery::default()).await;
    assert_eq!(audit.unwrap_err().kind, ErrorKind::Forbidden);
    let keys = shop.identity.api_keys(support.clone()).await;
    assert_eq!(keys.unwrap_err().kind, ErrorKind::Forbidden);
    let promoted =
        shop.identity.assign_roles(support.clone(), support.user().unwrap(), vec!["manager".into()]).await;
    assert_eq!(promoted.unwrap_err().kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn shoppers_and_guests_see_nobody_else(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session;
    for (actor, kind) in
        [(shopper(ada.user), ErrorKind::Forbidden), (Actor::Guest, ErrorKind::Unauthenticated)]
    {
        let list = shop.identity.customers(actor.clone(), CustomerQuery::default()).await;
        assert_eq!(list.unwrap_err().kind, kind);
        let addresses = shop.identity.customer_addresses(actor, ada.user).await;
        assert_eq!(addresses.unwrap_err().kind, kind);
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_loses_the_roles_loses_the_back_office_at_once(pool: PgPool) {
    let shop = shop(pool).await;
    let manager = shop.staff("manager").await;
    assert!(shop.staff_session(&manager.token).await.is_some());
    shop.identity.assign_roles(Actor::System, manager.session.user, vec![]).await.unwrap();
    assert!(shop.staff_session(&manager.token).await.is_none());
    assert!(shop.log_in(Realm::Staff, "manager@example.com", PASSWORD).await.is_err());
    let unknown = shop.identity.assign_roles(Actor::System, manager.session.user, vec!["king".into()]).await;
    assert!(unknown.unwrap_err().for_field("roles").is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn there_is_one_first_administrator_and_an_account_that_was_there_before_is_not_trusted(pool: PgPool) {
    let shop = shop(pool).await;
    let squatter = shop.register("admin@example.com").await;
    let ensure = async |password: &str| {
        let email = "admin@example.com".parse().unwrap();
        shop.identity.ensure_administrator(Actor::System, email, password.into()).await.unwrap()
    };
    assert!(ensure("a printed password").await);
    assert!(!ensure("another password").await);
    assert!(shop.shop_session(&squatter.token).await.is_none());
    assert!(shop.log_in(Realm::Staff, "admin@example.com", PASSWORD).await.is_err());
    let admin = shop.log_in(Realm::Staff, "admin@example.com", "a printed password").await.unwrap();
    assert_eq!(admin.session.permissions, Permission::ALL);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_administrator_who_lost_the_password_is_given_another(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await;
    let reset = async |actor, email: &str| {
        let email = email.parse().unwrap();
        shop.identity.reset_administrator(actor, email, "a printed password".into()).await
    };
    reset(Actor::System, "administrator@example.com").await.unwrap();
    assert!(shop.staff_session(&admin.token).await.is_none());
    assert!(shop.log_in(Realm::Staff, "administrator@example.com", PASSWORD).await.is_err());
    let back = shop.log_in(Realm::Staff, "administrator@example.com", "a printed password").await.unwrap();
    let action = "administrator.password_reset".to_owned();
    let query = AuditQuery { action, ..AuditQuery::default() };
    let log = shop.identity.audit_log(back.session.actor(), query).await.unwrap();
    assert_eq!(log.items[0].subject, format!("user {}", admin.session.user));
    assert!(shop.published().await.contains(&"password_changed".to_owned()));

    shop.staff("manager").await;
    for nobody in ["manager@example.com", "nobody@example.com"] {
        assert_eq!(reset(Actor::System, nobody).await.unwrap_err().kind, ErrorKind::NotFound, "{nobody}");
    }
    let by_staff = reset(back.session.actor(), "administrator@example.com").await;
    assert_eq!(by_staff.unwrap_err().kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn people_are_found_by_a_part_of_name_or_address(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register("ada@example.com").await;
    shop.register("100%_bob@example.com").await;
    let support = shop.staff("support").await.session.actor();
    let found = async |search: &str, staff_only| {
        let query = CustomerQuery { search: search.into(), staff_only, ..CustomerQuery::default() };
        let page = shop.identity.customers(support.clone(), query).await.unwrap();
        assert_eq!(page.total, page.items.len() as u64);
        page.items.into_iter().map(|person| person.email.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("", false).await, ["support@example.com", "100%_bob@example.com", "ada@example.com"]);
    assert_eq!(found("DA@exam", false).await, ["ada@example.com"]);
    assert_eq!(found("0%_", false).await, ["100%_bob@example.com"]);
    assert_eq!(found("", true).await, ["support@example.com"]);
    let bob = found("bob", true).await;
    assert!(bob.is_empty());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn staff_acts_land_in_the_audit_log_and_it_cannot_be_changed(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await.session.actor();
    let created = shop
        .identity
        .create_api_key(admin.clone(), "Till".into(), vec![Scope::Shop], KeyLimits::default())
        .await
        .unwrap();
    shop.identity.revoke_api_key(admin.clone(), created.key.id).await.unwrap();
    let page = shop.identity.audit_log(admin, AuditQuery::default()).await.unwrap();
    let acts: Vec<_> = page.items.iter().map(|entry| (entry.actor.as_str(), entry.action.as_str())).collect();
    let email = "administrator@example.com";
    let expected = [
        (email, "api_key.revoked"),
        (email, "api_key.created"),
        (email, "staff.logged_in"),
        ("system", "roles.assigned"),
    ];
    assert_eq!(acts, expected);
    assert!(page.items[1].details.contains("Till"), "{:?}", page.items[1]);
    for change in ["update audit_log set actor = 'nobody'", "delete from audit_log", "truncate audit_log"] {
        assert!(shop.execute(change).await.is_err(), "{change}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_act_of_another_service_delivered_twice_is_kept_once(pool: PgPool) {
    let shop = shop(pool).await;
    let record = AuditRecord {
        actor: None,
        actor_label: "manager@example.com".into(),
        action: "product.updated".into(),
        subject: "product 1".into(),
        details: r#"{"price":1}"#.into(),
    };
    let envelope = Envelope {
        id: EventId(platform::ids::mint()),
        service: "catalog".into(),
        name: "audit_recorded".into(),
        aggregate: platform::ids::mint(),
        occurred_at: platform::system_clock().now(),
        request_id: Some("r-1".into()),
        payload: serde_json::to_value(record).unwrap(),
    };
    shop.identity.on_audit(envelope.clone()).await.unwrap();
    shop.identity.on_audit(envelope).await.unwrap();
    let page = shop.identity.audit_log(Actor::System, AuditQuery::default()).await.unwrap();
    assert_eq!(page.total, 1);
    let entry = &page.items[0];
    assert_eq!((entry.action.as_str(), entry.request_id.as_deref()), ("product.updated", Some("r-1")));
    assert_eq!(entry.details, r#"{"price": 1}"#);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_bearer_key_works_until_it_is_revoked(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await.session.actor();
    let nothing = shop
        .identity
        .create_api_key(admin.clone(), " ".into(), vec![], KeyLimits::default())
        .await
        .unwrap_err();
    assert!(nothing.for_field("name").is_some() && nothing.for_field("scopes").is_some());
    let scopes = vec![Scope::Shop, Scope::Read];
    let created = shop
        .identity
        .create_api_key(admin.clone(), "Till".into(), scopes, KeyLimits::default())
        .await
        .unwrap();
    assert!(created.secret.starts_with(&created.key.prefix));
    let key = shop.identity.authenticate_api_key(created.secret.clone(), None).await.unwrap().unwrap();
    assert_eq!((key.id, key.scopes), (created.key.id, vec![Scope::Read, Scope::Shop]));
    let listed = shop.identity.api_keys(admin.clone()).await.unwrap();
    assert!(listed[0].last_used_at.is_some());
    shop.identity.revoke_api_key(admin.clone(), key.id).await.unwrap();
    assert!(shop.identity.authenticate_api_key(created.secret, None).await.unwrap().is_none());
    assert!(shop.identity.api_keys(admin.clone()).await.unwrap().is_empty());
    let again = shop.identity.revoke_api_key(admin, key.id).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_key_ends_by_itself_and_is_refused_from_elsewhere(pool: PgPool) {
    let shop = shop(pool).await;
    let make = async |expires_at: Option<Timestamp>, networks: &[&str]| {
        let networks = networks.iter().map(|text| (*text).to_owned()).collect();
        let limits = KeyLimits { expires_at, networks };
        shop.identity.create_api_key(Actor::System, "Till".into(), vec![Scope::Shop], limits).await
    };
    let now = platform::system_clock().now();
    let hour = std::time::Duration::from_secs(3600);
    for (expires_at, networks, field) in
        [(Some(now - hour), vec![], "expires_at"), (None, vec!["192.0.2.0/24", "home"], "networks")]
    {
        assert!(make(expires_at, &networks).await.unwrap_err().for_field(field).is_some(), "{field}");
    }
    let created = make(Some(now + hour), &["192.0.2.77/24"]).await.unwrap();
    assert_eq!(created.key.limits.networks, ["192.0.2.0/24"]);
    let open = async |address: &str| {
        shop.identity.authenticate_api_key(created.secret.clone(), Some(address.to_owned())).await
    };
    assert_eq!(open("198.51.100.1").await.unwrap_err().kind, ErrorKind::Forbidden);
    assert!(shop.identity.api_keys(Actor::System).await.unwrap()[0].last_used_at.is_none());
    assert!(open("192.0.2.9").await.unwrap().is_some());
    let used = shop.identity.api_keys(Actor::System).await.unwrap().remove(0);
    assert_eq!(used.last_used_from.as_deref(), Some("192.0.2.9"));
    shop.execute("update api_keys set expires_at = now()").await.unwrap();
    assert!(open("192.0.2.9").await.unwrap().is_none());
    assert_eq!(shop.identity.api_keys(Actor::System).await.unwrap().len(), 1, "it is still shown");
}
