//! Another address, confirmed at both ends.

use crate::common::{PASSWORD, Shop, nowhere, shop, shopper};
use contracts::{
    Actor, ErrorKind, SessionId,
    identity::{
        EmailChange, EmailChangeStage, EmailEnd, Identity as _, Invitation, NewEmail, Realm, SignedIn,
    },
};
use sqlx::PgPool;

const ADA: &str = "ada@example.com";
const NEW: &str = "ada@example.org";

/// Ada, whose address is proved.
async fn proved(shop: &Shop) -> SignedIn {
    let ada = shop.register(ADA).await;
    let link = shop.identity.begin_email_verification(ada.session.actor()).await.unwrap().unwrap();
    shop.identity.verify_email(link.token).await.unwrap();
    ada
}

async fn ask(shop: &Shop, who: &SignedIn, wanted: &str) -> contracts::Result<EmailChange> {
    let wanted = NewEmail { email: wanted.into(), password: PASSWORD.into(), code: String::new() };
    shop.identity.begin_email_change(who.session.actor(), wanted, who.session.id).await
}

/// A change with both links, as they are mailed.
async fn asked(shop: &Shop, who: &SignedIn) -> (String, String) {
    let change = ask(shop, who, NEW).await.unwrap();
    (change.former_token.unwrap(), change.wanted_token.unwrap())
}

async fn confirm(shop: &Shop, token: &str) -> contracts::Result<bool> {
    shop.identity.confirm_email_change(token.to_owned()).await
}

async fn email(shop: &Shop, who: &SignedIn) -> String {
    shop.identity.profile(who.session.actor()).await.unwrap().email.to_string()
}

