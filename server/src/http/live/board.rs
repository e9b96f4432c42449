//! The newest facts of a process, numbered, for all who listen: who comes back within a while missed nothing.

use super::fact::Fact;
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// Facts that are kept for who comes back.
const KEPT: usize = 500;

/// What was told here.
pub struct Board {
    /// Unlike any other process's, as numbers are this one's.
    name: String,
    facts: Mutex<VecDeque<Fact>>,
    /// The number of the newest fact; 0 before the first.
    newest: watch::Sender<u64>,
}

impl Default for Board {
    fn default() -> Self {
        let (name, newest) = (platform::ids::mint().simple().to_string(), watch::Sender::new(0));
        Self { name, facts: Mutex::default(), newest }
    }
}

impl Board {
    /// Tells a fact to all who listen.
    pub fn tell(&self, fact: Fact) {
        let mut facts = self.facts();
        if facts.len() == KEPT {
            facts.pop_front();
        }
        facts.push_back(fact);
        self.newest.send_modify(|newest| *newest += 1);
    }

    /// The facts after this number, each with its own; that some were missed, where they are not all known.
    pub fn since(&self, number: u64) -> Vec<(u64, Fact)> {
        let facts = self.facts();
        let newest = self.newest();
        let oldest = newest + 1 - facts.len() as u64;
        if number > newest || number + 1 < oldest {
            return vec![(newest, Fact::Missed)];
        }
        (oldest..).zip(facts.iter().cloned()).filter(|(at, _)| *at > number).collect()
    }

    /// The number of the newest fact.
    pub fn newest(&self) -> u64 {
        *self.newest.borrow()
    }

    /// What a client says to go on after a number.
    pub fn id(&self, number: u64) -> String {
        format!("{}.{number}", self.name)
    }

    /// The number of such an id; one that is not known here when another process gave it.
    pub fn number(&self, id: &str) -> u64 {
        let ours = id.split_once('.').filter(|(name, _)| *name == self.name);
        ours.and_then(|(_, number)| number.parse().ok()).unwrap_or(u64::MAX)
    }

    /// Changes with every fact.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.newest.subscribe()
    }

    /// Whether anybody listens.
    pub fn has_listeners(&self) -> bool {
        self.newest.receiver_count() > 0
    }

    fn facts(&self) -> MutexGuard<'_, VecDeque<Fact>> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(count: u64) -> Board {
        let board = Board::default();
        (1..=count).for_each(|count| board.tell(Fact::GivenUp { count }));
        board
    }

    #[test]
    fn who_comes_back_hears_what_was_told_meanwhile_once() {
        let board = told(3);
        let id = board.id(1);
        let heard = board.since(board.number(&id));
        assert_eq!(heard, [(2, Fact::GivenUp { count: 2 }), (3, Fact::GivenUp { count: 3 })]);
        assert!(board.since(3).is_empty() && Board::default().since(0).is_empty());
    }

    #[test]
    fn who_was_away_for_too_long_or_comes_from_another_process_is_told_so() {
        let board = told(KEPT as u64 + 2);
        let missed = [(board.newest(), Fact::Missed)];
        assert_eq!(board.since(1), missed);
        assert_eq!(board.since(2).len(), KEPT);
        assert_eq!(board.since(board.number(&told(2).id(2))), missed);
        for nonsense in ["", "1", "x.y", "."] {
            assert_eq!(board.since(board.number(nonsense)), missed, "{nonsense}");
        }
    }
}
