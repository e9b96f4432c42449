//! The log-in's second step.

use super::{
    model::{AT_THE_DOOR, CHALLENGE_VALID, MOST_TRIES},
    proof, repo,
};
use crate::{Identity, account, account::model::Account, error::Result, session, session::model::realm_name};
use contracts::{
    Actor, Error, UserId,
    identity::{Challenge, ClientInfo, Realm, SignedIn},
};
use platform::ids;
use sqlx::{PgConnection, PgExecutor};

/// What a log-in whose password was right goes on with.
pub(crate) async fn challenge(tx: &mut PgConnection, account: &Account, realm: Realm) -> Result<Challenge> {
    let token = ids::token();
    sqlx::query!(
        "insert into log_in_challenges (token, user_id, realm, expires_at)
         values ($1, $2, $3, now() + make_interval(secs => $4))",
        ids::hash_token(&token),
        account.id.0,
        realm_name(realm),
        CHALLENGE_VALID.as_secs_f64(),
    )
    .execute(tx)
    .await?;
    Ok(Challenge { token })
}

/// Opens the session for a code or a passkey. A failure is counted with the challenge and with the account.
pub(crate) async fn prove_log_in(
    identity: &Identity,
    realm: Realm,
    challenge: &str,
    code: &str,
    client: &ClientInfo,
) -> Result<SignedIn> {
    let hashed = ids::hash_token(challenge);
    let mut tx = identity.db.begin().await?;
    let user = count_try(&mut tx, realm, &hashed).await?.ok_or_else(over)?;
    let account = account::repo::by_id(&mut *tx, user).await?.ok_or_else(over)?;
    let proof = proof::prove(identity, &mut tx, &account, code, AT_THE_DOOR).await?;
    proof::tell(&mut tx, &at_the_door(realm, &account), proof).await?;
    if proof.is_none() {
        tx.commit().await?;
        return Err(proof::refusal(code).into());
    }
    sqlx::query!("delete from log_in_challenges where token = $1", hashed).execute(&mut *tx).await?;
    let signed_in = enter(&mut tx, &account, realm, client).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Opens a session in which the second factor was proved just now.
pub(crate) async fn enter(
    tx: &mut PgConnection,
    account: &Account,
    realm: Realm,
    client: &ClientInfo,
) -> Result<SignedIn> {
    let mut signed_in = session::enter(tx, account, realm, client).await?;
    repo::note_proof(tx, account.id, signed_in.session.id).await?;
    signed_in.session.second_factor.fresh = true;
    Ok(signed_in)
}

/// Whose log-in it is that waits for its second step.
pub(crate) async fn challenged(identity: &Identity, realm: Realm, challenge: &str) -> Result<UserId> {
    let user = sqlx::query_scalar!(
        "select user_id from log_in_challenges
         where token = $1 and realm = $2 and expires_at > now() and tries < $3",
        ids::hash_token(challenge),
        realm_name(realm),
        MOST_TRIES,
    )
    .fetch_optional(identity.db.pool())
    .await?;
    Ok(user.map(UserId).ok_or_else(over)?)
}

/// Counts a try before the code is looked at, and tells whose log-in it is; `None` when it is over.
async fn count_try(tx: &mut PgConnection, realm: Realm, hashed_token: &str) -> Result<Option<UserId>> {
    let user = sqlx::query_scalar!(
        "update log_in_challenges set tries = tries + 1
         where token = $1 and realm = $2 and expires_at > now() and tries < $3
         returning user_id",
        hashed_token,
        realm_name(realm),
        MOST_TRIES,
    )
    .fetch_optional(tx)
    .await?;
    Ok(user.map(UserId))
}

/// Who tries, for the audit log.
fn at_the_door(realm: Realm, account: &Account) -> Actor {
    match realm {
        Realm::Shop => Actor::Shopper { user: account.id },
        Realm::Staff => {
            Actor::Staff { user: account.id, email: account.email.to_string(), permissions: Vec::new() }
        }
    }
}

fn over() -> Error {
    Error::unauthenticated(
        "This log-in took too long, or there were too many wrong codes. Please log in again.",
    )
}

/// Deletes log-ins that nobody went on with.
pub(crate) async fn delete_expired_challenges(db: impl PgExecutor<'_>) -> Result<()> {
    sqlx::query!("delete from log_in_challenges where expires_at < now()").execute(db).await?;
    Ok(())
}
