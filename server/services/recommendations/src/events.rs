//! The events of this service.

use contracts::{EventId, recommendations::Event};

/// All lists were computed anew; so many products have one of what is bought with them.
pub(crate) fn computed(products: u64) -> Event {
    Event::RecommendationsComputed {
        run: EventId(platform::ids::mint()),
        products: u32::try_from(products).unwrap_or(u32::MAX),
    }
}
