//! Telling people what is kept of them (GDPR, articles 15 and 20).

mod by_staff;
mod repo;

use crate::{Identity, account, audit, error::Result, second_factor};
use contracts::{
    Actor, Error, SessionId,
    privacy::{Section, Subject},
};
use platform::privacy::section;
pub(crate) use repo::delete_expired;

/// How often in a day somebody may take their data home.
const MOST_A_DAY: i64 = 5;
const ACTION: &str = "account.exported";

/// Lets somebody's data be told to this session for some minutes: they showed that the account is theirs.
pub(crate) async fn begin(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    password: String,
    code: &str,
) -> Result<()> {
    let user = actor.signed_in()?;
    let account = account::of(identity, user).await?;
    let mut tx = second_factor::require_owner(identity, actor, &account, session, password, code).await?;
    account::repo::lock(&mut tx, user).await?;
    if repo::count_of_today(&mut *tx, user, ACTION).await? >= MOST_A_DAY {
        return Err(Error::too_many("You have asked for your data five times today. Please wait.").into());
    }
    if !repo::permit(&mut tx, user, session).await? {
        return Err(Error::not_found("session").into());
    }
    audit::record(&mut tx, actor, ACTION, &format!("user {user}"), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Whose data may be told to this session now.
pub(crate) async fn subject(identity: &Identity, actor: &Actor, session: SessionId) -> Result<Subject> {
    let user = actor.signed_in()?;
    if !repo::is_permitted(identity.db.pool(), user, session).await? {
        let text = "Please say again who you are: the data can be fetched for ten minutes after that.";
        return Err(Error { message: text.to_owned(), ..Error::forbidden() }.into());
    }
    let account = account::of(identity, user).await?;
    let email = account.is_verified.then_some(account.email);
    Ok(Subject { user, email, orders: Vec::new() })
}

/// What is kept here. Passwords, keys and tokens are told to nobody.
pub(crate) async fn personal_data(
    identity: &Identity,
    actor: &Actor,
    subject: &Subject,
) -> Result<Vec<Section>> {
    actor.require_system()?;
    let (db, user) = (identity.db.pool(), subject.user);
    let mut told = vec![
        section(
            "account",
            "Your account, and whether it has a second factor.",
            repo::account(db, user).await?,
        ),
        section("addresses", "Your address book.", repo::addresses(db, user).await?),
        section("sessions", "Where you are logged in.", repo::sessions(db, user).await?),
        section(
            "devices",
            "Browsers and networks your account was opened with.",
            repo::devices(db, user).await?,
        ),
        section("passkeys", "Your passkeys, without their keys.", repo::passkeys(db, user).await?),
        section(
            "ways_to_log_in",
            "Accounts elsewhere that open your account.",
            repo::identities(db, user).await?,
        ),
        section("email_changes", "Other addresses you asked for.", repo::email_changes(db, user).await?),
        section("apps", "Apps you let in, and when that ended.", repo::apps(db, user).await?),
        section("consents", "What you agreed to and took back.", repo::consents(db, user).await?),
        section("failed_log_ins", "Wrong passwords for your address.", repo::failures(db, user).await?),
        section("audit_log", "What was written down about your account.", repo::audit_log(db, user).await?),
    ];
    told.extend(by_staff::sections(db, user).await?);
    Ok(told)
}