async fn let_pass(shop: &Shop, time: &str) {
    let statement = format!(
        "update email_changes set created_at = created_at - interval '{time}',
             expires_at = expires_at - interval '{time}', changed_at = changed_at - interval '{time}'"
    );
    shop.execute(&statement).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_address_changes_once_both_ends_have_confirmed_in_either_order(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (former, wanted) = asked(&shop, &ada).await;
    assert!(!confirm(&shop, &wanted).await.unwrap());
    assert!(!confirm(&shop, &wanted).await.unwrap(), "twice is once");
    assert_eq!(email(&shop, &ada).await, ADA);
    let pending = shop.identity.pending_email_change(ada.session.actor()).await.unwrap().unwrap();
    assert_eq!((pending.waits_for_former, pending.waits_for_wanted), (true, false));
    assert!(confirm(&shop, &former).await.unwrap());
    assert_eq!(email(&shop, &ada).await, NEW);
    assert!(shop.identity.profile(ada.session.actor()).await.unwrap().email_verified);
    assert!(shop.identity.pending_email_change(ada.session.actor()).await.unwrap().is_none());
    assert!(shop.log_in(Realm::Shop, ADA, PASSWORD).await.is_err());
    assert!(shop.log_in(Realm::Shop, NEW, PASSWORD).await.is_ok());
    assert!(shop.published().await.contains(&"email_changed".to_owned()));
    for token in [former, wanted] {
        assert_eq!(confirm(&shop, &token).await.unwrap_err().kind, ErrorKind::Invalid, "it is done");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn where_the_former_address_was_never_proved_the_new_one_confirms_alone(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register(ADA).await;
    let change = ask(&shop, &ada, " Ada@Example.org ").await.unwrap();
    assert!(change.former_token.is_none(), "whoever reads it may be a stranger");
    assert!(confirm(&shop, &change.wanted_token.unwrap()).await.unwrap());
    assert_eq!(email(&shop, &ada).await, NEW);
    shop.register(ADA).await;
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_change_ends_the_other_sessions_and_every_link_of_the_former_address(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let elsewhere = shop.log_in(Realm::Shop, ADA, PASSWORD).await.unwrap();
    let reset = shop.identity.begin_password_reset(ADA.into()).await.unwrap().unwrap();
    let (former, wanted) = asked(&shop, &ada).await;
    confirm(&shop, &former).await.unwrap();
    confirm(&shop, &wanted).await.unwrap();
    assert!(shop.shop_session(&ada.token).await.is_some(), "the one it was asked for in");
    assert!(shop.shop_session(&elsewhere.token).await.is_none());
    let late = shop.identity.reset_password(reset.token, "another horse".into()).await.unwrap_err();
    assert_eq!(late.kind, ErrorKind::Invalid);
    assert!(shop.identity.begin_password_reset(ADA.into()).await.unwrap().is_none());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn only_who_knows_the_password_asks_and_not_for_the_same_address(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let wrong = NewEmail { email: NEW.into(), password: "wrong password".into(), code: String::new() };
    let refused = shop.identity.begin_email_change(ada.session.actor(), wrong.clone(), ada.session.id).await;
    assert!(refused.unwrap_err().for_field("password").is_some());
    for useless in ["nowhere", "ADA@example.com"] {
        assert!(ask(&shop, &ada, useless).await.unwrap_err().for_field("email").is_some(), "{useless}");
    }
    let session = SessionId(platform::ids::mint());
    let guest = shop.identity.begin_email_change(Actor::Guest, wrong, session).await.unwrap_err();
    assert_eq!(guest.kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_taken_address_is_answered_like_a_free_one_and_its_owner_can_be_told(pool: PgPool) {
    let shop = shop(pool).await;
    let (ada, grace) = (proved(&shop).await, shop.register("grace@example.com").await);
    let change = ask(&shop, &ada, "grace@example.com").await.unwrap();
    assert_eq!(change.owner.unwrap().user, grace.session.user);
    assert!(change.wanted_token.is_none(), "nobody gets a link to it");
    let pending = shop.identity.pending_email_change(ada.session.actor()).await.unwrap().unwrap();
    assert!(pending.waits_for_former && pending.waits_for_wanted);
    assert!(!confirm(&shop, &change.former_token.unwrap()).await.unwrap());
    assert_eq!(email(&shop, &ada).await, ADA);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_address_that_was_taken_meanwhile_stays_with_who_took_it(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (former, wanted) = asked(&shop, &ada).await;
    confirm(&shop, &former).await.unwrap();
    let other = shop.register(NEW).await;
    assert_eq!(confirm(&shop, &wanted).await.unwrap_err().kind, ErrorKind::Invalid);
    assert_eq!((email(&shop, &ada).await.as_str(), email(&shop, &other).await.as_str()), (ADA, NEW));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn either_end_stops_a_change_and_the_former_one_locks_everybody_out(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (former, wanted) = asked(&shop, &ada).await;
    assert_eq!(shop.identity.stop_email_change(wanted.clone()).await.unwrap(), EmailEnd::Wanted);
    assert!(confirm(&shop, &former).await.is_err() && confirm(&shop, &wanted).await.is_err());
    assert!(shop.shop_session(&ada.token).await.is_some(), "a stranger's no changes nothing else");

    let_pass(&shop, "1 minute").await;
    let (former, wanted) = asked(&shop, &ada).await;
    assert_eq!(shop.identity.stop_email_change(former.clone()).await.unwrap(), EmailEnd::Former);
    assert!(confirm(&shop, &wanted).await.is_err());
    assert!(shop.shop_session(&ada.token).await.is_none());
    assert!(shop.log_in(Realm::Shop, ADA, PASSWORD).await.is_err(), "whoever asked knows the password");
    assert!(shop.published().await.contains(&"email_change_stopped".to_owned()));
    assert!(shop.identity.stop_email_change(former).await.is_err(), "once");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn for_seven_days_the_former_end_takes_the_account_back(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (former, wanted) = asked(&shop, &ada).await;
    confirm(&shop, &former).await.unwrap();
    confirm(&shop, &wanted).await.unwrap();
    let view = shop.identity.email_change(former.clone()).await.unwrap().unwrap();
    assert_eq!((view.end, view.stage), (EmailEnd::Former, EmailChangeStage::Changed));
    assert!(shop.identity.email_change(wanted.clone()).await.unwrap().is_none());
    assert!(shop.identity.stop_email_change(wanted).await.is_err(), "the new end has nothing to undo");

    let_pass(&shop, "6 days 23 hours").await;
    shop.identity.purge_expired().await.unwrap();
    assert!(shop.link(ADA).await.unwrap().is_none(), "nobody else gets the address meanwhile");
    shop.identity.stop_email_change(former.clone()).await.unwrap();
    assert_eq!(email(&shop, &ada).await, ADA);
    assert!(shop.shop_session(&ada.token).await.is_none());
    let reset = shop.identity.begin_password_reset(ADA.into()).await.unwrap().unwrap();
    shop.identity.reset_password(reset.token, "another horse".into()).await.unwrap();
    assert!(shop.log_in(Realm::Shop, ADA, "another horse").await.is_ok());
    assert!(shop.identity.stop_email_change(former).await.is_err(), "once");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn after_seven_days_the_former_address_is_anybody_s(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (former, wanted) = asked(&shop, &ada).await;
    confirm(&shop, &former).await.unwrap();
    confirm(&shop, &wanted).await.unwrap();
    let_pass(&shop, "7 days").await;
    assert!(shop.identity.stop_email_change(former).await.is_err());
    shop.register(ADA).await;
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_second_change_does_not_take_the_undo_of_the_first_away(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (first, wanted) = asked(&shop, &ada).await;
    confirm(&shop, &first).await.unwrap();
    confirm(&shop, &wanted).await.unwrap();
    let second = ask(&shop, &ada, "eve@example.net").await.unwrap();
    let second_former = second.former_token.unwrap();
    confirm(&shop, &second_former).await.unwrap();
    confirm(&shop, &second.wanted_token.unwrap()).await.unwrap();
    shop.identity.stop_email_change(first).await.unwrap();
    assert_eq!(email(&shop, &ada).await, ADA);
    assert!(shop.identity.stop_email_change(second_former).await.is_err(), "it ended with the first");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn links_end_after_a_day_and_when_the_change_is_given_up_and_may_be_asked_for_ever_less_often(
    pool: PgPool,
) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (former, _) = asked(&shop, &ada).await;
    shop.identity.cancel_email_change(ada.session.actor()).await.unwrap();
    assert!(confirm(&shop, &former).await.is_err());
    for wait in ["1 minute", "4 minutes"] {
        assert_eq!(ask(&shop, &ada, NEW).await.unwrap_err().kind, ErrorKind::TooMany, "before {wait}");
        let_pass(&shop, wait).await;
        assert!(ask(&shop, &ada, NEW).await.is_ok(), "after {wait}");
    }
    let_pass(&shop, "6 hours").await;
    let (former, wanted) = asked(&shop, &ada).await;
    let_pass(&shop, "24 hours").await;
    for token in [former, wanted] {
        assert_eq!(confirm(&shop, &token).await.unwrap_err().kind, ErrorKind::Invalid);
        assert!(shop.identity.email_change(token).await.unwrap().is_none());
    }
    let_pass(&shop, "24 hours").await;
    shop.identity.purge_expired().await.unwrap();
    let left: i64 =
        sqlx::query_scalar("select count(*) from email_changes").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn of_both_ends_that_confirm_at_once_one_makes_the_change(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (former, wanted) = asked(&shop, &ada).await;
    let (one, two) = tokio::join!(confirm(&shop, &former), confirm(&shop, &wanted));
    assert_ne!(one.unwrap(), two.unwrap());
    assert_eq!(email(&shop, &ada).await, NEW);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_blocked_account_keeps_its_address_and_an_erased_one_leaves_none(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = proved(&shop).await;
    let (former, wanted) = asked(&shop, &ada).await;
    confirm(&shop, &former).await.unwrap();
    shop.identity.set_blocked(Actor::System, ada.session.user, true).await.unwrap();
    assert!(confirm(&shop, &wanted).await.is_err());
    assert!(shop.identity.stop_email_change(former).await.is_err());
    shop.identity.set_blocked(Actor::System, ada.session.user, false).await.unwrap();
    let actor = shopper(ada.session.user);
    shop.identity.delete_account(actor, nowhere(), PASSWORD.into(), String::new()).await.unwrap();
    let left: i64 =
        sqlx::query_scalar("select count(*) from email_changes").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_colleague_s_change_is_in_the_audit_log_without_the_addresses(pool: PgPool) {
    let shop = shop(pool).await;
    let invitation = Invitation { name: "Ada".into(), email: ADA.into(), role: "support".into() };
    let invited = shop.identity.invite_staff(Actor::System, invitation).await.unwrap();
    shop.identity.reset_password(invited.token, PASSWORD.into()).await.unwrap();
    let ada = shop.log_in(Realm::Shop, ADA, PASSWORD).await.unwrap();
    let office = shop.log_in(Realm::Staff, ADA, PASSWORD).await.unwrap();
    let (former, wanted) = asked(&shop, &ada).await;
    confirm(&shop, &former).await.unwrap();
    confirm(&shop, &wanted).await.unwrap();
    assert!(shop.staff_session(&office.token).await.is_none());
    let kept: String =
        sqlx::query_scalar("select l::text from audit_log l where action = 'account.email_changed'")
            .fetch_one(shop.db.pool())
            .await
            .unwrap();
    assert!(!kept.contains('@'), "{kept}");
}
