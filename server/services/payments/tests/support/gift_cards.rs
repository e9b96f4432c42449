//! Gift cards in a shop of tests.

use super::{Shop, euros, wish};
use contracts::{
    Actor, GiftCardId, Money,
    payments::{
        Authorise, GiftCardAdjustment, GiftCardDraft, GiftCardHistory, GiftCardMovementKind, GiftCardShare,
        IssuedGiftCard, Payments as _,
    },
};
use platform::ids;

pub fn draft(amount: Money) -> GiftCardDraft {
    let id = GiftCardId(ids::mint());
    GiftCardDraft { id, amount, expires_on: None, recipient: None, note: String::new() }
}

pub fn adjustment(card: GiftCardId, cents: i64) -> GiftCardAdjustment {
    GiftCardAdjustment { id: ids::mint(), card, amount: euros(cents), reason: "A complaint".to_owned() }
}

/// 84.00 € of which a gift card pays so many cents, and this card the rest.
pub fn wish_with(card: &str, gift_card: GiftCardId, cents: i64) -> Authorise {
    let share = GiftCardShare { card: gift_card, amount: euros(cents) };
    Authorise { gift_card: Some(share), ..wish(card) }
}

impl Shop {
    pub async fn issue(&self, draft: GiftCardDraft) -> IssuedGiftCard {
        self.payments.issue_gift_card(Actor::System, draft).await.unwrap()
    }

    /// A gift card with so many cents on it.
    pub async fn gift_card(&self, cents: i64) -> GiftCardId {
        self.issue(draft(euros(cents))).await.card.id
    }

    pub async fn history(&self, card: GiftCardId) -> GiftCardHistory {
        self.payments.gift_card(Actor::System, card).await.unwrap().unwrap()
    }

    pub async fn balance(&self, card: GiftCardId) -> i64 {
        self.history(card).await.card.balance.minor
    }

    /// What happened to a card after it was issued, oldest first.
    pub async fn movements(&self, card: GiftCardId) -> Vec<(GiftCardMovementKind, i64)> {
        let movements = self.history(card).await.movements.into_iter().rev();
        let told = movements.map(|movement| (movement.kind, movement.amount.minor));
        told.filter(|(kind, _)| *kind != GiftCardMovementKind::Issued).collect()
    }

    /// What breaks the rules of gift cards.
    pub async fn breaches_of_i_10(&self) -> Vec<String> {
        let mut found = Vec::new();
        for rule in payments::verify::RULES.iter().filter(|rule| rule.name == "I-10") {
            let rows = sqlx::query_scalar::<_, String>(rule.breaches).fetch_all(self.db.pool()).await;
            found.extend(rows.unwrap());
        }
        found
    }

    /// The sums that the gateway took and sent back, minor units.
    pub async fn money_at_the_gateway(&self) -> (i64, i64) {
        let sums = "select (select coalesce(sum(amount_minor), 0) from test_gateway.captures)::bigint,
            (select coalesce(sum(amount_minor), 0) from test_gateway.refunds where status = 'succeeded')::bigint";
        sqlx::query_as(sums).fetch_one(self.db.pool()).await.unwrap()
    }
}
