//! Making somebody a member of the staff.

use super::{Parts, password_reset};
use contracts::{Actor, Result, identity::Invitation};

/// Gives the role, then mails the link. Whoever is invited but did not get the mail asks for a link at the
/// log-in.
pub(super) async fn invite(parts: &Parts, actor: Actor, invitation: Invitation) -> Result<()> {
    let issued = parts.identity.invite_staff(actor, invitation).await?;
    password_reset::mail(parts, "staff_invitation", issued).await
}
