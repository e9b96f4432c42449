//! Acting on the orders of a batch, one after the other. Each act is the one on a single order, which may be repeated:
//! what was done and not noted before a crash is done once. Server only.

use crate::error::AppError;
use contracts::{
    NoteId, Services,
    identity::Session,
    orders::{Batch, BatchAction, BatchRow, BatchRowState, NewOrderNote},
};

/// Orders that one request acts on: a payment provider may take a second for each.
const AT_ONCE: usize = 10;

/// Acts on the next orders that wait. What is refused is noted with its reason and holds up no other.
///
/// # Errors
/// When it cannot be noted what became of an order.
pub async fn go_on(services: &Services, session: &Session, batch: &Batch) -> Result<(), AppError> {
    if batch.confirmed_at.is_none() {
        return Ok(());
    }
    let waiting = batch.rows.iter().filter(|row| row.state == BatchRowState::Waiting);
    for row in waiting.take(AT_ONCE) {
        let failure = act(services, session, batch, row).await.err().map(|error| told(&error));
        services.orders.settle_batch_row(session.actor(), batch.id, row.order, failure).await?;
    }
    Ok(())
}

async fn act(services: &Services, session: &Session, batch: &Batch, row: &BatchRow) -> contracts::Result<()> {
    let (actor, order, input) = (session.actor(), row.order, batch.input.clone());
    match batch.action {
        BatchAction::Capture => services.after_sales.capture(actor, order).await.map(drop),
        BatchAction::Cancel => services.after_sales.cancel(actor, order, input).await,
        BatchAction::Tag => services.orders.set_order_tag(actor, order, input, true).await,
        BatchAction::Note => {
            let people = services.identity.colleagues(actor.clone()).await?;
            let named = super::desk_read::mentioned(&input, &people);
            let mentioned = named.into_iter().map(|colleague| colleague.id).collect();
            let (id, author_name) = (NoteId(row.key), session.name.clone());
            let note = NewOrderNote { id, order, author_name, text: input, mentioned };
            services.orders.add_order_note(actor, note).await
        }
        BatchAction::PickList | BatchAction::PackingSlips => Ok(()),
    }
}

/// Why it was refused: what is wrong with a field says more than that one is marked.
fn told(error: &contracts::Error) -> String {
    error.fields.first().map_or(&error.message, |field| &field.message).clone()
}
