//! For which orders a way to pay is offered. What is not offered begins no payment; those under way go on.

mod model;
mod repo;

use crate::{Error, Payments};
use contracts::{
    Actor, Error as Refused, Money, Permission,
    payments::{Authorise, PaymentKind, PaymentWay},
};
use platform::outbox;
use serde_json::json;
use std::sync::Arc;

impl Payments {
    /// Every way that this version knows.
    pub(crate) async fn ways_now(&self) -> Result<Arc<Vec<PaymentWay>>, Error> {
        let read = async {
            let mut conn = self.db.pool().acquire().await?;
            let mut ways = Vec::new();
            for kind in PaymentKind::ALL {
                ways.push(repo::find(&mut conn, kind).await?.unwrap_or_else(|| PaymentWay::unchanged(kind)));
            }
            Ok::<_, Error>(ways)
        };
        self.ways.get(read).await
    }

    /// Changes one, with its audit.
    pub(crate) async fn change_way(&self, actor: &Actor, wanted: PaymentWay) -> Result<PaymentWay, Error> {
        actor.require(Permission::ManageSettings)?;
        let wanted = model::checked(wanted)?;
        let mut tx = self.db.begin().await?;
        let before = repo::find(&mut tx, wanted.kind).await?;
        let before = before.unwrap_or_else(|| PaymentWay::unchanged(wanted.kind));
        let after = PaymentWay { version: wanted.version.saturating_add(1), ..wanted };
        if before.version.saturating_add(1) != after.version || !repo::save(&mut tx, &after).await? {
            let text = "Somebody else changed this way to pay meanwhile. Please look at it again.";
            return Err(Refused::conflict(text).into());
        }
        let details = json!({ "before": before, "after": after });
        let subject = format!("payment way {}", after.kind.as_str());
        outbox::audit(&mut tx, "payments", actor, "payment_way.saved", &subject, details).await?;
        tx.commit().await?;
        self.ways.forget();
        Ok(after)
    }
}

/// Passes when a new payment is made in ways that are offered for its amount. Where it goes is the checkout's to
/// know.
///
/// # Errors
/// `Conflict` with the reason.
pub fn require_offered(ways: &[PaymentWay], request: &Authorise, charged: Money) -> Result<(), Error> {
    let asks = |way: &&PaymentWay| match way.kind {
        PaymentKind::Card => charged.minor > 0,
        PaymentKind::GiftCard => request.gift_card.is_some(),
    };
    let refusal = ways.iter().filter(asks).find_map(|way| way.refusal_of_amount(request.amount));
    refusal.map_or(Ok(()), |told| Err(Refused::conflict(told).into()))
}
