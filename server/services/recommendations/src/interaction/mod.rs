//! What people do with products.

mod buffer;
pub(crate) mod repo;

use crate::{Recommendations, error::Result, privacy, product};
use contracts::{
    identity,
    orders::Event,
    recommendations::{Interaction, InteractionType},
};
use platform::{AnyEnvelope, decode, inbox};

pub(crate) use buffer::Buffer;

/// Writes what waits in memory. When that fails it goes on waiting.
pub(crate) async fn flush(service: &Recommendations) -> Result<()> {
    let seen = service.seen.take();
    if seen.is_empty() {
        return Ok(());
    }
    let written = repo::insert(service.db.pool(), &seen).await;
    if written.is_err() {
        service.seen.put_back(seen);
    }
    Ok(written?)
}

/// Applies an event of an order, once: what was bought counts, what was cancelled does not.
pub(crate) async fn apply_order(service: &Recommendations, envelope: &AnyEnvelope) -> Result<()> {
    let event: Event = decode(envelope)?;
    let mut tx = service.db.begin().await?;
    if inbox::first_time(&mut tx, "recommendations.order_event", envelope.id).await? {
        match &event {
            Event::OrderPlaced { .. } => repo::insert(&mut *tx, &purchases(&event, envelope)).await?,
            Event::OrderCancelled { order, .. } => repo::delete_of_order(&mut tx, *order).await?,
            _ => {}
        }
    }
    tx.commit().await?;
    Ok(())
}

fn purchases(event: &Event, envelope: &AnyEnvelope) -> Vec<Interaction> {
    let Event::OrderPlaced { order, user, items, .. } = event else {
        return Vec::new();
    };
    let purchase = |product| Interaction {
        user: *user,
        product,
        interaction_type: InteractionType::Purchase,
        order: Some(*order),
        at: envelope.occurred_at,
    };
    items.iter().map(|item| purchase(item.product)).collect()
}

/// Applies a `user_deleted`; a second time it finds nothing. What waits in memory is written first, so that it is
/// found.
pub(crate) async fn forget_person(service: &Recommendations, envelope: &AnyEnvelope) -> Result<()> {
    let identity::Event::UserDeleted { user, .. } = decode(envelope)? else {
        return Ok(());
    };
    flush(service).await?;
    let mut tx = service.db.begin().await?;
    repo::forget_person(&mut tx, user).await?;
    privacy::forget(&mut tx, user).await?;
    tx.commit().await?;
    Ok(())
}

/// Applies a `customers_merged`; a second time it finds nothing. What waits in memory is written first, so that it is
/// found.
pub(crate) async fn hand_over(service: &Recommendations, envelope: &AnyEnvelope) -> Result<()> {
    let identity::Event::CustomersMerged { kept, merged } = decode(envelope)? else {
        return Ok(());
    };
    flush(service).await?;
    let mut tx = service.db.begin().await?;
    repo::hand_over(&mut tx, merged, kept).await?;
    tx.commit().await?;
    Ok(())
}

/// Applies an `added_to_cart`, once.
pub(crate) async fn apply_cart(service: &Recommendations, envelope: &AnyEnvelope) -> Result<()> {
    let Event::AddedToCart { user, variant, .. } = decode(envelope)? else {
        return Ok(());
    };
    let mut tx = service.db.begin().await?;
    if inbox::first_time(&mut tx, "recommendations.added_to_cart", envelope.id).await?
        && let Some(product) = product::repo::of_variant(&mut *tx, variant).await?
    {
        let interaction_type = InteractionType::AddToCart;
        let added = Interaction { user, product, interaction_type, order: None, at: envelope.occurred_at };
        repo::insert(&mut *tx, &[added]).await?;
    }
    tx.commit().await?;
    Ok(())
}
