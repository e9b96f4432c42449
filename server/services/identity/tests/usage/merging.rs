//! Two accounts of one person.

use crate::{
    addresses::at,
    common::{PASSWORD, Shop, shop, shopper},
    customers::acts,
};
use contracts::{
    Actor, CustomerNoteId, ErrorKind, UserId,
    identity::{Identity as _, MatchReason, Realm},
};
use sqlx::PgPool;

async fn save(shop: &Shop, user: UserId, street: &str, is_default: bool) {
    shop.identity.save_address(shopper(user), None, at(street), is_default).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn everything_of_the_one_is_the_other_s_and_its_log_in_is_closed(pool: PgPool) {
    let shop = shop(pool).await;
    let manager = shop.staff("manager").await.session.actor();
    let kept = shop.register("ada@example.com").await.session.user;
    let ending = shop.register("ada+old@example.com").await;
    let merged = ending.session.user;
    save(&shop, kept, "1 First Street", true).await;
    save(&shop, merged, "1 First Street", true).await;
    save(&shop, merged, "2 Second Street", false).await;
    shop.identity.set_customer_tags(manager.clone(), merged, vec!["vip".into()]).await.unwrap();
    let note = CustomerNoteId(platform::ids::mint());
    shop.identity.add_customer_note(manager.clone(), merged, note, "Calls often".into()).await.unwrap();
    let ways_in = format!(
        "insert into passkeys (id, user_id, credential_id, passkey, name)
             values (gen_random_uuid(), '{merged}', 'x', '{{}}', 'Phone');
         insert into external_identities (id, user_id, provider, issuer, subject)
             values (gen_random_uuid(), '{merged}', 'corp', 'https://corp.example', 'ada')"
    );
    shop.execute(&ways_in).await.unwrap();
    let preview = shop.identity.merge_preview(manager.clone(), kept, merged).await.unwrap();
    assert_eq!((preview.passkeys, preview.identities), (1, 1), "it is said that they end");

    for _ in 0..2 {
        shop.identity.merge_customers(manager.clone(), kept, merged).await.unwrap();
    }
    let book = shop.identity.customer_addresses(manager.clone(), kept).await.unwrap();
    let streets: Vec<_> =
        book.iter().map(|saved| (saved.address.street.as_str(), saved.is_default)).collect();
    assert_eq!(streets, [("1 First Street", true), ("2 Second Street", false)]);
    let file = shop.identity.customer_file(manager.clone(), kept).await.unwrap().unwrap();
    assert_eq!((file.customer.tags, file.notes.len()), (vec!["vip".to_owned()], 1));

    let gone = shop.identity.customer_file(manager, merged).await.unwrap().unwrap();
    assert_eq!((gone.customer.status.as_str(), gone.merged_into), ("deleted", Some(kept)));
    assert!(gone.sessions.is_empty() && gone.notes.is_empty());
    let open = "select (select count(*) from passkeys) + (select count(*) from external_identities)";
    let open: i64 = sqlx::query_scalar(open).fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(open, 0, "what opened the one account does not open the other");
    assert!(shop.shop_session(&ending.token).await.is_none());
    assert!(shop.log_in(Realm::Shop, "ada+old@example.com", PASSWORD).await.is_err());
    let told = shop.published().await;
    assert_eq!(told.iter().filter(|name| *name == "customers_merged").count(), 1);
    assert!(!told.contains(&"user_deleted".to_owned()), "nobody erases what now is the other's");
    assert_eq!(acts(&shop, kept).await, ["customer.merged"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn accounts_that_look_alike_are_found(pool: PgPool) {
    let shop = shop(pool).await;
    let manager = shop.staff("manager").await.session.actor();
    let ada = shop.register("ada@example.com").await.session.user;
    let mailbox = shop.register("ada+shop@example.com").await.session.user;
    let neighbour = shop.register("lovelace@example.com").await.session.user;
    shop.register("ada@elsewhere.example").await;
    save(&shop, ada, "1 First Street", true).await;
    save(&shop, neighbour, "9 Ninth Street", true).await;
    let found = shop.identity.merge_candidates(manager, ada).await.unwrap();
    let mut found: Vec<_> = found.into_iter().map(|one| (one.customer.id, one.reasons)).collect();
    found.sort_by_key(|(user, _)| *user);
    let by_mailbox = found.iter().find(|(user, _)| *user == mailbox).unwrap();
    assert_eq!(by_mailbox.1, [MatchReason::Mailbox]);
    let by_place = found.iter().find(|(user, _)| *user == neighbour).unwrap();
    assert!(by_place.1.contains(&MatchReason::NameAndPostalCode), "{:?}", by_place.1);
    assert_eq!(found.len(), 2);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_cannot_be_merged_is_refused_and_said_beforehand(pool: PgPool) {
    let shop = shop(pool).await;
    let support = shop.staff("support").await.session;
    let manager = shop.staff("manager").await.session.actor();
    let (ada, bob) = (shop.register("ada@example.com").await, shop.register("bob@example.com").await);
    let (ada, bob) = (ada.session.user, bob.session.user);
    let merge = |kept, merged| shop.identity.merge_customers(manager.clone(), kept, merged);
    assert_eq!(merge(ada, ada).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(merge(ada, support.user).await.unwrap_err().kind, ErrorKind::Conflict);
    let nobody = UserId(platform::ids::mint());
    assert_eq!(merge(ada, nobody).await.unwrap_err().kind, ErrorKind::NotFound);
    shop.identity.set_blocked(Actor::System, bob, true).await.unwrap();
    assert_eq!(merge(ada, bob).await.unwrap_err().kind, ErrorKind::Conflict);
    let preview = shop.identity.merge_preview(manager.clone(), ada, bob).await.unwrap();
    assert!(preview.refusal.is_some_and(|why| why.contains("blocked")));
    let by_support = shop.identity.merge_customers(support.actor(), ada, bob).await;
    assert_eq!(by_support.unwrap_err().kind, ErrorKind::Forbidden);
    assert_eq!(acts(&shop, ada).await, [""; 0]);
}
