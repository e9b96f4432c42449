//! Two accounts of one person become one. What identity keeps is moved here; the other services move theirs when they
//! hear `customers_merged`, which is told by the commit that erases the account: nothing is half done, whenever a
//! process is killed.

mod candidates;
mod repo;

use crate::{
    Identity, account,
    account::model::Account,
    audit,
    customer::{model::MOST_TAGS, require_account, subject},
    error::Result,
    events, look, role,
};
pub(crate) use candidates::candidates;
use contracts::{Actor, Error, Permission, UserId, identity::MergePreview};
use sqlx::PgConnection;

/// What would be moved, and why it perhaps cannot be.
pub(crate) async fn preview(
    identity: &Identity,
    actor: &Actor,
    kept: UserId,
    merged: UserId,
) -> Result<MergePreview> {
    actor.require(Permission::MergeCustomers)?;
    let mut conn = identity.db.pool().acquire().await?;
    let missing = || Error::not_found("customer");
    let moved = repo::counted(&mut conn, merged).await?;
    Ok(MergePreview {
        kept: account::lists::one(&mut *conn, kept).await?.ok_or_else(missing)?,
        merged: account::lists::one(&mut *conn, merged).await?.ok_or_else(missing)?,
        addresses: moved.addresses,
        notes: moved.notes,
        sessions: moved.sessions,
        passkeys: moved.passkeys,
        identities: moved.identities,
        refusal: refusal(&mut conn, kept, merged).await?.map(|error| error.message),
    })
}

/// Makes the second account a part of the first.
pub(crate) async fn merge(identity: &Identity, actor: &Actor, kept: UserId, merged: UserId) -> Result<()> {
    actor.require(Permission::MergeCustomers)?;
    let mut tx = identity.db.begin().await?;
    if repo::is_merged(&mut tx, kept, merged).await? {
        return Ok(());
    }
    // In one order, whichever of two was asked to be kept.
    for user in [kept.min(merged), kept.max(merged)] {
        require_account(&mut tx, user).await?;
    }
    if let Some(refused) = refusal(&mut tx, kept, merged).await? {
        return Err(refused.into());
    }
    let account =
        account::repo::by_id(&mut *tx, merged).await?.ok_or_else(|| Error::not_found("customer"))?;
    let moved = repo::counted(&mut tx, merged).await?;
    move_all(&mut tx, kept, &account).await?;
    platform::privacy::erase_events(&mut tx, &[merged.0]).await?;
    platform::outbox::publish(&mut tx, &events::customers_merged(kept, merged)).await?;
    let details = serde_json::json!({
        "merged": merged, "addresses": moved.addresses, "notes": moved.notes, "sessions_ended": moved.sessions,
        "passkeys_ended": moved.passkeys, "identities_unlinked": moved.identities,
    });
    audit::record(&mut tx, actor, "customer.merged", &subject(kept), details).await?;
    let into = serde_json::json!({ "into": kept });
    audit::record(&mut tx, actor, "customer.merged_into_another", &subject(merged), into).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves what the account has, and erases it: its address is free, no password opens it, its sessions end. Passkeys and
/// accounts elsewhere are not moved: two accounts that staff take for one person's would open each other.
async fn move_all(tx: &mut PgConnection, kept: UserId, merged: &Account) -> Result<()> {
    look::end_of_user(tx, merged.id).await?;
    repo::move_addresses(tx, kept, merged.id).await?;
    repo::move_tags(tx, kept, merged.id, MOST_TAGS).await?;
    repo::move_groups(tx, kept, merged.id).await?;
    repo::move_notes(tx, kept, merged.id).await?;
    repo::move_looks(tx, kept, merged.id).await?;
    account::erasure::erase_rest(tx, merged).await?;
    Ok(repo::erase_row(tx, kept, merged.id).await?)
}

/// Why these two cannot become one.
async fn refusal(conn: &mut PgConnection, kept: UserId, merged: UserId) -> Result<Option<Error>> {
    if kept == merged {
        return Ok(Some(Error::conflict("An account cannot be merged with itself.")));
    }
    for user in [kept, merged] {
        if account::repo::by_id(&mut *conn, user).await?.is_none() {
            let text = "Both accounts have to be open: one of them is blocked or was erased.";
            return Ok(Some(Error::conflict(text)));
        }
        if role::repo::is_staff(conn, user).await? {
            return Ok(Some(Error::conflict(
                "Accounts of colleagues are not merged. Take the role away first.",
            )));
        }
    }
    Ok(None)
}
