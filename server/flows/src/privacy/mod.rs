//! What spans all services when a person asks for their data, or goes.
//!
//! Identity erases the account and tells of it; notifications, recommendations and analytics hear that and forget the
//! person by themselves. What belongs to an order is erased once nothing is open in it, by [`erase`].

mod erase;
mod export;

use contracts::{
    Actor, Result, SessionId, analytics::Analytics, identity, identity::Identity,
    notifications::Notifications, orders::Orders, payments::Payments, privacy::Privacy,
    recommendations::Recommendations, shipping::Shipping,
};
use platform::{AnyEnvelope, Clock};
use std::sync::Arc;

/// The services that keep something of people.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is the contract it is named after")]
pub struct Parts {
    pub identity: Arc<dyn Identity>,
    pub orders: Arc<dyn Orders>,
    pub payments: Arc<dyn Payments>,
    pub shipping: Arc<dyn Shipping>,
    pub notifications: Arc<dyn Notifications>,
    pub recommendations: Arc<dyn Recommendations>,
    pub analytics: Arc<dyn Analytics>,
    pub clock: Arc<dyn Clock>,
}

/// The flows about people's data.
#[derive(Clone)]
pub struct PrivacyFlow {
    parts: Parts,
}

impl PrivacyFlow {
    /// Flows over these services.
    pub fn new(parts: Parts) -> Self {
        Self { parts }
    }

    /// Consumes `identity.user_deleted`: carts go, and so does all that is closed; what is open is remembered. Told
    /// twice, it finds nothing.
    ///
    /// # Errors
    /// As orders answers.
    pub async fn on_user_deleted(&self, envelope: AnyEnvelope) -> Result<()> {
        let identity::Event::UserDeleted { user, address_hash } = platform::decode(&envelope)? else {
            return Ok(());
        };
        self.parts.orders.erase_person(Actor::System, user, address_hash).await?;
        erase::closed(&self.parts).await.map(drop)
    }
}

#[async_trait::async_trait]
impl Privacy for PrivacyFlow {
    async fn export(&self, actor: Actor, session: SessionId) -> Result<String> {
        export::export(&self.parts, actor, session).await
    }

    async fn erase_closed(&self) -> Result<u32> {
        erase::closed(&self.parts).await
    }
}
