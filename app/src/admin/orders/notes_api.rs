use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::orders::Mention;
use leptos::prelude::*;
use uuid::Uuid;

/// Keeps a note about an order and tells those who are named in it.
#[server]
pub async fn add_note(order: String, key: Uuid, text: String) -> Result<(), AppError> {
    use contracts::{NoteId, orders::NewOrderNote};
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let author_name = crate::admin::guard::session().await?.name;
    let order = order.parse().map_err(|_| AppError::not_found("order"))?;
    let services = crate::context::services()?;
    let people = services.identity.colleagues(actor.clone()).await?;
    let named = super::desk_read::mentioned(&text, &people);
    let mentioned = named.into_iter().map(|colleague| colleague.id).collect();
    let note = NewOrderNote { id: NoteId(key), order, author_name, text, mentioned };
    Ok(services.orders.add_order_note(actor, note).await?)
}

/// Notes that name whoever asks, newest first.
#[server]
pub async fn list_mentions(state: ListState) -> Result<Listed<Mention>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let page = state.request(25);
    Ok(Listed::now(crate::context::services()?.orders.mentions(actor, page).await?))
}

/// Marks one note that names whoever asks as read, or (`note` empty) all of them.
#[server]
pub async fn mark_mentions_read(note: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let note =
        if note.is_empty() { None } else { Some(note.parse().map_err(|_| AppError::not_found("note"))?) };
    Ok(crate::context::services()?.orders.read_mentions(actor, note).await?)
}

/// Puts a tag on an order.
#[server]
pub async fn add_tag(order: String, tag: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let order = order.parse().map_err(|_| AppError::not_found("order"))?;
    Ok(crate::context::services()?.orders.set_order_tag(actor, order, tag, true).await?)
}

/// Takes a tag off an order.
#[server]
pub async fn remove_tag(order: String, tag: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewOrders).await?;
    let order = order.parse().map_err(|_| AppError::not_found("order"))?;
    Ok(crate::context::services()?.orders.set_order_tag(actor, order, tag, false).await?)
}
