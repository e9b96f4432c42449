//! Whose run it is: that of whoever holds the cart it was begun with, or of the shopper who began it.
//! To everybody else it does not exist.

use super::{Parts, outcome, run::Agreed};
use contracts::{
    Actor, CheckoutId, Error, Result,
    checkout::{Challenged, Outcome},
    orders::{CartKey, CheckoutRecord, CheckoutState},
};

/// One's own run.
///
/// # Errors
/// `NotFound` when there is none, or it is somebody else's.
pub(super) async fn find(parts: &Parts, key: &CartKey, id: CheckoutId) -> Result<CheckoutRecord> {
    let (cart, run) = tokio::try_join!(parts.orders.cart(key.clone()), parts.orders.checkout(id))?;
    let run = run.ok_or_else(missing)?;
    let holds_its_cart = cart.id == Some(run.cart);
    let began_it = key.user.is_some() && Agreed::of(&run)?.who.user == key.user;
    if holds_its_cart || began_it { Ok(run) } else { Err(missing()) }
}

/// One's own run that waits for its payer.
///
/// # Errors
/// As [`find`]; a payment that does not exist is a run that does not exist.
pub(super) async fn challenged(parts: &Parts, key: &CartKey, run: Challenged) -> Result<CheckoutRecord> {
    let id = match run {
        Challenged::Checkout(id) => id,
        Challenged::Payment(id) => {
            parts.payments.payment(Actor::System, id).await?.ok_or_else(missing)?.checkout
        }
    };
    find(parts, key, id).await
}

/// What a run came to as it stands, from what is recorded: nothing is asked for outside.
pub(super) async fn outcome(parts: &Parts, run: &CheckoutRecord) -> Result<Outcome> {
    if run.state != CheckoutState::AwaitingPayer {
        return outcome::outcome(run);
    }
    let payment = parts.payments.payment(Actor::System, Agreed::of(run)?.payment).await?;
    let url = payment.and_then(|payment| payment.action_url);
    Ok(match url {
        Some(url) => Outcome::ActionRequired { checkout: run.id, url },
        None => Outcome::Pending { checkout: run.id },
    })
}

fn missing() -> Error {
    Error::not_found("checkout")
}
