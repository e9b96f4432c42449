//! What people agree to, and what is told to them.

use crate::common::{PASSWORD, Shop, nowhere, shop, shopper};
use contracts::{
    Actor, ErrorKind, Permission, SessionId, UserId,
    identity::{Consent, Event, Identity as _, Purpose, SignedIn},
};
use sqlx::PgPool;

async fn ask(shop: &Shop, who: &SignedIn, password: &str) -> contracts::Result<()> {
    let actor = shopper(who.session.user);
    shop.identity.begin_data_export(actor, who.session.id, password.into(), String::new()).await
}

fn support() -> Actor {
    let (user, email) = (UserId(platform::ids::mint()), "grace@example.com".to_owned());
    Actor::Staff { user, email, permissions: vec![Permission::ViewCustomers] }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn taking_back_is_as_easy_as_agreeing_and_both_are_remembered(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    let newsletter = Purpose::Newsletter;
    for granted in [false, true, true, false] {
        shop.identity.set_consent(ada.clone(), newsletter, granted).await.unwrap();
    }
    let history = shop.identity.consents(ada).await.unwrap();
    let steps: Vec<_> = history.iter().map(|step| (step.granted, step.wording.as_str())).collect();
    assert_eq!(
        steps,
        [(false, Purpose::WORDING), (true, Purpose::WORDING)],
        "what is so already is not written"
    );
    assert!(!Consent::is_given(&history, newsletter));
    assert_eq!(shop.published().await.iter().filter(|event| *event == "consent_changed").count(), 2);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_history_of_consents_cannot_be_changed(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    shop.identity.set_consent(ada, Purpose::Newsletter, true).await.unwrap();
    assert!(shop.execute("update consents set granted = false").await.is_err());
    assert!(shop.execute("delete from consents").await.is_err());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn staff_see_what_somebody_agreed_to_and_guests_nothing(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    shop.identity.set_consent(shopper(ada), Purpose::Personalisation, true).await.unwrap();
    let seen = shop.identity.customer_consents(support(), ada).await.unwrap();
    assert!(Consent::is_given(&seen, Purpose::Personalisation));
    let refused = shop.identity.customer_consents(shopper(ada), ada).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    let refused = shop.identity.consents(Actor::Guest).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn data_are_told_to_the_session_that_proved_itself_and_for_ten_minutes(pool: PgPool) {
    let shop = shop(pool).await;
    let (ada, eve) = (shop.register("ada@example.com").await, shop.register("eve@example.com").await);
    let actor = shopper(ada.session.user);
    let wrong = ask(&shop, &ada, "wrong password").await.unwrap_err();
    assert!(wrong.for_field("password").is_some(), "{wrong:?}");
    ask(&shop, &ada, PASSWORD).await.unwrap();
    let subject = shop.identity.data_subject(actor.clone(), ada.session.id).await.unwrap();
    assert_eq!((subject.user, subject.email), (ada.session.user, None), "the address is not proved");

    let foreign = shop.identity.data_subject(shopper(eve.session.user), ada.session.id).await.unwrap_err();
    assert_eq!(foreign.kind, ErrorKind::Forbidden);
    let elsewhere = SessionId(platform::ids::mint());
    assert!(shop.identity.data_subject(actor.clone(), elsewhere).await.is_err());
    shop.execute("update data_exports set asked_at = asked_at - interval '11 minutes'").await.unwrap();
    let late = shop.identity.data_subject(actor, ada.session.id).await.unwrap_err();
    assert_eq!(late.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_takes_their_data_home_more_than_five_times_a_day(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await;
    for _ in 0..5 {
        ask(&shop, &ada, PASSWORD).await.unwrap();
    }
    assert_eq!(ask(&shop, &ada, PASSWORD).await.unwrap_err().kind, ErrorKind::TooMany);
}

/// What staff, providers and the person's wishes leave beside an account.
async fn kept_beside(shop: &Shop, user: UserId) {
    let statements = format!(
        "insert into customer_tags (user_id, tag) values ('{user}', 'press list');
         insert into customer_groups (id, name) values (gen_random_uuid(), 'Wholesale');
         insert into customer_group_members (group_id, user_id) select id, '{user}' from customer_groups;
         insert into customer_notes (id, user_id, author, text)
             values (gen_random_uuid(), '{user}', 'grace@example.com', 'Rings twice.');
         insert into customer_looks (id, user_id, staff_id, staff_email, staff_session, token, expires_at)
             values (gen_random_uuid(), '{user}', gen_random_uuid(), 'grace@example.com', gen_random_uuid(),
                 repeat('a', 64), now() + interval '1 hour');
         insert into external_identities (id, user_id, provider, issuer, subject, email)
             values (gen_random_uuid(), '{user}', 'corp', 'https://corp.example', 'ada', 'ada@corp.example');
         insert into email_changes (id, user_id, former_email, wanted_email, wanted_token, asked_in, expires_at)
             values (gen_random_uuid(), '{user}', 'ada@example.com', 'countess@example.com', repeat('b', 64),
                 gen_random_uuid(), now() + interval '1 day');
         insert into oauth_clients (id, name, redirect_uris, grants, scopes)
             values (gen_random_uuid(), 'Bookworm', array['https://app.example/'], array['authorization_code'], array['read']);
         insert into oauth_grants (id, client_id, user_id, scopes, expires_at)
             select gen_random_uuid(), id, '{user}', scopes, now() + interval '1 day' from oauth_clients"
    );
    shop.execute(&statements).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_is_told_is_all_of_oneself_and_no_secret(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await;
    let actor = shopper(ada.session.user);
    let home = crate::addresses::at("12 St James's Square");
    shop.identity.save_address(actor.clone(), None, home, true).await.unwrap();
    kept_beside(&shop, ada.session.user).await;
    ask(&shop, &ada, PASSWORD).await.unwrap();
    let subject = shop.identity.data_subject(actor.clone(), ada.session.id).await.unwrap();
    let refused = shop.identity.personal_data(actor, subject.clone()).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden, "asked for by the flow only");
    let told = shop.identity.personal_data(Actor::System, subject).await.unwrap();
    let text: String = told.into_iter().map(|section| section.rows).collect();
    for own in [
        "ada@example.com",
        "Ada Lovelace",
        "St James",
        "account.exported",
        "countess@example.com",
        "ada@corp.example",
        "Wholesale",
        "press list",
        "Rings twice.",
        "began_at",
        "Bookworm",
    ] {
        assert!(text.contains(own), "{own}: {text}");
    }
    assert!(!text.contains("argon2") && !text.contains(&ada.token), "{text}");
    assert!(!text.contains("grace@example.com"), "which colleague it was is not told: {text}");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_erasure_takes_consents_back_and_the_person_out_of_events(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session.user;
    shop.execute("update users set email_verified_at = now()").await.unwrap();
    shop.identity.set_consent(shopper(ada), Purpose::Newsletter, true).await.unwrap();
    shop.identity.delete_account(shopper(ada), nowhere(), PASSWORD.into(), String::new()).await.unwrap();
    let history = shop.identity.customer_consents(support(), ada).await.unwrap();
    assert_eq!((history[0].granted, history[0].source.as_str()), (false, "erasure"));
    let events = platform::testing::published(&shop.db).await;
    let text: String = events.iter().map(|event| event.payload.to_string()).collect();
    assert!(!text.contains("Ada") && !text.contains("ada@"), "{text}");
    let last = platform::decode::<Event>(events.last().unwrap()).unwrap();
    let hash = platform::ids::hash_token("ada@example.com");
    assert_eq!(last, Event::UserDeleted { user: ada, address_hash: Some(hash) });
}
