//! Asking for an account, and making it by the mailed link.

use crate::common::{PASSWORD, Shop, shop};
use contracts::{
    Actor, ErrorKind, RegistrationId,
    identity::{ClientInfo, FinishedRegistration, Identity as _, Realm, Registration},
};
use sqlx::PgPool;

const ADA: &str = "ada@example.com";

async fn ask(shop: &Shop, email: &str, return_to: &str) -> RegistrationId {
    let registration = Registration { name: "Eve".into(), email: email.into(), password: PASSWORD.into() };
    shop.identity.register(registration, return_to.into()).await.unwrap()
}

/// The token that is mailed.
async fn issue(shop: &Shop, id: RegistrationId) -> Option<String> {
    shop.identity.issue_registration(Actor::System, id).await.unwrap().map(|link| link.token)
}

async fn finish(shop: &Shop, token: &str, password: &str) -> contracts::Result<FinishedRegistration> {
    shop.identity.finish_registration(token.into(), password.into(), ClientInfo::default()).await
}

async fn let_pass(shop: &Shop, time: &str) {
    let moved = format!(
        "update registrations set created_at = created_at - interval '{time}',
             mailed_at = mailed_at - interval '{time}', expires_at = expires_at - interval '{time}'"
    );
    shop.execute(&moved).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_mailed_link_makes_the_account_proves_its_address_and_signs_in(pool: PgPool) {
    let shop = shop(pool).await;
    let token = issue(&shop, ask(&shop, " Ada@Example.com ", "/checkout").await).await.unwrap();
    assert!(shop.log_in(Realm::Shop, ADA, PASSWORD).await.is_err(), "there is no account yet");
    let email = shop.identity.registration(token.clone()).await.unwrap().unwrap();
    assert_eq!(email.as_str(), ADA);
    let made = finish(&shop, &token, PASSWORD).await.unwrap();
    assert_eq!((made.signed_in.session.email.as_str(), made.return_to.as_str()), (ADA, "/checkout"));
    let session = shop.shop_session(&made.signed_in.token).await.unwrap();
    assert!(shop.identity.profile(session.actor()).await.unwrap().email_verified);
    assert_eq!(shop.published().await, ["registration_begun", "user_registered"]);
    assert_eq!(finish(&shop, &token, PASSWORD).await.unwrap_err().kind, ErrorKind::Invalid, "it works once");
    assert!(shop.identity.registration(token).await.unwrap().is_none());
    assert!(shop.log_in(Realm::Shop, ADA, PASSWORD).await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_taken_address_is_answered_like_a_free_one_and_its_owner_is_told(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register(ADA).await;
    let taken = ask(&shop, "ADA@example.com", "").await;
    for _ in 0..2 {
        assert_eq!(issue(&shop, taken).await, None);
    }
    let told = platform::testing::published(&shop.db).await;
    let told: Vec<_> = told.iter().filter(|event| event.name == "registered_again").collect();
    assert_eq!(told.len(), 1, "once, however often the event comes");
    assert_eq!(told[0].payload["email"], ADA);
    let kept: String = sqlx::query_scalar("select name || hashed_password from registrations")
        .fetch_one(shop.db.pool())
        .await
        .unwrap();
    assert_eq!(kept, "Taken$argon2id$", "what was typed is not kept");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_is_written_to_for_a_blocked_account(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register(ADA).await.session.user;
    shop.identity.set_blocked(Actor::System, ada, true).await.unwrap();
    assert_eq!(issue(&shop, ask(&shop, ADA, "").await).await, None);
    assert!(!shop.published().await.contains(&"registered_again".to_owned()));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_reads_the_mail_makes_no_account_for_who_asked(pool: PgPool) {
    let shop = shop(pool).await;
    let token = issue(&shop, ask(&shop, ADA, "").await).await.unwrap();
    let refused = finish(&shop, &token, "another password").await.unwrap_err();
    assert!(refused.for_field("password").is_some(), "Ada does not know what Eve chose: {refused:?}");
    let own = shop.join(ADA).await.unwrap();
    assert_eq!(own.session.name, "Ada Lovelace");
    assert_eq!(finish(&shop, &token, PASSWORD).await.unwrap_err().kind, ErrorKind::Invalid, "it is over");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_link_is_kept_as_a_hash_and_ends_after_a_day_and_with_a_newer_one(pool: PgPool) {
    let shop = shop(pool).await;
    let id = ask(&shop, ADA, "").await;
    let (older, newer) = (issue(&shop, id).await.unwrap(), issue(&shop, id).await.unwrap());
    let kept: String =
        sqlx::query_scalar("select token from registrations").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(kept, platform::ids::hash_token(&newer));
    assert_eq!(finish(&shop, &older, PASSWORD).await.unwrap_err().kind, ErrorKind::Invalid);
    let_pass(&shop, "24 hours").await;
    assert_eq!(finish(&shop, &newer, PASSWORD).await.unwrap_err().kind, ErrorKind::Invalid);
    assert_eq!(issue(&shop, id).await, None);
    shop.identity.purge_expired().await.unwrap();
    let left: i64 =
        sqlx::query_scalar("select count(*) from registrations").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_floods_an_address_and_every_answer_is_the_same(pool: PgPool) {
    let shop = shop(pool).await;
    shop.register("taken@example.com").await;
    let asked = async |email: &str| {
        let id = ask(&shop, email, "").await;
        issue(&shop, id).await.is_some()
    };
    for (wait, mailed) in [("0 minutes", [true, true, true, false]), ("1 hour", [true, true, true, false])] {
        let_pass(&shop, wait).await;
        for expected in mailed {
            assert_eq!(asked(ADA).await, expected, "after {wait}");
            asked("taken@example.com").await;
        }
    }
    let_pass(&shop, "2 hours").await;
    assert!(!asked(ADA).await, "six in a day");
    assert!(asked("grace@example.com").await, "others are not held up");
    let told = shop.published().await;
    assert_eq!(told.iter().filter(|name| *name == "registered_again").count(), 6);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn of_many_who_use_a_link_at_once_one_makes_the_account(pool: PgPool) {
    let shop = shop(pool).await;
    let (first, second) = (ask(&shop, ADA, "").await, ask(&shop, ADA, "").await);
    let (one, other) = (issue(&shop, first).await.unwrap(), issue(&shop, second).await.unwrap());
    let made = tokio::join!(
        finish(&shop, &one, PASSWORD),
        finish(&shop, &one, PASSWORD),
        finish(&shop, &other, PASSWORD),
    );
    let made = [made.0.is_ok(), made.1.is_ok(), made.2.is_ok()];
    assert_eq!(made.iter().filter(|made| **made).count(), 1, "{made:?}");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_link_leads_on_within_the_shop_only(pool: PgPool) {
    let shop = shop(pool).await;
    for (wanted, led) in [("//evil.example", "/account"), ("/admin/staff", "/account"), ("", "/account")] {
        let email = format!("{}@example.com", platform::ids::mint().simple());
        let token = issue(&shop, ask(&shop, &email, wanted).await).await.unwrap();
        assert_eq!(finish(&shop, &token, PASSWORD).await.unwrap().return_to, led, "{wanted}");
    }
}
