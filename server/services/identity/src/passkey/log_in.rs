//! The way in without a password.

use super::{
    ceremony::{self, Kind},
    proof,
};
use crate::{Identity, account, account::model::Account, error::Result, second_factor};
use contracts::{
    Error,
    identity::{ClientInfo, PasskeyAnswer, PasskeyChallenge, Realm, SignedIn},
};
use sqlx::PgConnection;

/// Asks for any passkey of this shop.
pub(crate) async fn begin_log_in(identity: &Identity) -> Result<PasskeyChallenge> {
    let asked = identity.relying_party.ask(&[])?;
    ceremony::open(identity.db.pool(), Kind::LogIn, None, asked).await
}

/// Opens a session for a passkey: something one has and, as its device made sure, is or knows. Whatever is wrong, the
/// answer is the same.
pub(crate) async fn log_in(
    identity: &Identity,
    realm: Realm,
    answer: &PasskeyAnswer,
    client: &ClientInfo,
) -> Result<SignedIn> {
    let mut tx = identity.db.begin().await?;
    let Some(account) = account_of(identity, &mut tx, realm, answer).await? else {
        // The challenge is used up, and a copy is written down.
        tx.commit().await?;
        return Err(unknown().into());
    };
    let signed_in = second_factor::enter(&mut tx, &account, realm, client).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// The account that a passkey opens at this door.
async fn account_of(
    identity: &Identity,
    tx: &mut PgConnection,
    realm: Realm,
    answer: &PasskeyAnswer,
) -> Result<Option<Account>> {
    let state = ceremony::take(&mut *tx, Kind::LogIn, None, &answer.ceremony).await?;
    let Some(user) = proof::owner_of(identity, tx, state, &answer.credential, None).await? else {
        return Ok(None);
    };
    let Some(account) = account::repo::by_id(&mut *tx, user).await? else { return Ok(None) };
    account::repo::by_email(&mut *tx, &account.email, realm == Realm::Staff).await
}

fn unknown() -> Error {
    Error::unauthenticated(
        "This passkey does not open an account here. It may have been removed, or it came too late: please try again, \
         or log in with your password.",
    )
}
