//! What a batch takes, and what would become of its orders.

use contracts::{
    Error, Result,
    orders::{BatchAction, BatchRowState, OrderStatus, PaymentState},
};

/// What is typed for an act: the reason, the tag or the note; nothing where nothing is asked.
///
/// # Errors
/// A field error at `input`.
pub fn input(action: BatchAction, typed: &str) -> Result<String> {
    let typed = typed.trim();
    let refused = |text: &str| Err(Error::field("input", text));
    let (most, missing) = match action {
        BatchAction::Cancel => (500, "Please say why: the customers read it."),
        BatchAction::Tag => (40, "Please enter a tag."),
        BatchAction::Note => (2000, "Please enter a note."),
        BatchAction::Capture | BatchAction::PickList | BatchAction::PackingSlips => {
            return Ok(String::new());
        }
    };
    match typed.chars().count() {
        0 => refused(missing),
        length if length > most => refused(&format!("Please enter at most {most} characters.")),
        _ => Ok(platform::pan::hidden(typed.to_owned())),
    }
}

/// Where an order is in a batch: as it was noted, or as it would be if the batch was confirmed now.
pub fn state(
    action: BatchAction,
    is_confirmed: bool,
    noted: (BatchRowState, String),
    (status, payment, is_sent): (OrderStatus, PaymentState, bool),
) -> (BatchRowState, String) {
    if is_confirmed || noted.0 != BatchRowState::Waiting {
        return noted;
    }
    match action.refusal(status, payment, is_sent) {
        Some(why) => (BatchRowState::Skipped, why.to_owned()),
        None => noted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_act_asks_for_what_it_needs() {
        assert_eq!(input(BatchAction::Capture, "x").unwrap(), "");
        assert_eq!(input(BatchAction::Tag, " fragile ").unwrap(), "fragile");
        assert!(input(BatchAction::Cancel, " ").unwrap_err().for_field("input").is_some());
        assert!(input(BatchAction::Tag, &"x".repeat(41)).is_err());
    }

    #[test]
    fn what_was_noted_is_not_judged_again() {
        let (done, cancelled) = ((BatchRowState::Done, String::new()), OrderStatus::Cancelled);
        let now = (cancelled, PaymentState::Voided, false);
        assert_eq!(state(BatchAction::Cancel, true, done.clone(), now), done);
        let waiting = (BatchRowState::Waiting, String::new());
        assert_eq!(state(BatchAction::Cancel, false, waiting, now).0, BatchRowState::Skipped);
    }
}
