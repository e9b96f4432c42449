//! Groups of customers.

use super::{model, repo, require_account, subject};
use crate::{Identity, audit, error::Result};
use contracts::{Actor, CustomerGroupId, Error, Permission, UserId, identity::CustomerGroup};

/// All groups by name.
pub(crate) async fn list(identity: &Identity, actor: &Actor) -> Result<Vec<CustomerGroup>> {
    actor.require(Permission::ViewCustomers)?;
    Ok(repo::groups(identity.db.pool()).await?)
}

/// Makes a group, or renames the one of this id.
pub(crate) async fn save(identity: &Identity, actor: &Actor, id: CustomerGroupId, name: &str) -> Result<()> {
    actor.require(Permission::EditCustomers)?;
    let name = &*platform::pan::masked(model::check_group(name)?);
    let mut tx = identity.db.begin().await?;
    let before = repo::lock_group(&mut tx, id).await?;
    if before.as_deref() == Some(name) {
        return Ok(());
    }
    repo::put_group(&mut tx, id, name).await.map_err(told)?;
    let details = serde_json::json!({ "name": { "before": before, "after": name } });
    audit::record(&mut tx, actor, "customer_group.saved", &group(id), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Deletes a group; its members stay.
pub(crate) async fn delete(identity: &Identity, actor: &Actor, id: CustomerGroupId) -> Result<()> {
    actor.require(Permission::EditCustomers)?;
    let mut tx = identity.db.begin().await?;
    let Some(name) = repo::lock_group(&mut tx, id).await? else {
        return Err(Error::not_found("group").into());
    };
    let members = repo::delete_group(&mut tx, id).await?;
    let details = serde_json::json!({ "name": name, "members": members });
    audit::record(&mut tx, actor, "customer_group.deleted", &group(id), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a person into a group, or takes them out; doing it twice changes nothing.
pub(crate) async fn set_member(
    identity: &Identity,
    actor: &Actor,
    user: UserId,
    id: CustomerGroupId,
    is_member: bool,
) -> Result<()> {
    actor.require(Permission::EditCustomers)?;
    let mut tx = identity.db.begin().await?;
    require_account(&mut tx, user).await?;
    let name = repo::lock_group(&mut tx, id).await?.ok_or_else(|| Error::not_found("group"))?;
    let is_changed =
        if is_member { repo::join(&mut tx, id, user).await? } else { repo::leave(&mut tx, id, user).await? };
    if !is_changed {
        return Ok(());
    }
    let action = if is_member { "customer.joined_group" } else { "customer.left_group" };
    let details = serde_json::json!({ "group": name });
    audit::record(&mut tx, actor, action, &subject(user), details).await?;
    tx.commit().await?;
    Ok(())
}

fn group(id: CustomerGroupId) -> String {
    format!("group {id}")
}

fn told(error: sqlx::Error) -> crate::Error {
    if platform::constraint(&error) == Some("customer_groups_one_name") {
        return Error::field("name", "Another group has this name.").into();
    }
    error.into()
}
