//! Proving who one is by a passkey.

use super::{
    ceremony::{self, Kind},
    repo,
};
use crate::{Identity, account::model::Account, audit, error::Result, second_factor};
use contracts::{
    Actor, Error, UserId,
    identity::{PasskeyAnswer, PasskeyChallenge, Realm},
};
use serde_json::Value;
use sqlx::PgConnection;
use webauthn_rs::prelude::{PublicKeyCredential, WebauthnError};

/// Asks whoever has logged in for one of their passkeys.
pub(crate) async fn begin_proof(identity: &Identity, actor: &Actor) -> Result<PasskeyChallenge> {
    ask(identity, actor.signed_in()?).await
}

/// Asks whoever knew the password for one of their passkeys.
pub(crate) async fn begin_step(
    identity: &Identity,
    realm: Realm,
    challenge: &str,
) -> Result<PasskeyChallenge> {
    let user = second_factor::challenged(identity, realm, challenge).await?;
    ask(identity, user).await
}

async fn ask(identity: &Identity, user: UserId) -> Result<PasskeyChallenge> {
    let known = repo::credential_ids(identity.db.pool(), user).await?;
    if known.is_empty() {
        return Err(Error::conflict("This account has no passkey.").into());
    }
    let asked = identity.relying_party.ask(&known)?;
    ceremony::open(identity.db.pool(), Kind::Prove, Some(user), asked).await
}

/// Whether a passkey of this account answered what it was asked. Commit in any case: the challenge is used up.
pub(crate) async fn prove(
    identity: &Identity,
    tx: &mut PgConnection,
    account: &Account,
    answer: &PasskeyAnswer,
) -> Result<bool> {
    let state = ceremony::take(&mut *tx, Kind::Prove, Some(account.id), &answer.ceremony).await?;
    let owner = owner_of(identity, tx, state, &answer.credential, Some(account.id)).await?;
    Ok(owner.is_some())
}

/// Whose passkey answered rightly: `wanted`'s, or of whoever it says to be. Its use is noted; a copy that is found out
/// by its counter is refused and written down.
pub(super) async fn owner_of(
    identity: &Identity,
    tx: &mut PgConnection,
    state: Value,
    credential: &str,
    wanted: Option<UserId>,
) -> Result<Option<UserId>> {
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(credential) else { return Ok(None) };
    let Some(mut kept) = repo::lock(tx, answer.get_credential_id()).await? else { return Ok(None) };
    if !is_owned_as_said(&answer, kept.user, wanted) {
        return Ok(None);
    }
    match identity.relying_party.check(state, &answer, &kept.key) {
        Ok(used) => {
            kept.key.update_credential(&used);
            repo::note_use(tx, &kept, used.counter()).await?;
            Ok(Some(kept.user))
        }
        Err(WebauthnError::CredentialPossibleCompromise) => {
            let (subject, details) =
                (format!("user {}", kept.user), serde_json::json!({ "passkey": kept.name }));
            audit::record(tx, &Actor::System, "passkey.copy_refused", &subject, details).await?;
            Ok(None)
        }
        Err(error) => {
            tracing::info!(?error, "a passkey proves nothing");
            Ok(None)
        }
    }
}

/// WebAuthn, section 7.2, step 6: the person who was asked; without one, the answer has to name its owner.
fn is_owned_as_said(answer: &PublicKeyCredential, owner: UserId, wanted: Option<UserId>) -> bool {
    match (wanted, answer.get_user_unique_id()) {
        (Some(wanted), None) => wanted == owner,
        (Some(wanted), Some(said)) => wanted == owner && said == owner.0.as_bytes(),
        (None, said) => said == Some(owner.0.as_bytes().as_slice()),
    }
}
