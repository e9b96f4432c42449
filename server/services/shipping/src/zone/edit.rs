//! Saying where is shipped to, how and for how much.

use super::{edit_repo as repo, model};
use crate::{Shipping, address, error::Result};
use contracts::{
    Actor, Error, ShippingMethodId, ZoneId,
    shipping::{Method, ZoneDraft},
};
use platform::outbox;
use serde_json::json;

impl Shipping {
    pub(crate) async fn keep_zone(&self, actor: &Actor, zone: ZoneDraft) -> Result<()> {
        let zone = model::checked_zone(zone, address::model::is_known)?;
        let mut tx = self.db.begin().await?;
        repo::save_zone(&mut tx, &zone).await.map_err(name_taken)?;
        repo::leave_countries(&mut tx, &zone).await?;
        let elsewhere = repo::taken_countries(&mut tx, &zone).await?;
        if let Some((country, other)) = elsewhere.first() {
            let told = format!("{country} is in the zone {other} already.");
            return Err(Error::field("countries", told).into());
        }
        repo::enter_countries(&mut tx, &zone).await?;
        let subject = format!("zone {}", zone.id);
        outbox::audit(&mut tx, "shipping", actor, "zone.saved", &subject, json!(zone)).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn take_zone_away(&self, actor: &Actor, id: ZoneId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let Some(name) = repo::delete_zone(&mut tx, id).await? else {
            return Err(Error::not_found("zone").into());
        };
        let subject = format!("zone {id}");
        outbox::audit(&mut tx, "shipping", actor, "zone.removed", &subject, json!({ "name": name })).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn keep_method(&self, actor: &Actor, zone: ZoneId, method: Method) -> Result<()> {
        let method = model::checked_method(method)?;
        let mut tx = self.db.begin().await?;
        if !repo::zone_exists(&mut tx, zone).await? {
            return Err(Error::not_found("zone").into());
        }
        if !repo::save_method(&mut tx, zone, &method).await.map_err(method_taken)? {
            return Err(Error::not_found("shipping method").into());
        }
        repo::replace_tiers(&mut tx, &method).await?;
        let subject = format!("shipping method {}", method.id);
        outbox::audit(&mut tx, "shipping", actor, "shipping_method.saved", &subject, json!(method)).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn take_method_away(&self, actor: &Actor, id: ShippingMethodId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let Some(name) = repo::delete_method(&mut tx, id).await? else {
            return Err(Error::not_found("shipping method").into());
        };
        let (subject, details) = (format!("shipping method {id}"), json!({ "name": name }));
        outbox::audit(&mut tx, "shipping", actor, "shipping_method.removed", &subject, details).await?;
        Ok(tx.commit().await?)
    }
}

fn name_taken(error: sqlx::Error) -> crate::Error {
    match platform::constraint(&error) {
        Some("zones_name_key") => Error::field("name", "Another zone has this name.").into(),
        _ => error.into(),
    }
}

fn method_taken(error: sqlx::Error) -> crate::Error {
    match platform::constraint(&error) {
        Some("shipping_methods_zone_id_name_key") => {
            Error::field("name", "Another method of this zone has this name.").into()
        }
        _ => error.into(),
    }
}
