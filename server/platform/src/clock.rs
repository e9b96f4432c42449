//! Time comes in from outside, so that tests can set it.

use contracts::Timestamp;
use std::sync::Arc;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where real time comes in")]
    fn now(&self) -> Timestamp {
        chrono::Utc::now() + chrono::TimeDelta::seconds(crate::failpoint::clock_skew())
    }
}

/// The machine's clock.
pub fn system_clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}
