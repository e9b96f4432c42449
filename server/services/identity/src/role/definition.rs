//! Which roles there are, and what each allows.

use super::{model, repo};
use crate::{Identity, audit, error::Result};
use contracts::{
    Actor, Error, Permission,
    identity::{Role, RoleDraft},
};

/// The roles of staff, those that every shop has first.
pub(crate) async fn list(identity: &Identity, actor: &Actor) -> Result<Vec<Role>> {
    actor.require(Permission::ManageStaff)?;
    Ok(repo::all(identity.db.pool()).await?)
}

/// Makes a role, or changes what one is for and allows. Sessions read what roles allow at each request.
pub(crate) async fn save(identity: &Identity, actor: &Actor, draft: &RoleDraft) -> Result<()> {
    actor.require(Permission::ManageStaff)?;
    let draft = model::check_draft(draft)?;
    let mut tx = identity.db.begin().await?;
    let before = repo::lock(&mut tx, &draft.name).await?;
    model::check_place(&draft, before.as_ref().map(|role| role.version))?;
    let had = before.as_ref().map(|role| role.permissions.clone()).unwrap_or_default();
    let (given, taken) = (without(&draft.permissions, &had), without(&had, &draft.permissions));
    model::check_own(actor, &given, "permissions")?;
    let is_same = before.as_ref().is_some_and(|role| role.description == draft.description);
    if is_same && given.is_empty() && taken.is_empty() {
        return Ok(());
    }
    let id = match &before {
        Some(role) => repo::change(&mut tx, role.id, &draft.description).await?,
        None => repo::insert(&mut tx, &draft).await.map_err(told)?,
    };
    repo::change_permissions(&mut tx, id, &names(&given), &names(&taken)).await?;
    let details = serde_json::json!({
        "description": { "before": before.map(|role| role.description), "after": draft.description },
        "permissions": { "before": names(&had), "after": names(&draft.permissions) },
    });
    let action = if draft.version.is_none() { "role.created" } else { "role.changed" };
    audit::record(&mut tx, actor, action, &subject(&draft.name), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Deletes a role that nobody has.
pub(crate) async fn delete(identity: &Identity, actor: &Actor, name: &str) -> Result<()> {
    actor.require(Permission::ManageStaff)?;
    let mut tx = identity.db.begin().await?;
    let role = repo::lock(&mut tx, name).await?.ok_or_else(|| Error::not_found("role"))?;
    let members = repo::members(&mut tx, role.id).await?;
    model::check_deletion(role.is_built_in, members)?;
    repo::delete(&mut tx, role.id).await?;
    let details = serde_json::json!({
        "description": { "before": role.description, "after": null },
        "permissions": { "before": names(&role.permissions), "after": [] },
    });
    audit::record(&mut tx, actor, "role.deleted", &subject(name), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Those of the first that are not among the second.
fn without(these: &[Permission], others: &[Permission]) -> Vec<Permission> {
    these.iter().copied().filter(|permission| !others.contains(permission)).collect()
}

fn names(permissions: &[Permission]) -> Vec<String> {
    permissions.iter().map(|permission| permission.name()).collect()
}

fn subject(name: &str) -> String {
    format!("role {name}")
}

/// Somebody made a role of this name at the same time.
fn told(error: sqlx::Error) -> crate::Error {
    if platform::constraint(&error) == Some("roles_role_name_key") {
        return model::name_taken().into();
    }
    error.into()
}
