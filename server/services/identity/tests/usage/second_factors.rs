//! Second factors: setting one up, logging in with it, losing it, having to have one.

use crate::common::{PASSWORD, Shop, nowhere, shop, shopper};
use contracts::{
    Actor, Error, ErrorKind, Result,
    identity::{
        AuditQuery, ClientInfo, Credentials, Identity as _, Invitation, LogInOutcome, Realm, Session,
        SignedIn,
    },
};
use sqlx::PgPool;
use std::time::Duration;
use totp_rs::{Builder, Secret, Totp};

const ADA: &str = "ada@example.com";

/// An authenticator app.
struct Phone(Totp);

impl Phone {
    /// Scans what is pending for this session's account.
    async fn scan(shop: &Shop, session: &Session) -> Self {
        let pending = shop.identity.second_factor(session.actor()).await.unwrap().pending.unwrap();
        let secret = Secret::try_from_base32(&pending.secret).unwrap();
        Self(Builder::new().with_secret(secret).build().unwrap())
    }

    /// The code as a clock shows it that is so many seconds off. Never read just before it changes.
    async fn code(&self, off: i64) -> String {
        let now = || platform::system_clock().now().timestamp();
        while now() % 30 > 26 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        self.0.generate(u64::try_from(now() + off).unwrap()).to_string()
    }
}

/// Somebody with a second factor: the app, the recovery codes, and the session that set it up.
struct Secured {
    phone: Phone,
    codes: Vec<String>,
    signed_in: SignedIn,
}

async fn secure(shop: &Shop, signed_in: SignedIn) -> Secured {
    let (session, identity) = (&signed_in.session, &shop.identity);
    identity.begin_second_factor(session.actor(), session.id, PASSWORD.into(), String::new()).await.unwrap();
    let phone = Phone::scan(shop, session).await;
    let code = phone.code(0).await;
    let codes = identity.confirm_second_factor(session.actor(), code, session.id).await.unwrap();
    forget_used_codes(shop).await;
    Secured { phone, codes, signed_in }
}

async fn begin(shop: &Shop, session: &Session, password: &str) -> Result<()> {
    shop.identity.begin_second_factor(session.actor(), session.id, password.into(), String::new()).await
}

async fn secured_shopper(shop: &Shop) -> Secured {
    let signed_in = shop.register(ADA).await;
    secure(shop, signed_in).await
}

/// As if the codes that were used were of some while ago.
async fn forget_used_codes(shop: &Shop) {
    shop.execute("update second_factors set last_step = 0").await.unwrap();
}

/// The first step of a log-in, whose answer leads to the second.
async fn first_step(shop: &Shop, realm: Realm, email: &str) -> String {
    let credentials = Credentials { email: email.into(), password: PASSWORD.into() };
    let outcome = shop.identity.log_in(realm, credentials, ClientInfo::default()).await.unwrap();
    let challenge = match outcome {
        LogInOutcome::CodeNeeded(challenge) => Some(challenge.token),
        LogInOutcome::SignedIn(_) => None,
    };
    challenge.unwrap()
}

async fn second_step(shop: &Shop, realm: Realm, challenge: &str, code: &str) -> Result<SignedIn> {
    shop.identity.prove_log_in(realm, challenge.into(), code.into(), ClientInfo::default()).await
}

/// Both steps at the shop's door.
async fn log_in(shop: &Shop, code: &str) -> Result<SignedIn> {
    let challenge = first_step(shop, Realm::Shop, ADA).await;
    second_step(shop, Realm::Shop, &challenge, code).await
}

fn is_wrong_code(error: &Error) -> bool {
    error.for_field("one_time_code").is_some()
}

