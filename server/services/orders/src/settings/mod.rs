//! What the shop says of itself, and how long checkout and carts wait.

pub mod days;
mod model;
mod repo;

use crate::{Error, Orders};
use contracts::{
    Actor, Error as Refused, Permission, ShopId,
    orders::{CheckoutRules, Event, ShopSettings},
};
use platform::outbox;
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

impl Orders {
    /// What the shop says of itself: what the environment says until somebody changes it.
    pub(crate) async fn shop_now(&self) -> Result<Arc<ShopSettings>, Error> {
        let read = async {
            let kept = repo::shop(&mut *self.db.pool().acquire().await?).await?;
            Ok::<_, Error>(kept.unwrap_or_else(|| ShopSettings::unchanged(self.seller.clone())))
        };
        self.shop.get(read).await
    }

    /// How long checkout and carts wait.
    pub(crate) async fn rules_now(&self) -> Result<Arc<CheckoutRules>, Error> {
        let read = async {
            let kept = repo::rules(&mut *self.db.pool().acquire().await?).await?;
            Ok::<_, Error>(kept.unwrap_or_default())
        };
        self.rules.get(read).await
    }

    pub(crate) async fn change_shop(
        &self,
        actor: &Actor,
        wanted: &ShopSettings,
    ) -> Result<ShopSettings, Error> {
        actor.require(Permission::ManageSettings)?;
        let mut tx = self.db.begin().await?;
        let wanted = model::shop(wanted, &repo::time_zones(&mut tx).await?)?;
        let before =
            repo::shop(&mut tx).await?.unwrap_or_else(|| ShopSettings::unchanged(self.seller.clone()));
        let (seen, next) = (wanted.version, wanted.version.saturating_add(1));
        let after = ShopSettings { version: next, ..wanted };
        if before.version != seen || !repo::save_shop(&mut tx, &after).await? {
            return Err(changed_meanwhile());
        }
        let details = json!({ "before": before, "after": after });
        outbox::audit(&mut tx, "orders", actor, "shop_settings.saved", "shop", details).await?;
        let event = Event::ShopSaved { shop: ShopId(Uuid::nil()), settings: Box::new(after.clone()) };
        outbox::publish(&mut tx, &event).await?;
        tx.commit().await?;
        self.shop.forget();
        Ok(after)
    }

    /// The zones that a shop can be in.
    pub(crate) async fn known_time_zones(&self, actor: &Actor) -> Result<Vec<String>, Error> {
        actor.require(Permission::ManageSettings)?;
        repo::time_zones(&mut *self.db.pool().acquire().await?).await
    }

    pub(crate) async fn change_rules(
        &self,
        actor: &Actor,
        wanted: &CheckoutRules,
    ) -> Result<CheckoutRules, Error> {
        actor.require(Permission::ManageSettings)?;
        model::rules(wanted)?;
        let mut tx = self.db.begin().await?;
        let before = repo::rules(&mut tx).await?.unwrap_or_default();
        let after = CheckoutRules { version: wanted.version.saturating_add(1), ..wanted.clone() };
        if before.version != wanted.version || !repo::save_rules(&mut tx, &after).await? {
            return Err(changed_meanwhile());
        }
        let details = json!({ "before": before, "after": after });
        outbox::audit(&mut tx, "orders", actor, "checkout_rules.saved", "shop", details).await?;
        tx.commit().await?;
        self.rules.forget();
        Ok(after)
    }
}

fn changed_meanwhile() -> Error {
    Refused::conflict("Somebody else changed these settings meanwhile. Please look at them again.").into()
}
