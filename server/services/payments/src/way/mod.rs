//! For which orders a way to pay is offered, and in which order. What is not offered begins no payment; those under way go on.

mod model;
mod order_repo;
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
    /// Every way that this version knows, in the order in which they are offered.
    pub(crate) async fn ways_now(&self) -> Result<Arc<Vec<PaymentWay>>, Error> {
        let read = async {
            let mut conn = self.db.pool().acquire().await?;
            let mut ways = Vec::new();
            let order = order_repo::find(&mut conn).await?;
            for kind in model::all_in_order(&order) {
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

impl Payments {
    /// Moves one by one place, with its audit; tells the order.
    pub(crate) async fn move_way(
        &self,
        actor: &Actor,
        kind: PaymentKind,
        up: bool,
    ) -> Result<Vec<PaymentKind>, Error> {
        actor.require(Permission::ManageSettings)?;
        let mut tx = self.db.begin().await?;
        let before = model::all_in_order(&order_repo::lock(&mut tx).await?);
        let after = model::moved(&before, kind, up);
        if after != before {
            order_repo::save(&mut tx, &after).await?;
            let subject = format!("payment way {}", kind.as_str());
            let details = json!({ "before": before, "after": after });
            outbox::audit(&mut tx, "payments", actor, "payment_way.moved", &subject, details).await?;
        }
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
