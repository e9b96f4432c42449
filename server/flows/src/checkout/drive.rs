//! `drive` runs the step of the present state, records the next state, and repeats. It is the only
//! code that moves a run, whoever calls it; two callers at once do the same steps with the same ids and
//! only one of them records each move.

use super::{
    Parts,
    outcome::outcome,
    run::{Agreed, Failure},
    steps::{Step, authorise_payment, capture, confirm_stock, place_order, reserve_stock, take_coupon},
};
use contracts::{
    CheckoutId, Error, ErrorKind, Result,
    checkout::Outcome,
    orders::{CheckoutRecord, CheckoutState as S},
};
use platform::{failpoint, turns};
use std::time::Duration;

/// How long one step of a purchase may fail before the run is undone: nobody waits longer for an answer.
const STEP_SECONDS: u64 = 10 * 60;

/// Goes on with a run until it ends, waits for the payer, or meets a failure that may pass.
///
/// Units are held and let go at once, so that whoever comes too late hears of it at once; paying goes by turns.
pub(super) async fn drive(parts: &Parts, id: CheckoutId) -> Result<Outcome> {
    let record = parts.orders.checkout(id).await?.ok_or_else(|| Error::not_found("checkout"))?;
    match go_on(parts, record, |state| matches!(state, S::Started | S::Undoing) || state.is_final()).await? {
        Tried::Answer(outcome) => Ok(outcome),
        Tried::Moved(record) => match turns::take(go_on(parts, *record, |_| true)).await? {
            Tried::Answer(outcome) => Ok(outcome),
            Tried::Moved(_) => Err(Error::internal()),
        },
    }
}

/// What came of a step.
enum Tried {
    Answer(Outcome),
    Moved(Box<CheckoutRecord>),
}

/// Takes one step after the other while the run is where `goes_on` says.
async fn go_on(parts: &Parts, mut record: CheckoutRecord, goes_on: fn(S) -> bool) -> Result<Tried> {
    while goes_on(record.state) {
        match attempt(parts, record).await? {
            Tried::Moved(moved) => record = *moved,
            answer => return Ok(answer),
        }
    }
    Ok(Tried::Moved(Box::new(record)))
}

async fn attempt(parts: &Parts, record: CheckoutRecord) -> Result<Tried> {
    if record.state.is_final() {
        return outcome(&record).map(Tried::Answer);
    }
    let agreed = Agreed::of(&record)?;
    failpoint::reach("checkout", record.state.as_str(), "before");
    let stepped = step(parts, &record, &agreed).await;
    failpoint::reach("checkout", record.state.as_str(), "after");
    let moved = match stepped {
        Ok(Step::On(next, agreed)) => advance(parts, &record, next, &agreed).await?,
        Ok(Step::Wait { url }) => return wait(parts, record, &agreed, url).await.map(Tried::Answer),
        // Nothing was done: there is nothing to undo, and in a flash sale nearly everybody ends here.
        Ok(Step::Fail(failure)) if record.state == S::Started => {
            fail(parts, &record, agreed, failure, S::Abandoned).await?
        }
        Ok(Step::Fail(failure)) => undo_from(parts, &record, agreed, failure).await?,
        Ok(Step::Dearer(reason)) => {
            let dearer = Agreed { discount_fell_away: true, ..agreed };
            undo_from(parts, &record, dearer, Failure::Refused(reason)).await?
        }
        Err(error) => return failed(parts, record, agreed, error).await,
    };
    Ok(Tried::Moved(Box::new(moved)))
}

