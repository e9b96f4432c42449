//! How many streams a session has.

use contracts::SessionId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Browsers open six connections to a shop that is reached by HTTP/1.1; two of them are left for pages.
const MOST: usize = 4;

/// The streams by session.
#[derive(Default)]
pub struct Seats(Mutex<HashMap<SessionId, usize>>);

/// The place of one stream, until it is dropped.
pub struct Seat {
    seats: Arc<Seats>,
    session: SessionId,
}

impl Seats {
    /// A place for one more stream; none when the session has its share.
    pub fn take(self: &Arc<Self>, session: SessionId) -> Option<Seat> {
        let mut taken = self.taken();
        let count = taken.entry(session).or_default();
        if *count == MOST {
            return None;
        }
        *count += 1;
        Some(Seat { seats: Arc::clone(self), session })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<SessionId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        match taken.get(&self.session).copied() {
            Some(count) if count > 1 => drop(taken.insert(self.session, count - 1)),
            _ => drop(taken.remove(&self.session)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_so_many_streams_and_others_their_own() {
        let seats = Arc::<Seats>::default();
        let (ada, bob) = (SessionId(platform::ids::mint()), SessionId(platform::ids::mint()));
        let mut taken: Vec<_> = (0..MOST).filter_map(|_| seats.take(ada)).collect();
        assert_eq!(taken.len(), MOST);
        assert!(seats.take(ada).is_none() && seats.take(bob).is_some());
        taken.pop();
        assert!(seats.take(ada).is_some());
        drop(taken);
        assert!(seats.taken().is_empty(), "who is gone is forgotten");
    }
}
