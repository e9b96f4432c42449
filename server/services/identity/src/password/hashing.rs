//! Argon2id, off the request threads and never more than two at once: each takes 19 MiB and a core.

use crate::error::Result;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use contracts::Error;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
    time::timeout,
};

const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(5);

/// The hash of nothing anybody knows, with our parameters: checking against it takes as long as against
/// a real one, so that the time does not tell which addresses have an account.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$bm9ib2R5bm9ib2R5bm9ib2R5bm9ib2R5bm9ib2R5bm8";

/// Where hashing waits for its turn.
pub(crate) struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Passwords {
    /// Waits for a turn, but not for long: a queue of log-ins must not become everybody's delay.
    pub(crate) async fn slot(&self) -> Result<Slot> {
        match timeout(PATIENCE, Arc::clone(&self.0).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Slot { _permit: permit }),
            _ => Err(Error::unavailable("The shop is very busy. Please try again in a moment.").into()),
        }
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

    #[test]
    fn the_hash_of_nobody_is_computed_like_any_other() {
        let answer = argon2id().verify_password(b"anything", NOBODY);
        assert!(matches!(answer, Err(argon2::password_hash::Error::PasswordInvalid)), "{answer:?}");
    }
}
