//! Views and clicks wait in memory: a page must not wait for a write that nobody will miss.

use contracts::{
    ProductId, Timestamp, UserId,
    recommendations::{Interaction, InteractionType},
};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More of them than this between two flushes are dropped and counted.
const MOST: usize = 10_000;

/// What was seen and is not yet written.
#[derive(Default)]
pub(crate) struct Buffer(Mutex<Vec<Interaction>>);

impl Buffer {
    /// Remembers what somebody did, or drops it when the buffer is full.
    pub(crate) fn record(
        &self,
        interaction_type: InteractionType,
        user: Option<UserId>,
        product: ProductId,
        at: Timestamp,
    ) {
        self.put_back(vec![Interaction { user, product, interaction_type, order: None, at }]);
    }

    /// Takes everything out.
    pub(crate) fn take(&self) -> Vec<Interaction> {
        std::mem::take(&mut *self.lock())
    }

    /// Puts them in as far as there is room.
    pub(crate) fn put_back(&self, seen: Vec<Interaction>) {
        let mut waiting = self.lock();
        let room = MOST.saturating_sub(waiting.len());
        let dropped = seen.len().saturating_sub(room);
        waiting.extend(seen.into_iter().take(room));
        drop(waiting);
        if dropped > 0 {
            metrics::counter!("recommendations_interactions_dropped_total").increment(dropped as u64);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Interaction>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_buffer_drops_what_comes_and_keeps_what_it_has() {
        let buffer = Buffer::default();
        let now = platform::system_clock().now();
        let first = ProductId(platform::ids::mint());
        buffer.record(InteractionType::View, None, first, now);
        for _ in 0..MOST {
            buffer.record(InteractionType::Click, None, ProductId(platform::ids::mint()), now);
        }
        let seen = buffer.take();
        assert_eq!((seen.len(), seen[0].product), (MOST, first));
        assert!(buffer.take().is_empty());
    }
}
