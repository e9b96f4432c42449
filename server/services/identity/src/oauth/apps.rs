//! The apps that a shopper let in, as they see them.

use super::grants;
use crate::{Identity, audit, error::Result};
use contracts::{Actor, Error, OauthGrantId, identity::AllowedApp};

/// The apps that one let in.
pub(crate) async fn list(identity: &Identity, actor: &Actor) -> Result<Vec<AllowedApp>> {
    Ok(grants::of_user(identity.db.pool(), actor.signed_in()?).await?)
}

/// Lets an app in no longer: its tokens are refused from now on.
pub(crate) async fn remove(identity: &Identity, actor: &Actor, id: OauthGrantId) -> Result<()> {
    let user = actor.signed_in()?;
    let mut tx = identity.db.begin().await?;
    let client = grants::revoke_own(&mut tx, user, id).await?.ok_or_else(|| Error::not_found("app"))?;
    let details = serde_json::json!({ "client": client });
    audit::record(&mut tx, actor, "oauth.app_removed", &format!("user {user}"), details).await?;
    tx.commit().await?;
    Ok(())
}
