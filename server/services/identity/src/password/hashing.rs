//! Argon2id, off the request threads and never more than two at once: each takes 19 MiB and a core. Few may
//! wait, and not for long: whoever waits here holds room at the gateway that others could have.

use crate::error::Result;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use contracts::Error;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
    time::timeout,
};

const AT_ONCE: usize = 2;
/// A hash takes some 25 ms: these are served in half a second.
const QUEUE: usize = 32;
const PATIENCE: Duration = Duration::from_millis(900);

/// The hash of nothing anybody knows, with our parameters: checking against it takes as long as against
/// a real one, so that the time does not tell which addresses have an account.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$bm9ib2R5bm9ib2R5bm9ib2R5bm9ib2R5bm9ib2R5bm8";

/// Where hashing waits for its turn.
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), waiting: AtomicUsize::new(0) }
    }
}

impl Passwords {
    /// Waits for a turn, but not for long and not in a long queue: a flood of log-ins must not become
    /// everybody's delay.
    pub(crate) async fn slot(&self) -> Result<Slot> {
        let busy = || Error::unavailable("The shop is very busy. Please try again in a moment.");
        let _place = Place::take(&self.waiting).ok_or_else(busy)?;
        match timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Slot { _permit: permit }),
            _ => Err(busy().into()),
        }
    }
}

/// A place in the queue; given back when the turn has come or the request is gone.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        // Taken before it is looked at: `place` gives it back either way.
        (waiting.fetch_add(1, Ordering::SeqCst) < QUEUE).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The right to hash once. The blocking thread keeps it when the request that wanted the hash is gone.
pub(crate) struct Slot {
    _permit: OwnedSemaphorePermit,
}

impl Slot {
    /// The password as it is stored.
    pub(crate) async fn hash(self, password: String) -> Result<String> {
        let hashed = spawn_blocking(move || {
            let _slot = self;
            argon2id().hash_password(password.as_bytes()).map(|hash| hash.to_string())
        });
        Ok(hashed.await??)
    }

    /// Whether the password is the one of the hash; without a hash it takes as long and is not. Gives the
    /// slot back for what has to follow before the next try.
    pub(crate) async fn matches(self, password: String, hash: Option<String>) -> Result<(bool, Self)> {
        let compared = spawn_blocking(move || {
            let known = hash.is_some();
            let stored = hash.unwrap_or_else(|| NOBODY.to_owned());
            let equal = argon2id().verify_password(password.as_bytes(), stored.as_str()).is_ok();
            (known && equal, self)
        });
        Ok(compared.await?)
    }
}

/// OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
fn argon2id() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_are_the_ones_meant() {
        let params = Params::default();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (19_456, 2, 1));
    }

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let passwords = Passwords::default();
        let hash = passwords.slot().await.unwrap().hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let try_one = async |password: &str, hash: Option<String>| {
            passwords.slot().await.unwrap().matches(password.into(), hash).await.unwrap().0
        };
        assert!(try_one("correct horse", Some(hash.clone())).await);
        assert!(!try_one("correct horsf", Some(hash)).await);
        assert!(!try_one("nobody", None).await);
    }

    #[tokio::test]
    async fn a_flood_waits_in_a_short_queue_and_the_rest_is_told_at_once() {
        let passwords = Arc::new(Passwords::default());
        let hashing = [passwords.slot().await.unwrap(), passwords.slot().await.unwrap()];
        let waiting = || {
            let passwords = Arc::clone(&passwords);
            tokio::spawn(async move { passwords.slot().await.map(drop) })
        };
        let queue: Vec<_> = (0..QUEUE).map(|_| waiting()).collect();
        while passwords.waiting.load(Ordering::SeqCst) < QUEUE {
            tokio::task::yield_now().await;
        }
        let refused = contracts::Error::from(passwords.slot().await.err().expect("the queue is full"));
        assert_eq!(refused.kind, contracts::ErrorKind::Unavailable);
        drop(hashing);
        for place in queue {
            place.await.unwrap().expect("who waits gets a turn");
        }
        assert!(passwords.slot().await.is_ok(), "and makes room");
    }

    #[test]
    fn the_hash_of_nobody_is_computed_like_any_other() {
        let answer = argon2id().verify_password(b"anything", NOBODY);
        assert!(matches!(answer, Err(argon2::password_hash::Error::PasswordInvalid)), "{answer:?}");
    }
}
