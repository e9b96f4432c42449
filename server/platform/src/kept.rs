//! What is read with nearly every request and changed a few times a year: kept in the process for a few seconds, so
//! that reading it costs no query, and other processes' changes are seen soon.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long a value is kept: so old may it be where another process changed it.
const LASTS: Duration = Duration::from_secs(3);

/// A value of the database, kept for three seconds.
pub struct Kept<T> {
    state: Mutex<State<T>>,
}

struct State<T> {
    /// Grows when the value is forgotten: what was read before is not kept afterwards.
    generation: u64,
    value: Option<(Instant, Arc<T>)>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State { generation: 0, value: None }) }
    }
}

impl<T> Kept<T> {
    /// The value that is kept, or what `read` answers. `read` is not polled when it is not needed.
    ///
    /// # Errors
    /// As `read` answers; then nothing is kept.
    pub async fn get<E>(&self, read: impl Future<Output = Result<T, E>>) -> Result<Arc<T>, E> {
        let begun = Instant::now();
        let generation = match self.known(begun) {
            Ok(value) => return Ok(value),
            Err(generation) => generation,
        };
        let value = Arc::new(read.await?);
        let mut state = self.lock();
        if state.generation == generation {
            state.value = Some((begun, Arc::clone(&value)));
        }
        Ok(value)
    }

    /// Has the next one read anew; for whoever changed the value, after the commit.
    pub fn forget(&self) {
        let mut state = self.lock();
        state.generation += 1;
        state.value = None;
    }

    /// The value, or the present generation.
    fn known(&self, now: Instant) -> Result<Arc<T>, u64> {
        let state = self.lock();
        let fresh = state.value.as_ref().filter(|(since, _)| now.duration_since(*since) < LASTS);
        fresh.map(|(_, value)| Arc::clone(value)).ok_or(state.generation)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    async fn is(value: u32) -> Result<u32, Infallible> {
        Ok(value)
    }

    #[tokio::test]
    async fn a_value_is_read_once_until_it_is_forgotten() {
        let kept = Kept::default();
        assert_eq!(*kept.get(is(1)).await.unwrap(), 1);
        assert_eq!(*kept.get(is(2)).await.unwrap(), 1);
        kept.forget();
        assert_eq!(*kept.get(is(3)).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn what_was_read_before_a_change_is_not_kept_after_it() {
        let kept = Kept::default();
        let read = async {
            kept.forget();
            is(1).await
        };
        assert_eq!(*kept.get(read).await.unwrap(), 1);
        assert_eq!(*kept.get(is(2)).await.unwrap(), 2);
    }
}
