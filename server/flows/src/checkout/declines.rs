//! Who tries one card after the other is stopped: testing stolen cards costs the shop fees, disputes and its
//! gateway. Declined payments are counted for the account, the cart and the network they came from.

use super::{Parts, run::Agreed};
use contracts::{CartId, CheckoutId, Error, Result, UserId, checkout::Submit};

const WINDOW_SECONDS: u32 = 10 * 60;
/// An office, or the customers of a mobile carrier, are one network.
const NETWORK_SHARE: u32 = 6;
const NETWORK: &str = "network";

/// Refuses another try of somebody whose payments were declined too often.
///
/// # Errors
/// `TooMany` then.
pub(super) async fn refuse_too_many(parts: &Parts, cart: CartId, submit: &Submit) -> Result<()> {
    let payers = payers(cart, submit.user, submit.network.as_deref());
    let counts = parts.orders.declines(payers.clone(), WINDOW_SECONDS).await?;
    if payers.iter().zip(counts).any(|(payer, count)| count >= most(parts, payer)) {
        let text = "Too many payments were declined. Please try again in ten minutes, or ask your bank.";
        return Err(Error::too_many(text));
    }
    Ok(())
}

/// Counts the declined payment of a run; a run that hears of it again counts it once.
pub(super) async fn count(parts: &Parts, run: CheckoutId, agreed: &Agreed) -> Result<()> {
    let payers = payers(agreed.cart, agreed.who.user, agreed.who.network.as_deref());
    parts.orders.count_decline(run, payers).await
}

fn most(parts: &Parts, payer: &str) -> u32 {
    if payer.starts_with(NETWORK) {
        parts.most_declines.saturating_mul(NETWORK_SHARE)
    } else {
        parts.most_declines
    }
}

fn payers(cart: CartId, user: Option<UserId>, network: Option<&str>) -> Vec<String> {
    let mut payers = vec![format!("cart {cart}")];
    payers.extend(user.map(|user| format!("account {user}")));
    payers.extend(network.map(|network| format!("{NETWORK} {network}")));
    payers
}
