//! What a person decides about a run that does not come to its end by itself. The audit is committed with it.

use super::{model, object, repo};
use crate::Error;
use contracts::{
    Actor, CheckoutId, Permission,
    orders::{CheckoutDecision, CheckoutRecord, CheckoutState, CheckoutStep, Intervention},
};
use platform::{Database, outbox};
use serde_json::json;
use sqlx::PgConnection;

/// What a run went through, oldest first.
pub async fn steps(db: &Database, actor: &Actor, id: CheckoutId) -> Result<Vec<CheckoutStep>, Error> {
    actor.require(Permission::OperateSystem)?;
    let mut conn = db.pool().acquire().await?;
    repo::steps(&mut conn, id).await
}

/// Moves a run as a person decided, if it is still where they saw it.
pub async fn decide(
    db: &Database,
    actor: &Actor,
    decision: &CheckoutDecision,
) -> Result<CheckoutRecord, Error> {
    actor.require(Permission::OperateSystem)?;
    let reason = platform::pan::hidden(decision.act.reason(&decision.reason)?);
    let (id, from) = (decision.id, decision.from);
    let mut tx = db.begin().await?;
    let missing = || Error::from(contracts::Error::not_found("checkout"));
    let run = repo::find(&mut tx, id).await?.ok_or_else(missing)?;
    let to = model::decided(decision.act, run.state, repo::order_stands(&mut tx, id).await?)?;
    if run.state != from || !go(&mut tx, decision, &run, to, &reason).await? {
        return Err(contracts::Error::conflict("This checkout has moved on meanwhile.").into());
    }
    let note = format!("{} by {}: {reason}", decision.act.as_str(), actor.label());
    repo::note_step(&mut tx, id, Some(from), to, Some(note.trim_end_matches([':', ' ']))).await?;
    let details = json!({ "from": from, "to": to, "reason": reason, "failure": run.failure });
    let action = format!("checkout.{}", decision.act.as_str());
    outbox::audit(&mut tx, "orders", actor, &action, &format!("checkout {id}"), details).await?;
    let run = repo::find(&mut tx, id).await?;
    tx.commit().await?;
    run.ok_or_else(missing)
}

/// False when the run is not where the person saw it.
async fn go(
    conn: &mut PgConnection,
    decision: &CheckoutDecision,
    run: &CheckoutRecord,
    to: CheckoutState,
    reason: &str,
) -> Result<bool, Error> {
    let (id, from) = (decision.id, decision.from);
    if from == to {
        return repo::make_due(conn, id, from).await;
    }
    let settled = (decision.act == Intervention::Settle).then(|| format!("settled by hand: {reason}"));
    let failure = match decision.act {
        Intervention::Undo => Some(reason),
        Intervention::Retry => run.failure.as_deref(),
        Intervention::Settle => settled.as_deref(),
    };
    repo::compare_and_move(conn, id, (from, to), &object(&decision.data)?, failure).await
}
