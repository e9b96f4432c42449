//! How patient runs are that meet a failure, and what a person may decide about one.

use contracts::{
    Error, Result,
    orders::{CheckoutState as S, Intervention},
};
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// How long to wait before the next try, after so many failed ones: 5, 10, 20 ... seconds, at most an hour.
pub fn pause_after(attempts: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
    FIRST_PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE)
}

/// Where a person's decision takes a run.
///
/// # Errors
/// `Conflict` when it has ended, or is to be settled although it can still be undone.
pub fn decided(act: Intervention, state: S, order_stands: bool) -> Result<S> {
    match (act, state) {
        (_, S::Completed | S::Abandoned) => Err(Error::conflict("This checkout has ended.")),
        (Intervention::Retry, S::Stuck) | (Intervention::Undo, _) => Ok(S::Undoing),
        (Intervention::Retry, state) => Ok(state),
        (Intervention::Settle, S::Stuck | S::Undoing | S::Confirmed) if order_stands => Ok(S::Completed),
        (Intervention::Settle, S::Stuck | S::Undoing | S::Confirmed) => Ok(S::Abandoned),
        (Intervention::Settle, _) => {
            Err(Error::conflict("This checkout can still be undone: do that first."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_is_not_decided_about() {
        for state in [S::Completed, S::Abandoned] {
            for act in [Intervention::Retry, Intervention::Undo, Intervention::Settle] {
                assert!(decided(act, state, true).is_err(), "{act:?} {state:?}");
            }
        }
    }

    #[test]
    fn what_is_settled_is_completed_when_its_order_stands_and_abandoned_otherwise() {
        let settled = |state, stands| decided(Intervention::Settle, state, stands).ok();
        for state in [S::Stuck, S::Undoing, S::Confirmed] {
            assert_eq!(settled(state, true), Some(S::Completed), "{state:?}");
            assert_eq!(settled(state, false), Some(S::Abandoned), "{state:?}");
        }
        for state in [S::Started, S::StockReserved, S::AwaitingPayer, S::Authorised, S::Placed] {
            assert_eq!(settled(state, false), None, "{state:?} is undone first");
        }
    }

    #[test]
    fn another_try_goes_on_where_the_run_is_and_undoes_what_is_stuck() {
        assert_eq!(decided(Intervention::Retry, S::Stuck, false).ok(), Some(S::Undoing));
        assert_eq!(decided(Intervention::Retry, S::Confirmed, true).ok(), Some(S::Confirmed));
        assert_eq!(decided(Intervention::Undo, S::Confirmed, true).ok(), Some(S::Undoing));
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        let seconds = [1, 2, 3, 8, 10, 11, 1000].map(|attempts| pause_after(attempts).as_secs());
        assert_eq!(seconds, [5, 10, 20, 640, 2560, 3600, 3600]);
    }
}