async fn acts(shop: &Shop) -> Vec<String> {
    let page = shop.identity.audit_log(Actor::System, AuditQuery::default()).await;
    let acts = page.unwrap().items.into_iter().map(|entry| entry.action);
    let mut acts: Vec<_> = acts.filter(|action| action.starts_with("second_factor")).collect();
    acts.reverse();
    acts
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn without_a_second_factor_the_password_opens_a_session(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register(ADA).await.session;
    begin(&shop, &ada, PASSWORD).await.unwrap();
    let session = shop.log_in(Realm::Shop, ADA, PASSWORD).await.unwrap().session;
    assert!(!session.second_factor.confirmed, "what is not confirmed does not count");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_second_factor_counts_once_a_code_has_confirmed_it(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register(ADA).await;
    let elsewhere = shop.log_in(Realm::Shop, ADA, PASSWORD).await.unwrap();
    let (actor, here) = (ada.session.actor(), ada.session.id);
    let wrong = begin(&shop, &ada.session, "wrong password").await.unwrap_err();
    assert!(wrong.for_field("password").is_some());
    begin(&shop, &ada.session, PASSWORD).await.unwrap();
    let phone = Phone::scan(&shop, &ada.session).await;
    let confirm = async |code: String| shop.identity.confirm_second_factor(actor.clone(), code, here).await;
    assert!(is_wrong_code(&confirm("000000".into()).await.unwrap_err()));
    let codes = confirm(phone.code(0).await).await.unwrap();

    let distinct: std::collections::HashSet<_> = codes.iter().collect();
    assert_eq!(distinct.len(), 10);
    let status = shop.identity.second_factor(actor.clone()).await.unwrap();
    assert!(status.since.is_some() && status.pending.is_none(), "the key is not told again");
    assert_eq!(status.recovery_codes_left, 10);
    assert!(shop.shop_session(&elsewhere.token).await.is_none(), "it was opened without the second factor");
    assert!(shop.shop_session(&ada.token).await.unwrap().second_factor.fresh);
    assert!(shop.published().await.contains(&"second_factor_changed".to_owned()));
    let again = begin(&shop, &ada.session, PASSWORD).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_key_that_is_not_confirmed_within_the_hour_is_gone(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register(ADA).await.session;
    begin(&shop, &ada, PASSWORD).await.unwrap();
    let phone = Phone::scan(&shop, &ada).await;
    shop.execute("update second_factors set created_at = now() - interval '61 minutes'").await.unwrap();
    assert!(shop.identity.second_factor(ada.actor()).await.unwrap().pending.is_none());
    let late = shop.identity.confirm_second_factor(ada.actor(), phone.code(0).await, ada.id).await;
    assert_eq!(late.unwrap_err().kind, ErrorKind::Conflict);
    shop.identity.purge_expired().await.unwrap();
    let left: i64 =
        sqlx::query_scalar("select count(*) from second_factors").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_right_password_alone_opens_nothing(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let challenge = first_step(&shop, Realm::Shop, ADA).await;
    assert!(shop.shop_session(&challenge).await.is_none());
    assert!(is_wrong_code(&second_step(&shop, Realm::Shop, &challenge, "000000").await.unwrap_err()));
    let signed_in = second_step(&shop, Realm::Shop, &challenge, &ada.phone.code(0).await).await.unwrap();
    assert!(signed_in.session.second_factor.fresh);
    assert!(shop.shop_session(&signed_in.token).await.is_some());
    let wrong = shop.log_in(Realm::Shop, ADA, "wrong password").await.unwrap_err();
    assert_eq!(wrong.message, "The e-mail address or the password is wrong.");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_code_opens_one_log_in_and_no_second(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let code = ada.phone.code(0).await;
    assert!(log_in(&shop, &code).await.is_ok());
    assert!(is_wrong_code(&log_in(&shop, &code).await.unwrap_err()));
    let older = ada.phone.code(-30).await;
    assert!(is_wrong_code(&log_in(&shop, &older).await.unwrap_err()), "nor does one from before it");
    assert!(log_in(&shop, &ada.phone.code(30).await).await.is_ok(), "the next one does");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn of_two_who_send_the_same_code_at_once_one_gets_in(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let (one, two) = (first_step(&shop, Realm::Shop, ADA).await, first_step(&shop, Realm::Shop, ADA).await);
    let code = ada.phone.code(0).await;
    let answers = tokio::join!(
        second_step(&shop, Realm::Shop, &one, &code),
        second_step(&shop, Realm::Shop, &two, &code),
    );
    assert_ne!(answers.0.is_ok(), answers.1.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_phone_s_clock_may_be_half_a_minute_off_and_no_more(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    for (off, opens) in [(-90, false), (-30, true), (30, true), (90, false)] {
        forget_used_codes(&shop).await;
        assert_eq!(log_in(&shop, &ada.phone.code(off).await).await.is_ok(), opens, "{off} seconds");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_recovery_code_opens_one_log_in_however_it_is_typed(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let typed = ada.codes[3].to_lowercase().replace('-', " ");
    assert!(log_in(&shop, &typed).await.is_ok());
    assert!(is_wrong_code(&log_in(&shop, &ada.codes[3]).await.unwrap_err()));
    let left = shop.identity.second_factor(ada.signed_in.session.actor()).await.unwrap();
    assert_eq!(left.recovery_codes_left, 9);
    let stored: Vec<String> =
        sqlx::query_scalar("select code from recovery_codes").fetch_all(shop.db.pool()).await.unwrap();
    assert!(!stored.contains(&ada.codes[0]) && is_wrong_code(&log_in(&shop, &stored[0]).await.unwrap_err()));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_log_in_waits_five_minutes_for_its_code(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let challenge = first_step(&shop, Realm::Shop, ADA).await;
    shop.execute("update log_in_challenges set expires_at = expires_at - interval '5 minutes'")
        .await
        .unwrap();
    let late = second_step(&shop, Realm::Shop, &challenge, &ada.phone.code(0).await).await.unwrap_err();
    assert_eq!(late.kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_log_in_at_one_door_does_not_go_on_at_the_other(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await;
    let email = admin.session.email.to_string();
    let admin = secure(&shop, admin).await;
    let challenge = first_step(&shop, Realm::Shop, &email).await;
    let code = admin.phone.code(0).await;
    let other = second_step(&shop, Realm::Staff, &challenge, &code).await.unwrap_err();
    assert_eq!(other.kind, ErrorKind::Unauthenticated);
    assert!(second_step(&shop, Realm::Shop, &challenge, &code).await.is_ok());
    let used = second_step(&shop, Realm::Shop, &challenge, &admin.phone.code(30).await).await.unwrap_err();
    assert_eq!(used.kind, ErrorKind::Unauthenticated, "a log-in is one log-in");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn after_five_wrong_codes_a_log_in_is_over(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let challenge = first_step(&shop, Realm::Shop, ADA).await;
    for _ in 0..5 {
        assert!(is_wrong_code(&second_step(&shop, Realm::Shop, &challenge, "000000").await.unwrap_err()));
    }
    shop.execute("delete from failed_log_ins").await.unwrap();
    let over = second_step(&shop, Realm::Shop, &challenge, &ada.phone.code(0).await).await.unwrap_err();
    assert_eq!(over.kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_knows_the_password_waits_after_wrong_codes_however_often_they_log_in_anew(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    for _ in 0..5 {
        assert!(is_wrong_code(&log_in(&shop, "000000").await.unwrap_err()));
    }
    let waits = log_in(&shop, &ada.phone.code(0).await).await.unwrap_err();
    assert_eq!(waits.kind, ErrorKind::TooMany);
    shop.execute("update failed_log_ins set last_failed_at = now() - interval '31 seconds'").await.unwrap();
    assert!(log_in(&shop, &ada.phone.code(0).await).await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_flood_of_wrong_codes_at_once_is_no_way_around_the_waiting(pool: PgPool) {
    let shop = std::sync::Arc::new(shop(pool).await);
    secured_shopper(&shop).await;
    let mut challenges = Vec::new();
    for _ in 0..12 {
        challenges.push(first_step(&shop, Realm::Shop, ADA).await);
    }
    let tries = challenges.into_iter().map(|challenge| {
        let shop = std::sync::Arc::clone(&shop);
        tokio::spawn(async move { second_step(&shop, Realm::Shop, &challenge, "000000").await })
    });
    let mut checked = 0;
    for answer in tries.collect::<Vec<_>>() {
        checked += usize::from(is_wrong_code(&answer.await.unwrap().unwrap_err()));
    }
    assert_eq!(checked, 5);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_new_password_ends_log_ins_that_wait_for_a_code(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let challenge = first_step(&shop, Realm::Shop, ADA).await;
    let issued = shop.identity.begin_password_reset(ADA.into()).await.unwrap().unwrap();
    shop.identity.reset_password(issued.token, "another horse".into()).await.unwrap();
    let over = second_step(&shop, Realm::Shop, &challenge, &ada.phone.code(0).await).await.unwrap_err();
    assert_eq!(over.kind, ErrorKind::Unauthenticated);
    let credentials = Credentials { email: ADA.into(), password: "another horse".into() };
    let outcome = shop.identity.log_in(Realm::Shop, credentials, ClientInfo::default()).await.unwrap();
    assert!(matches!(outcome, LogInOutcome::CodeNeeded(_)), "a link by mail is no second factor");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn it_is_taken_away_for_the_password_and_a_code_only(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let actor = shopper(ada.signed_in.session.user);
    let remove = async |password: &str, code: String| {
        shop.identity.remove_second_factor(actor.clone(), nowhere(), password.into(), code).await
    };
    let code = ada.phone.code(0).await;
    assert!(remove("wrong password", code.clone()).await.unwrap_err().for_field("password").is_some());
    assert!(is_wrong_code(&remove(PASSWORD, "000000".into()).await.unwrap_err()));
    remove(PASSWORD, code).await.unwrap();
    assert!(shop.log_in(Realm::Shop, ADA, PASSWORD).await.is_ok());
    assert_eq!(shop.identity.second_factor(actor.clone()).await.unwrap().recovery_codes_left, 0);
    assert_eq!(remove(PASSWORD, "000000".into()).await.unwrap_err().kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn new_recovery_codes_end_the_older_ones(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let actor = shopper(ada.signed_in.session.user);
    let code = ada.phone.code(0).await;
    let codes = shop.identity.renew_recovery_codes(actor, nowhere(), PASSWORD.into(), code).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert!(is_wrong_code(&log_in(&shop, &ada.codes[0]).await.unwrap_err()));
    assert!(log_in(&shop, &codes[0]).await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn there_are_no_recovery_codes_without_a_second_factor(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register(ADA).await.session;
    let refused =
        shop.identity.renew_recovery_codes(ada.actor(), ada.id, PASSWORD.into(), String::new()).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn what_staff_do_with_theirs_is_in_the_audit_log(pool: PgPool) {
    let shop = shop(pool).await;
    let signed_in = shop.staff("administrator").await;
    let (actor, email) = (signed_in.session.actor(), signed_in.session.email.to_string());
    let admin = secure(&shop, signed_in).await;
    let challenge = first_step(&shop, Realm::Staff, &email).await;
    second_step(&shop, Realm::Staff, &challenge, "000000").await.unwrap_err();
    second_step(&shop, Realm::Staff, &challenge, &admin.codes[0]).await.unwrap();
    let code = admin.phone.code(0).await;
    shop.identity.remove_second_factor(actor, nowhere(), PASSWORD.into(), code).await.unwrap();
    let told = ["added", "failed", "recovery_code_used", "removed"];
    assert_eq!(acts(&shop).await, told.map(|act| format!("second_factor.{act}")));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn members_of_a_role_that_needs_one_may_do_nothing_before_they_have_it(pool: PgPool) {
    let shop = shop(pool).await;
    let admin = shop.staff("administrator").await.session.actor();
    let manager = shop.staff("manager").await;
    let require = async |actor: &Actor, required| {
        shop.identity.set_second_factor_required(actor.clone(), "manager".into(), required).await
    };
    assert_eq!(require(&manager.session.actor(), false).await.unwrap_err().kind, ErrorKind::Forbidden);
    require(&admin, true).await.unwrap();
    let policies = shop.identity.role_policies(admin.clone()).await.unwrap();
    let policy = policies.iter().find(|policy| policy.role == "manager").unwrap();
    assert!(policy.needs_second_factor && policy.members_without == 1);

    let held_up = shop.staff_session(&manager.token).await.unwrap();
    assert!(held_up.second_factor.missing && held_up.permissions.is_empty());
    assert!(shop.identity.second_factor(held_up.actor()).await.unwrap().is_required);
    let secured = secure(&shop, manager).await;
    let free = shop.staff_session(&secured.signed_in.token).await.unwrap();
    assert!(!free.second_factor.missing && !free.permissions.is_empty());
    assert_eq!(shop.identity.role_policies(admin.clone()).await.unwrap()[1].members_without, 0);
    let customers = shop.identity.set_second_factor_required(admin, "customer".into(), true).await;
    assert_eq!(customers.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_proof_is_fresh_for_ten_minutes_and_again_after_another_code(pool: PgPool) {
    let shop = shop(pool).await;
    let signed_in = shop.staff("manager").await;
    let manager = secure(&shop, signed_in).await;
    let (token, session) = (&manager.signed_in.token, &manager.signed_in.session);
    let standing = async || shop.staff_session(token).await.unwrap().second_factor;
    assert!(!standing().await.needs_proof());
    shop.execute("update sessions set second_factor_at = now() - interval '10 minutes'").await.unwrap();
    assert!(standing().await.needs_proof());
    let prove = async |code: String| shop.identity.prove_again(session.actor(), session.id, code).await;
    assert!(is_wrong_code(&prove("000000".into()).await.unwrap_err()));
    assert!(standing().await.needs_proof());
    prove(manager.phone.code(0).await).await.unwrap();
    assert!(!standing().await.needs_proof());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn another_s_session_is_not_made_fresh(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let bob = shop.register("bob@example.com").await.session;
    let code = ada.phone.code(0).await;
    let refused = shop.identity.prove_again(ada.signed_in.session.actor(), bob.id, code).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_administrator_who_lost_both_is_let_in_by_who_runs_the_shop(pool: PgPool) {
    let shop = shop(pool).await;
    let signed_in = shop.staff("administrator").await;
    let email = signed_in.session.email.clone();
    secure(&shop, signed_in).await;
    shop.identity
        .reset_administrator(Actor::System, email.clone(), "a printed password".into())
        .await
        .unwrap();
    assert!(shop.log_in(Realm::Staff, email.as_str(), "a printed password").await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_had_an_account_before_it_became_a_colleague_s_leaves_no_factor_on_it(pool: PgPool) {
    let shop = shop(pool).await;
    secured_shopper(&shop).await;
    let admin = shop.staff("administrator").await.session.actor();
    let invited = Invitation { name: "Ada".into(), email: ADA.into(), role: "support".into() };
    let issued = shop.identity.invite_staff(admin, invited).await.unwrap();
    shop.identity.reset_password(issued.token, "another horse".into()).await.unwrap();
    assert!(shop.log_in(Realm::Staff, ADA, "another horse").await.is_ok());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_account_with_a_second_factor_is_erased_for_a_code_only(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = secured_shopper(&shop).await;
    let actor = ada.signed_in.session.actor();
    let erase = async |code: &str| {
        shop.identity.delete_account(actor.clone(), nowhere(), PASSWORD.into(), code.into()).await
    };
    for wrong in ["", "000000"] {
        let refused = erase(wrong).await.unwrap_err();
        assert!(refused.for_field("one_time_code").is_some(), "{refused:?}");
    }
    assert!(shop.shop_session(&ada.signed_in.token).await.is_some(), "nothing was erased");
    erase(&ada.phone.code(0).await).await.unwrap();
    assert!(shop.shop_session(&ada.signed_in.token).await.is_none());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_lost_second_factor_is_taken_away_by_who_manages_the_staff_and_its_owner_is_told(pool: PgPool) {
    let shop = shop(pool).await;
    let (admin, manager) = (shop.staff("administrator").await, shop.staff("manager").await);
    let signed_in = shop.staff("support").await;
    let bob = secure(&shop, signed_in).await;
    let user = bob.signed_in.session.user;
    let reset = async |actor: Actor| shop.identity.reset_second_factor(actor, user).await;
    for (nobody, kind) in [
        (manager.session.actor(), ErrorKind::Forbidden),
        (shopper(user), ErrorKind::Forbidden),
        (Actor::Guest, ErrorKind::Unauthenticated),
    ] {
        assert_eq!(reset(nobody).await.unwrap_err().kind, kind);
    }
    assert!(shop.identity.customer(Actor::System, user).await.unwrap().unwrap().has_second_factor);
    reset(admin.session.actor()).await.unwrap();
    assert!(!shop.identity.customer(Actor::System, user).await.unwrap().unwrap().has_second_factor);
    assert!(shop.staff_session(&bob.signed_in.token).await.is_none());
    let told = platform::testing::published(&shop.db).await.pop().unwrap();
    assert_eq!((told.name.as_str(), &told.payload["by_staff"]), ("second_factor_changed", &true.into()));
    assert_eq!(acts(&shop).await.last().unwrap(), "second_factor.reset");
    assert!(shop.log_in(Realm::Staff, "support@example.com", PASSWORD).await.is_ok());
    assert_eq!(reset(admin.session.actor()).await.unwrap_err().kind, ErrorKind::Conflict, "it is gone");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn after_the_loss_a_role_that_needs_a_second_factor_leads_to_a_new_one(pool: PgPool) {
    let shop = shop(pool).await;
    let signed_in = shop.staff("support").await;
    let bob = secure(&shop, signed_in).await;
    shop.identity.set_second_factor_required(Actor::System, "support".into(), true).await.unwrap();
    shop.identity.reset_second_factor(Actor::System, bob.signed_in.session.user).await.unwrap();
    let back = shop.log_in(Realm::Staff, "support@example.com", PASSWORD).await.unwrap().session;
    assert!(back.second_factor.missing && back.permissions.is_empty());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn nobody_takes_their_own_second_factor_away_without_a_code(pool: PgPool) {
    let shop = shop(pool).await;
    let signed_in = shop.staff("administrator").await;
    let admin = secure(&shop, signed_in).await.signed_in.session;
    let own = shop.identity.reset_second_factor(admin.actor(), admin.user).await.unwrap_err();
    assert_eq!(own.kind, ErrorKind::Conflict);
    assert!(shop.identity.second_factor(admin.actor()).await.unwrap().since.is_some());
}
