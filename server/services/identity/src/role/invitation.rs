use super::{account_with_password, model, repo, require_grantable};
use crate::{Identity, account, audit, error::Result, password};
use contracts::{
    Actor, Error, Permission,
    identity::{Invitation, IssuedLink},
};

/// Makes somebody a member of the staff. Until the link sets a password, nobody knows the account's.
pub(crate) async fn invite(
    identity: &Identity,
    actor: &Actor,
    invitation: &Invitation,
) -> Result<IssuedLink> {
    actor.require(Permission::ManageStaff)?;
    let is_role = repo::is_staff_role(identity.db.pool(), &invitation.role).await?;
    let (name, email) = model::check_invitation(invitation, is_role)?;
    let hash = identity.passwords.slot().await?.hash(platform::ids::token()).await?;
    let mut tx = identity.db.begin().await?;
    if account::repo::by_email(&mut *tx, &email, true).await?.is_some() {
        let text = "This person is one of the staff already. Their role is changed in the list.";
        return Err(Error::field("email", text).into());
    }
    let account = account_with_password(&mut tx, &platform::pan::masked(name), &email, &hash).await?;
    let roles = std::slice::from_ref(&invitation.role);
    require_grantable(&mut tx, actor, roles, "role").await?;
    repo::add(&mut tx, account.id, roles).await?;
    let subject = format!("user {}", account.id);
    let details = serde_json::json!({ "email": email, "role": invitation.role });
    audit::record(&mut tx, actor, "staff.invited", &subject, details).await?;
    let issued = password::issue(&mut tx, account, password::model::INVITATION_VALID).await?;
    tx.commit().await?;
    Ok(issued)
}
