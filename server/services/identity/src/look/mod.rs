//! Looking as a customer: a member of staff sees the shop as somebody else does, for a while, and it is written down.
//! What is opened here is no session of the customer's: it is never found by [`crate::session`], so whatever does not
//! ask for it does not know it.

pub(crate) mod repo;

use crate::{Identity, account, audit, error::Result, role};
use contracts::{
    Actor, Error, Permission, SessionId, UserId,
    identity::{ClientInfo, Look, Session, SignedIn},
};
use platform::ids;
use repo::Ended;
use sqlx::PgConnection;
use std::time::Duration;

/// How long one may look.
const LASTS: Duration = Duration::from_mins(30);

/// Opens the shop to a member of staff as this person sees it. Another look of the same session ends.
pub(crate) async fn begin(
    identity: &Identity,
    actor: &Actor,
    session: SessionId,
    user: UserId,
    client: &ClientInfo,
) -> Result<SignedIn> {
    actor.require(Permission::ImpersonateCustomers)?;
    let Actor::Staff { user: staff, email, .. } = actor else { return Err(Error::forbidden().into()) };
    let mut tx = identity.db.begin().await?;
    let account = account::repo::by_id(&mut *tx, user).await?;
    let account = account.ok_or_else(|| Error::not_found("customer"))?;
    if role::repo::is_staff(&mut tx, account.id).await? {
        return Err(Error::conflict("This is a colleague's account: nobody looks as one of them.").into());
    }
    let former = repo::end_of_session(&mut tx, session).await?;
    record_ends(&mut tx, &former).await?;
    let token = ids::token();
    let hashed = ids::hash_token(&token);
    repo::insert(&mut tx, (user, *staff, email), session, &hashed, client, LASTS).await?;
    // The session is not the asker's, or has ended: then nothing was opened.
    let opened = repo::find(&mut *tx, &hashed).await?.ok_or_else(Error::forbidden)?;
    let details = serde_json::json!({ "until": opened.expires_at });
    audit::record(&mut tx, actor, "customer.look_began", &format!("user {user}"), details).await?;
    tx.commit().await?;
    Ok(SignedIn { token, session: opened })
}

/// Whom a token lets one look as, while it is valid.
pub(crate) async fn find(identity: &Identity, token: &str) -> Result<Option<Session>> {
    repo::find(identity.db.pool(), &ids::hash_token(token)).await
}

/// Ends the look of a token.
pub(crate) async fn end(identity: &Identity, token: &str) -> Result<Option<UserId>> {
    let mut tx = identity.db.begin().await?;
    let ended = repo::end(&mut tx, &ids::hash_token(token)).await?;
    record_ends(&mut tx, ended.as_slice()).await?;
    tx.commit().await?;
    Ok(ended.map(|ended| ended.user_id.into()))
}

/// Ends whatever looks at an account.
pub(crate) async fn end_of_user(tx: &mut PgConnection, user: UserId) -> Result<()> {
    let ended = repo::end_of_user(tx, user).await?;
    record_ends(tx, &ended).await
}

/// Writes down what ended by itself, by time or with its session of the back office, and forgets what is old.
pub(crate) async fn sweep(identity: &Identity) -> Result<()> {
    let mut tx = identity.db.begin().await?;
    let ended = repo::end_what_is_over(&mut tx).await?;
    record_ends(&mut tx, &ended).await?;
    repo::delete_old(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// When staff looked at the shop as oneself; not who.
pub(crate) async fn mine(identity: &Identity, actor: &Actor) -> Result<Vec<Look>> {
    let looks = repo::of_user(identity.db.pool(), actor.signed_in()?).await?;
    Ok(looks.into_iter().map(|look| Look { by: None, ..look }).collect())
}

async fn record_ends(tx: &mut PgConnection, ended: &[Ended]) -> Result<()> {
    for Ended { user_id, staff_id, staff_email } in ended {
        let (user, email) = ((*staff_id).into(), staff_email.clone());
        let actor = Actor::Staff { user, email, permissions: Vec::new() };
        let subject = format!("user {user_id}");
        audit::record(tx, &actor, "customer.look_ended", &subject, serde_json::json!({})).await?;
    }
    Ok(())
}
