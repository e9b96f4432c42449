//! Places where something goes wrong on purpose. Only in builds with the feature `failpoints`, which a release
//! build refuses.
//!
//! `TRADEWIND_FAILPOINTS` says what goes wrong in a process, as `<place>=<fault>` with commas between:
//!
//! | Place | Faults |
//! |---|---|
//! | `checkout.<state>.<before, after, recorded>` | `dies` |
//! | `commit.<database>[@<n>]`: its n-th commit, the first when nothing is said; `commit.*` counts those of all | `dies_before`, `dies_after`, `answer_lost`, `full` |
//! | `media`: writing a picture | `full` |
//! | `clock` | seconds by which it is wrong, e.g. `-3600` |
//!
//! Tests within a process [`arm`] a commit themselves; a death is a panic there, the end of the process elsewhere.

#[cfg(all(feature = "failpoints", not(debug_assertions)))]
compile_error!("failpoints are for tests: no build without debug assertions may have them");

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The process dies; nothing was committed.
    DiesBefore,
    /// The process dies; it was committed.
    DiesAfter,
    /// It was committed, and nobody knows.
    AnswerLost,
    /// There is no room on the disk.
    Full,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::DiesBefore, Self::DiesAfter, Self::AnswerLost, Self::Full];
}

#[cfg(feature = "failpoints")]
pub use armed::{arm, at_commit, clock_skew, commits, die, media_is_full, reach};

#[cfg(feature = "failpoints")]
mod armed {
    use super::Fault;
    use std::sync::{
        LazyLock, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    };

    static WISHES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let text = std::env::var("TRADEWIND_FAILPOINTS").unwrap_or_default();
        let wish =
            |wish: &str| wish.split_once('=').map(|(place, fault)| (place.to_owned(), fault.to_owned()));
        text.split(',').filter_map(wish).collect()
    });

    /// What a test in this process armed.
    static ARMED: Mutex<Option<(usize, Fault)>> = Mutex::new(None);
    static COMMITS: AtomicUsize = AtomicUsize::new(0);

    /// Lets the n-th commit from now go wrong, counted from 0, of whichever database; `None` disarms. The count of
    /// [`commits`] begins anew.
    pub fn arm(fault: Option<(usize, Fault)>) {
        let mut armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner);
        COMMITS.store(0, Ordering::SeqCst);
        *armed = fault;
    }

    /// Commits since [`arm`], or since the start.
    pub fn commits() -> usize {
        COMMITS.load(Ordering::SeqCst)
    }

    /// What goes wrong with this commit.
    pub fn at_commit(database: &str) -> Option<Fault> {
        let armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner);
        let number = COMMITS.fetch_add(1, Ordering::SeqCst);
        armed
            .filter(|(wanted, _)| *wanted == number)
            .map(|(_, fault)| fault)
            .or_else(|| wished(database, number))
    }

    fn wished(database: &str, number: usize) -> Option<Fault> {
        let own = count(database);
        WISHES.iter().find_map(|(place, fault)| {
            let place = place.strip_prefix("commit.")?;
            let (name, wanted) = place.split_once('@').unwrap_or((place, "1"));
            let count = if name == "*" { number + 1 } else { own };
            let is_meant = (name == "*" || name == database) && wanted.parse() == Ok(count);
            if is_meant { parse(fault) } else { None }
        })
    }

    /// How many commits of this database there were, this one included.
    fn count(database: &str) -> usize {
        static COUNTS: Mutex<Vec<(String, usize)>> = Mutex::new(Vec::new());
        let mut counts = COUNTS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, count)) = counts.iter_mut().find(|(name, _)| name == database) {
            *count += 1;
            return *count;
        }
        counts.push((database.to_owned(), 1));
        1
    }

    fn parse(fault: &str) -> Option<Fault> {
        match fault {
            "dies_before" => Some(Fault::DiesBefore),
            "dies_after" => Some(Fault::DiesAfter),
            "answer_lost" => Some(Fault::AnswerLost),
            "full" => Some(Fault::Full),
            _ => None,
        }
    }

    /// Kills the process, without any clean-up, where this place of a flow is to.
    pub fn reach(flow: &str, state: &str, point: &str) {
        if wish(&format!("{flow}.{state}.{point}")) == Some("dies") {
            std::process::abort();
        }
    }

    /// Whether there is no room for pictures.
    pub fn media_is_full() -> bool {
        wish("media") == Some("full")
    }

    /// Seconds by which the clock is wrong.
    pub fn clock_skew() -> i64 {
        wish("clock").and_then(|seconds| seconds.parse().ok()).unwrap_or(0)
    }

    fn wish(place: &str) -> Option<&'static str> {
        WISHES.iter().find(|(wanted, _)| wanted == place).map(|(_, fault)| fault.as_str())
    }

    /// The death of the process; in a test that armed it, of the task that stands for it.
    #[expect(clippy::panic, reason = "a test's task dies in the process's place")]
    pub fn die(place: &str) -> ! {
        let armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if armed {
            panic!("the process dies {place}");
        }
        std::process::abort()
    }
}

#[cfg(not(feature = "failpoints"))]
pub use absent::{at_commit, clock_skew, die, media_is_full, reach};

/// Nothing goes wrong on purpose.
#[cfg(not(feature = "failpoints"))]
mod absent {
    use super::Fault;

    /// Nothing.
    pub fn reach(_flow: &str, _state: &str, _point: &str) {}

    /// Nothing.
    pub fn at_commit(_database: &str) -> Option<Fault> {
        None
    }

    /// Never.
    pub fn media_is_full() -> bool {
        false
    }

    /// By none.
    pub fn clock_skew() -> i64 {
        0
    }

    /// Never called: nothing goes wrong.
    pub fn die(_place: &str) -> ! {
        std::process::abort()
    }
}
