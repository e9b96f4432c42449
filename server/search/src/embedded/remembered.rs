//! Answers to what many ask.

use crate::Answer;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long an answer may be given after the index has changed.
const STALE: Duration = Duration::from_secs(1);
/// More answers begin anew.
const MOST: usize = 1_000;

struct Known {
    generation: u64,
    since: Instant,
    answer: Answer,
}

/// Answers that took long. One of the present index is given as long as that is the present one; one of an earlier
/// for a second, so that a shop whose stock changes all the time counts its million articles once a second at most.
#[derive(Default)]
pub(super) struct Remembered(Mutex<HashMap<String, Known>>);

impl Remembered {
    pub(super) fn get(&self, query: &str, generation: u64) -> Option<Answer> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(query)?;
        let good = known.generation == generation || known.since.elapsed() < STALE;
        good.then(|| known.answer.clone())
    }

    pub(super) fn put(&self, query: String, generation: u64, answer: &Answer) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(query, Known { generation, since: Instant::now(), answer: answer.clone() });
    }
}
