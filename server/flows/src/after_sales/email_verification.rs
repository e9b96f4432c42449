//! Mailing a link that proves an address.

use super::{Parts, password_reset};
use contracts::{Actor, Result};

/// Mails the link to who asks, unless their address is proved.
pub(super) async fn request(parts: &Parts, actor: Actor) -> Result<()> {
    let Some(issued) = parts.identity.begin_email_verification(actor).await? else { return Ok(()) };
    password_reset::mail(parts, "email_verification", issued).await
}
