//! What people do with an account that no password opens: once they have shown anew who they are.

use super::{Corp, ada, corp};
use crate::authenticator::Authenticator;
use contracts::{
    ErrorKind, Result,
    identity::{Identity as _, NewEmail, Realm, Session},
};
use sqlx::PgPool;

async fn export(corp: &Corp, session: &Session, code: &str) -> Result<()> {
    let identity = &corp.shop.identity;
    identity.begin_data_export(session.actor(), session.id, String::new(), code.into()).await
}

async fn move_away(corp: &Corp, session: &Session, code: &str) -> Result<()> {
    let wanted = NewEmail { email: "new@example.com".into(), password: String::new(), code: code.to_owned() };
    corp.shop.identity.begin_email_change(session.actor(), wanted, session.id).await.map(drop)
}

async fn leave(corp: &Corp, session: &Session, code: &str) -> Result<()> {
    corp.shop.identity.delete_account(session.actor(), session.id, String::new(), code.into()).await
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_log_in_of_just_now_stands_for_the_password(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.enter(Realm::Shop, ada()).await.session;
    export(&corp, &session, "").await.unwrap();
    move_away(&corp, &session, "").await.unwrap();
    corp.shop.let_pass("11 minutes").await;
    let refused = [
        export(&corp, &session, "").await,
        move_away(&corp, &session, "").await,
        leave(&corp, &session, "").await,
    ];
    for refused in refused {
        assert_eq!(refused.unwrap_err().kind, ErrorKind::Conflict, "whoever finds the browser open");
    }
    let anew = corp.enter(Realm::Shop, ada()).await.session;
    let refused = leave(&corp, &session, "").await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict, "it is the other browser that is fresh");
    leave(&corp, &anew, "").await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn another_s_session_proves_nothing(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.enter(Realm::Shop, ada()).await.session;
    corp.shop.let_pass("11 minutes").await;
    let eve = corp.shop.register("eve@example.com").await.session;
    let foreign = Session { id: eve.id, ..session };
    assert_eq!(leave(&corp, &foreign, "").await.unwrap_err().kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_passkey_stands_for_the_password(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.enter(Realm::Shop, ada()).await.session;
    let mut device = add_passkey(&corp, &session).await;
    corp.shop.let_pass("11 minutes").await;
    for none in ["", "000000"] {
        let refused = leave(&corp, &session, none).await.unwrap_err();
        assert!(refused.for_field("one_time_code").is_some(), "{refused:?}");
    }
    let code = answer(&corp, &session, &mut device).await;
    leave(&corp, &session, &code).await.unwrap();
}

/// Adds a passkey, as the log-in of just now allows.
async fn add_passkey(corp: &Corp, session: &Session) -> Authenticator {
    let (identity, mut device) = (&corp.shop.identity, Authenticator::fresh());
    let asked = identity.begin_passkey(session.actor(), session.id, String::new()).await.unwrap();
    let made = device.make(&asked);
    identity.add_passkey(session.actor(), session.id, "Phone".into(), made).await.unwrap();
    device
}

/// In place of a code.
async fn answer(corp: &Corp, session: &Session, device: &mut Authenticator) -> String {
    let asked = corp.shop.identity.begin_passkey_proof(session.actor()).await.unwrap();
    device.sign(&asked).into_code()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_app_is_set_up_by_a_fresh_log_in_or_a_passkey(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.enter(Realm::Shop, ada()).await.session;
    let begin = async |code: String| {
        let identity = &corp.shop.identity;
        identity.begin_second_factor(session.actor(), session.id, String::new(), code).await
    };
    begin(String::new()).await.unwrap();
    let mut device = add_passkey(&corp, &session).await;
    corp.shop.let_pass("11 minutes").await;
    corp.shop.execute("update sessions set second_factor_at = null").await.unwrap();
    assert_eq!(begin(String::new()).await.unwrap_err().kind, ErrorKind::Conflict, "neither is fresh");
    assert!(begin("000000".into()).await.unwrap_err().for_field("one_time_code").is_some());
    let code = answer(&corp, &session, &mut device).await;
    begin(code).await.unwrap();
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn recovery_codes_are_made_anew_and_a_passkey_is_removed_by_the_passkey_alone(pool: PgPool) {
    let corp = corp(pool).await;
    let (session, identity) = (corp.enter(Realm::Shop, ada()).await.session, &corp.shop.identity);
    let mut device = add_passkey(&corp, &session).await;
    corp.shop.let_pass("11 minutes").await;
    let (actor, here) = (session.actor(), session.id);
    let none = identity.renew_recovery_codes(actor.clone(), here, String::new(), String::new()).await;
    assert!(none.unwrap_err().for_field("one_time_code").is_some());
    let code = answer(&corp, &session, &mut device).await;
    let codes = identity.renew_recovery_codes(actor.clone(), here, String::new(), code).await.unwrap();
    assert_eq!(codes.len(), 10);
    let id = identity.passkeys(actor.clone()).await.unwrap()[0].id;
    let code = answer(&corp, &session, &mut device).await;
    identity.remove_passkey(actor.clone(), here, id, String::new(), code).await.unwrap();
    assert!(identity.passkeys(actor).await.unwrap().is_empty(), "the provider opens the account still");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_last_way_into_an_account_is_not_removed(pool: PgPool) {
    let corp = corp(pool).await;
    let (session, identity) = (corp.enter(Realm::Shop, ada()).await.session, &corp.shop.identity);
    let mut device = add_passkey(&corp, &session).await;
    corp.shop.execute("delete from external_identities").await.unwrap();
    let id = identity.passkeys(session.actor()).await.unwrap()[0].id;
    let code = answer(&corp, &session, &mut device).await;
    let refused = identity.remove_passkey(session.actor(), session.id, id, String::new(), code).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(identity.passkeys(session.actor()).await.unwrap().len(), 1);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_first_passkey_takes_a_log_in_of_just_now(pool: PgPool) {
    let corp = corp(pool).await;
    let session = corp.enter(Realm::Shop, ada()).await.session;
    corp.shop.let_pass("11 minutes").await;
    let refused = corp.shop.identity.begin_passkey(session.actor(), session.id, String::new()).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::Conflict);
}
