//! The apps that a shopper let in, as they see them.

use super::grants;
use crate::{Identity, error::Result};
use contracts::{Actor, Error, OauthGrantId, identity::AllowedApp};

/// The apps that one let in.
pub(crate) async fn list(identity: &Identity, actor: &Actor) -> Result<Vec<AllowedApp>> {
    Ok(grants::of_user(identity.db.pool(), actor.signed_in()?).await?)
}

/// Lets an app in no longer: its tokens are refused from now on.
pub(crate) async fn remove(identity: &Identity, actor: &Actor, id: OauthGrantId) -> Result<()> {
    if !grants::revoke_own(identity.db.pool(), actor.signed_in()?, id).await? {
        return Err(Error::not_found("app").into());
    }
    Ok(())
}
