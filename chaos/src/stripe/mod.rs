//! An emulator of the part of Stripe's API that the shop uses. It answers as Stripe documents it: the first
//! answer to an idempotency key is kept (500s too) and given again, other parameters under the same key are
//! refused, a key in use is a conflict. And it misbehaves as networks do: see [`Mischief`].

mod answers;
mod http;
mod idempotency;
mod ledger;
mod mischief;
mod pages;
mod sessions;
mod webhooks;

pub use http::{serve, serve_on};
pub use ledger::{Intent, Ledger, Refund};
pub use mischief::Mischief;
pub use sessions::Session;
pub use webhooks::Endpoint;

use idempotency::Kept;
use rand::{SeedableRng, rngs::StdRng};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The emulator; clones are the same one.
#[derive(Clone)]
pub struct Stripe {
    books: Arc<Mutex<Books>>,
}

/// Everything it remembers.
pub(crate) struct Books {
    pub ledger: Ledger,
    pub kept: HashMap<String, Kept>,
    pub mischief: Mischief,
    pub endpoint: Option<Endpoint>,
    pub chance: StdRng,
}

impl Stripe {
    /// An account without payments whose chance is reproducible.
    pub fn new(seed: u64) -> Self {
        let books = Books {
            ledger: Ledger::default(),
            kept: HashMap::new(),
            mischief: Mischief::default(),
            endpoint: None,
            chance: StdRng::seed_from_u64(seed),
        };
        Self { books: Arc::new(Mutex::new(books)) }
    }

    /// How it misbehaves from now on.
    pub fn misbehave(&self, mischief: Mischief) {
        self.books().mischief = mischief;
    }

    /// Where events are sent from now on.
    pub fn tell(&self, endpoint: Endpoint) {
        self.books().endpoint = Some(endpoint);
    }

    /// What it knows of money, as of now: the second opinion on the shop's own records.
    pub fn ledger(&self) -> Ledger {
        self.books().ledger.clone()
    }

    /// The payer answers the bank.
    pub fn answer_challenge(&self, charge: &str, passed: bool) {
        {
            let mut books = self.books();
            let books = &mut *books;
            books.ledger.challenge(charge, passed, &mut books.chance);
        }
        webhooks::send_new(self);
    }

    /// Somebody pays at the page of a session with this payment method: the intent as it stands then.
    ///
    /// # Errors
    /// What is wrong, when nobody can pay there any more.
    pub fn pay_session(&self, session: &str, method: &str) -> Result<Intent, String> {
        let paid = {
            let mut books = self.books();
            let books = &mut *books;
            books.ledger.pay_session(session, method, &mut books.chance)
        };
        webhooks::send_new(self);
        paid
    }

    /// A confirmation token for a payment method, as the Payment Element gets it.
    pub fn tokenise(&self, method: &str) -> String {
        let mut books = self.books();
        let books = &mut *books;
        let token = ledger::id("ctoken", &mut books.chance);
        books.ledger.tokens.insert(token.clone(), method.to_owned());
        token
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