async fn step(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<Step> {
    match record.state {
        S::Started => match take_coupon::run(parts, record, agreed).await? {
            Some(reason) => Ok(Step::Dearer(reason)),
            None => reserve_stock::run(parts, record, agreed).await,
        },
        S::StockReserved => authorise_payment::run(parts, record, agreed).await,
        S::AwaitingPayer => authorise_payment::check(parts, record, agreed).await,
        S::Authorised => place_order::run(parts, record, agreed).await,
        S::Placed => confirm_stock::run(parts, record, agreed).await,
        S::Confirmed => capture::run(parts, agreed).await,
        S::Undoing => undo(parts, record, agreed).await,
        S::Completed | S::Abandoned | S::Stuck => Err(Error::internal()),
    }
}

/// Undoes every step that may have happened, last first. Each undo is safe when its step never ran.
async fn undo(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<Step> {
    place_order::undo(parts, record, agreed).await?;
    if matches!(agreed.failed_in, Some(S::Placed | S::Confirmed)) {
        confirm_stock::undo(parts, record, agreed).await?;
    }
    authorise_payment::undo(parts, agreed).await?;
    reserve_stock::undo(parts, record).await?;
    Ok(Step::on(S::Abandoned, agreed))
}

async fn wait(parts: &Parts, record: CheckoutRecord, agreed: &Agreed, url: String) -> Result<Outcome> {
    let record = match record.state {
        S::StockReserved => advance(parts, &record, S::AwaitingPayer, agreed).await?,
        _ => record,
    };
    let patience = Duration::from_secs(agreed.payer_seconds());
    if record.state == S::AwaitingPayer && time_in_state(parts, &record) > patience {
        let failure = Failure::Declined("The payment was not completed in time.".into());
        let record = undo_from(parts, &record, agreed.clone(), failure).await?;
        return Box::pin(drive(parts, record.id)).await;
    }
    Ok(Outcome::ActionRequired { checkout: record.id, url })
}

/// Gives up a run that waits for its payer, because the shopper began another one.
pub(super) async fn replace(parts: &Parts, record: &CheckoutRecord) -> Result<()> {
    let failure = Failure::Refused("The order was begun anew in another window.".into());
    undo_from(parts, record, Agreed::of(record)?, failure).await?;
    drive(parts, record.id).await.map(|_| ())
}

async fn undo_from(
    parts: &Parts,
    record: &CheckoutRecord,
    agreed: Agreed,
    failure: Failure,
) -> Result<CheckoutRecord> {
    fail(parts, record, agreed, failure, S::Undoing).await
}

async fn fail(
    parts: &Parts,
    record: &CheckoutRecord,
    mut agreed: Agreed,
    failure: Failure,
    to: S,
) -> Result<CheckoutRecord> {
    agreed.failed_in = Some(record.state);
    agreed.failure = Some(failure);
    advance(parts, record, to, &agreed).await
}

async fn advance(parts: &Parts, record: &CheckoutRecord, to: S, agreed: &Agreed) -> Result<CheckoutRecord> {
    let failure = agreed.failure.as_ref().map(Failure::text);
    let moved = parts.orders.advance_checkout(record.id, record.state, to, agreed.to_text()?, failure).await;
    failpoint::reach("checkout", record.state.as_str(), "recorded");
    moved
}

fn time_in_state(parts: &Parts, record: &CheckoutRecord) -> Duration {
    parts.clock.now().signed_duration_since(record.updated_at).to_std().unwrap_or_default()
}

/// A failure that may pass is tried again later, each time after a longer pause. A purchase is given up when
/// nobody waits for it any more; an undo and the capture of a confirmed order are tried until they succeed or
/// are refused. An undo that is refused needs a person.
async fn failed(parts: &Parts, record: CheckoutRecord, agreed: Agreed, error: Error) -> Result<Tried> {
    tracing::warn!(checkout = %record.id, state = record.state.as_str(), %error, "a step of a checkout failed");
    let noted = parts.orders.note_checkout_attempt(record.id, error.message.clone()).await?;
    if may_pass(&error) && is_worth_waiting(parts, &record, &agreed) {
        return Ok(Tried::Answer(later(&noted)?));
    }
    if record.state == S::Undoing {
        tracing::error!(checkout = %record.id, %error, "a checkout is stuck: it cannot be undone");
        return Ok(Tried::Moved(Box::new(advance(parts, &record, S::Stuck, &agreed).await?)));
    }
    let failure = Failure::Refused(error.message);
    Ok(Tried::Moved(Box::new(undo_from(parts, &record, agreed, failure).await?)))
}

fn may_pass(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::Unavailable | ErrorKind::Internal | ErrorKind::TooMany)
}

fn is_worth_waiting(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> bool {
    let patience = match record.state {
        S::Undoing | S::Confirmed => return true,
        S::AwaitingPayer => agreed.payer_seconds(),
        _ => STEP_SECONDS,
    };
    time_in_state(parts, record) < Duration::from_secs(patience)
}

fn later(record: &CheckoutRecord) -> Result<Outcome> {
    match record.state {
        // The shopper may know the answer although the machinery is not done.
        S::Undoing => outcome(record),
        _ => Ok(Outcome::Pending { checkout: record.id }),
    }
}
