//! What staff keep about customers.

use crate::common::{Shop, nowhere, shop, shopper};
use contracts::{
    Actor, CustomerGroupId, CustomerNoteId, ErrorKind, UserId,
    identity::{AuditQuery, CustomerQuery, Identity as _, Realm},
};
use sqlx::PgPool;

/// What was done to an account, oldest first.
pub async fn acts(shop: &Shop, user: UserId) -> Vec<String> {
    let query = AuditQuery { subject: format!("user {user}"), ..AuditQuery::default() };
    let log = shop.identity.audit_log(Actor::System, query).await.unwrap();
    log.items.into_iter().rev().map(|entry| entry.action).collect()
}

async fn tag(shop: &Shop, actor: &Actor, user: UserId, tags: &[&str]) -> contracts::Result<()> {
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    shop.identity.set_customer_tags(actor.clone(), user, tags).await
}

async fn found(shop: &Shop, query: CustomerQuery) -> Vec<String> {
    let page = shop.identity.customers(Actor::System, query).await.unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.into_iter().map(|customer| customer.email.to_string()).collect()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn people_are_found_by_tag_and_by_group(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session.actor();
    let (ada, bob) = (shop.register("ada@example.com").await, shop.register("bob@example.com").await);
    let (ada, bob) = (ada.session.user, bob.session.user);
    tag(&shop, &support, ada, &[" VIP ", "press"]).await.unwrap();
    tag(&shop, &support, bob, &["vip"]).await.unwrap();
    let group = CustomerGroupId(platform::ids::mint());
    shop.identity.save_customer_group(support.clone(), group, "Wholesale".into()).await.unwrap();
    shop.identity.set_group_member(support.clone(), bob, group, true).await.unwrap();

    let by_tag = |tag: &str| CustomerQuery { tag: tag.to_owned(), ..CustomerQuery::default() };
    let by_group = |group| CustomerQuery { group: Some(group), ..CustomerQuery::default() };
    assert_eq!(found(&shop, by_tag("vip")).await, ["bob@example.com", "ada@example.com"]);
    assert_eq!(found(&shop, by_tag("PRESS")).await, ["ada@example.com"]);
    assert_eq!(found(&shop, by_group(group)).await, ["bob@example.com"]);
    assert_eq!(found(&shop, CustomerQuery { group: Some(group), ..by_tag("press") }).await, [""; 0]);
    assert_eq!(shop.identity.customer_tags(support).await.unwrap(), ["press", "vip"]);
    let exported = shop.identity.export_customers(Actor::System, by_tag("press"), None).await.unwrap();
    assert_eq!((exported.len(), exported[0].tags.join(" ")), (1, "press vip".to_owned()));
    assert_eq!(acts(&shop, bob).await, ["customer.tagged", "customer.joined_group"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn people_are_found_by_the_days_on_which_they_began(pool: PgPool) {
    let shop = shop(pool.clone()).await;
    let support = shop.staff("support").await.session.actor();
    let (ada, bob) = (shop.register("ada@example.com").await, shop.register("bob@example.com").await);
    let (ada, bob) = (ada.session.user, bob.session.user);
    for (user, at) in [(ada, "2024-11-20T00:00:00Z"), (bob, "2024-11-20T23:59:59Z")] {
        sqlx::query("update users set created_at = $2 where id = $1")
            .bind(user.0)
            .bind(at.parse::<contracts::Timestamp>().unwrap())
            .execute(&pool)
            .await
            .unwrap();
    }
    tag(&shop, &support, ada, &["vip"]).await.unwrap();
    let days = |from: &str, to: &str| CustomerQuery {
        from: from.parse().ok(),
        to: to.parse().ok(),
        ..CustomerQuery::default()
    };
    let both = ["bob@example.com", "ada@example.com"];
    assert_eq!(found(&shop, days("2024-11-20", "2024-11-20")).await, both);
    assert_eq!(found(&shop, days("", "2024-11-20")).await, both);
    assert_eq!(found(&shop, days("2024-11-21", "2024-11-30")).await, [""; 0]);
    let elsewhere =
        CustomerQuery { time_zone: "America/New_York".into(), ..days("2024-11-20", "2024-11-20") };
    assert_eq!(found(&shop, elsewhere).await, ["bob@example.com"], "midnight is at five there");
    let tagged = CustomerQuery { tag: "vip".into(), ..days("2024-11-20", "2024-11-20") };
    assert_eq!(found(&shop, tagged.clone()).await, ["ada@example.com"]);
    assert_eq!(found(&shop, CustomerQuery { staff_only: true, ..tagged.clone() }).await, [""; 0]);
    let exported = shop.identity.export_customers(Actor::System, tagged, None).await.unwrap();
    assert_eq!(exported.len(), 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_same_tags_again_are_no_act_and_too_many_are_refused(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session.actor();
    let ada = shop.register("ada@example.com").await.session.user;
    tag(&shop, &support, ada, &["vip", "press"]).await.unwrap();
    tag(&shop, &support, ada, &["press", "VIP"]).await.unwrap();
    assert_eq!(acts(&shop, ada).await, ["customer.tagged"]);
    let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
    let refused = shop.identity.set_customer_tags(support.clone(), ada, many).await.unwrap_err();
    assert!(refused.for_field("tags").is_some(), "{refused:?}");
    tag(&shop, &support, ada, &[]).await.unwrap();
    assert_eq!(found(&shop, CustomerQuery { tag: "vip".into(), ..CustomerQuery::default() }).await, [""; 0]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_group_has_one_name_and_leaves_its_members_when_it_goes(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session.actor();
    let ada = shop.register("ada@example.com").await.session.user;
    let [first, second] = [(); 2].map(|()| CustomerGroupId(platform::ids::mint()));
    let save = |id, name: &str| shop.identity.save_customer_group(support.clone(), id, name.to_owned());
    save(first, "Wholesale").await.unwrap();
    let refused = save(second, "wholesale").await.unwrap_err();
    assert!(refused.for_field("name").is_some(), "{refused:?}");
    save(first, "Trade").await.unwrap();
    for _ in 0..2 {
        shop.identity.set_group_member(support.clone(), ada, first, true).await.unwrap();
    }
    let groups = shop.identity.customer_groups(support.clone()).await.unwrap();
    assert_eq!((groups.len(), groups[0].name.as_str(), groups[0].members), (1, "Trade", 1));
    shop.identity.delete_customer_group(support.clone(), first).await.unwrap();
    let file = shop.identity.customer_file(support.clone(), ada).await.unwrap().unwrap();
    assert!(file.groups.is_empty() && file.customer.status == "active");
    let gone = shop.identity.delete_customer_group(support, first).await.unwrap_err();
    assert_eq!(gone.kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_note_is_written_once_and_nobody_changes_it(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session.actor();
    let ada = shop.register("ada@example.com").await.session.user;
    let id = CustomerNoteId(platform::ids::mint());
    for _ in 0..2 {
        let note = "Prefers to be called.".to_owned();
        shop.identity.add_customer_note(support.clone(), ada, id, note).await.unwrap();
    }
    let notes = shop.identity.customer_file(support.clone(), ada).await.unwrap().unwrap().notes;
    assert_eq!((notes.len(), notes[0].author.as_str()), (1, "support@example.com"));
    assert_eq!(acts(&shop, ada).await, ["customer.note_added"]);
    for change in ["text = 'x'", "author = 'x'", "created_at = now()"] {
        assert!(shop.execute(&format!("update customer_notes set {change}")).await.is_err(), "{change}");
    }
    let empty = shop.identity.add_customer_note(support, ada, id, "  ".into()).await.unwrap_err();
    assert!(empty.for_field("text").is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_may_not_edit_customers_changes_nothing_about_them(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session;
    let bob = shop.register("bob@example.com").await.session;
    let viewer = Actor::Staff {
        user: bob.user,
        email: "bob@example.com".into(),
        permissions: vec![contracts::Permission::ViewCustomers],
    };
    for actor in [shopper(ada.user), viewer] {
        assert_eq!(tag(&shop, &actor, ada.user, &["vip"]).await.unwrap_err().kind, ErrorKind::Forbidden);
        let note = CustomerNoteId(platform::ids::mint());
        let written = shop.identity.add_customer_note(actor.clone(), ada.user, note, "x".into()).await;
        assert_eq!(written.unwrap_err().kind, ErrorKind::Forbidden);
        let ended = shop.identity.end_customer_session(actor.clone(), ada.user, ada.id).await;
        assert_eq!(ended.unwrap_err().kind, ErrorKind::Forbidden);
        let merged = shop.identity.merge_customers(actor, ada.user, bob.user).await;
        assert_eq!(merged.unwrap_err().kind, ErrorKind::Forbidden);
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn support_ends_sessions_of_customers_and_not_of_colleagues(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session.actor();
    let manager = shop.staff("manager").await;
    let ada = shop.register("ada@example.com").await;
    let end = |user, session| shop.identity.end_customer_session(support.clone(), user, session);
    end(ada.session.user, ada.session.id).await.unwrap();
    assert!(shop.shop_session(&ada.token).await.is_none());
    let refused = end(manager.session.user, manager.session.id).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    assert!(shop.staff_session(&manager.token).await.is_some());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_staff_kept_about_somebody_goes_with_the_account(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session.actor();
    let ada = shop.register("ada@example.com").await.session;
    tag(&shop, &support, ada.user, &["vip"]).await.unwrap();
    let note = CustomerNoteId(platform::ids::mint());
    shop.identity.add_customer_note(support.clone(), ada.user, note, "Calls often".into()).await.unwrap();
    let password = crate::common::PASSWORD.to_owned();
    shop.identity.delete_account(ada.actor(), nowhere(), password, String::new()).await.unwrap();
    let file = shop.identity.customer_file(support.clone(), ada.user).await.unwrap().unwrap();
    assert!(file.notes.is_empty() && file.customer.tags.is_empty());
    assert_eq!(tag(&shop, &support, ada.user, &["vip"]).await.unwrap_err().kind, ErrorKind::NotFound);
    assert!(shop.log_in(Realm::Shop, "ada@example.com", crate::common::PASSWORD).await.is_err());
}
