//! `passkey_ceremonies`: what browsers were asked, until they answer.

use super::relying_party::Asked;
use crate::error::Result;
use contracts::{UserId, identity::PasskeyChallenge};
use platform::ids;
use serde_json::Value;
use sqlx::PgExecutor;
use std::time::Duration;

/// How long an answer is waited for, as long as browsers wait.
const VALID: Duration = Duration::from_mins(5);

/// What an answer is good for.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A new passkey.
    Register,
    /// The way in, by whoever it is.
    LogIn,
    /// In place of a code, by a certain person.
    Prove,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::LogIn => "log_in",
            Self::Prove => "prove",
        }
    }
}

/// Remembers what is asked, and tells how to ask it.
pub(super) async fn open(
    db: impl PgExecutor<'_>,
    kind: Kind,
    user: Option<UserId>,
    asked: Asked,
) -> Result<PasskeyChallenge> {
    let ceremony = ids::token();
    sqlx::query!(
        "insert into passkey_ceremonies (token, user_id, kind, state, expires_at)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5))",
        ids::hash_token(&ceremony),
        user.map(|user| user.0),
        kind.name(),
        asked.state,
        VALID.as_secs_f64(),
    )
    .execute(db)
    .await?;
    Ok(PasskeyChallenge { ceremony, options: asked.options })
}

/// Uses a ceremony up and tells what was asked in it; nothing (`Null`) when it is over, was another's or meant for
/// something else.
pub(super) async fn take(
    db: impl PgExecutor<'_>,
    kind: Kind,
    user: Option<UserId>,
    ceremony: &str,
) -> Result<Value> {
    let state = sqlx::query_scalar!(
        "delete from passkey_ceremonies
         where token = $1 and kind = $2 and user_id is not distinct from $3 and expires_at > now()
         returning state",
        ids::hash_token(ceremony),
        kind.name(),
        user.map(|user| user.0),
    )
    .fetch_optional(db)
    .await?;
    Ok(state.unwrap_or_default())
}

/// Deletes what nobody answered.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<()> {
    sqlx::query!("delete from passkey_ceremonies where expires_at < now()").execute(db).await?;
    Ok(())
}
