//! Whether people read the mail of the address they gave.

pub(crate) mod repo;

use crate::{Identity, account, error::Result};
use contracts::{Error, UserId, identity::IssuedLink};
use platform::ids;
use std::time::Duration;

/// How long the link of a verification is valid.
const VALID: Duration = Duration::from_hours(24);

/// A link that proves the account's address, in place of an older one; `None` when it is proved.
pub(crate) async fn begin(identity: &Identity, user: UserId) -> Result<Option<IssuedLink>> {
    let account = account::of(identity, user).await?;
    if account.is_verified {
        return Ok(None);
    }
    let token = ids::token();
    if !repo::put(identity.db.pool(), user, &ids::hash_token(&token), VALID).await? {
        let text = "We sent a link not long ago. Please look into your spam folder, or try again later.";
        return Err(Error::too_many(text).into());
    }
    Ok(Some(account.link(token)))
}

/// Uses a link up: the address of its account is proved.
pub(crate) async fn verify(identity: &Identity, token: &str) -> Result<()> {
    if repo::take(identity.db.pool(), &ids::hash_token(token)).await? {
        return Ok(());
    }
    let text = "This link has expired or was used already. Please log in and ask for a new one; if there is no account yet, \
                create it once more.";
    Err(Error::invalid(text).into())
}
