//! A circuit breaker: a party outside that fails again and again is left alone for a while, so that calls
//! to it fail at once instead of after a timeout, and it can recover.
//!
//! ```text
//! closed -- 5 failures in a row --> open -- 30 s --> one call may try: closed again, or open again
//! ```

use crate::Clock;
use contracts::Timestamp;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Failures in a row before a party is left alone.
pub const FAILURES: u32 = 5;
/// How long it is left alone.
pub const PAUSE: Duration = Duration::from_secs(30);

/// The breaker in front of one party; shared by all who call it.
pub struct Breaker {
    party: &'static str,
    clock: Arc<dyn Clock>,
    circuit: Mutex<Circuit>,
}

#[derive(Default)]
struct Circuit {
    failures: u32,
    open_until: Option<Timestamp>,
    probing: bool,
}

/// The party is left alone now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {0} is left alone for a while, after several failures in a row")]
pub struct Open(pub &'static str);

/// Leave to make one call, whose outcome is to be reported. Dropped instead, it says nothing.
pub struct Permit<'a>(&'a Breaker);

impl Breaker {
    /// A closed breaker in front of `party`.
    pub fn new(party: &'static str, clock: Arc<dyn Clock>) -> Self {
        Self { party, clock, circuit: Mutex::default() }
    }

    /// Leave to call.
    ///
    /// # Errors
    /// While the party is left alone, and while somebody else finds out whether it is back.
    pub fn admit(&self) -> Result<Permit<'_>, Open> {
        let mut circuit = self.circuit();
        if let Some(until) = circuit.open_until {
            if circuit.probing || self.clock.now() < until {
                return Err(Open(self.party));
            }
            circuit.probing = true;
        }
        Ok(Permit(self))
    }

    fn circuit(&self) -> MutexGuard<'_, Circuit> {
        self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fail(&self) {
        let mut circuit = self.circuit();
        circuit.failures = circuit.failures.saturating_add(1);
        if circuit.failures < FAILURES {
            return;
        }
        circuit.open_until = Some(self.clock.now() + PAUSE);
        let (party, failures) = (self.party, circuit.failures);
        tracing::warn!(party, failures, "the party is left alone for a while");
        metrics::counter!("tradewind_breaker_opened_total", "party" => party).increment(1);
    }
}

impl Permit<'_> {
    /// Says whether the party did its part; a refusal counts as an answer.
    pub fn report(self, answered: bool) {
        if answered { *self.0.circuit() = Circuit::default() } else { self.0.fail() }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.circuit().probing = false;
    }
}
