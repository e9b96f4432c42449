//! Stripe's idempotency keys: <https://docs.stripe.com/api/idempotent_requests>.

use super::{Books, answers::Answer};

/// What is known of a key.
#[derive(Clone)]
pub(crate) enum Kept {
    /// Somebody's request is being worked on.
    Busy,
    /// The first answer to this request.
    Done { request: String, answer: Answer },
}

/// What a key demands of a request.
pub(super) enum Verdict {
    /// Nobody has used it.
    New,
    /// This was answered before.
    Again(Answer),
    /// It may not be answered.
    Refused(Answer),
}

impl Books {
    /// Takes a key for a request.
    pub(super) fn take(&mut self, key: &str, request: &str) -> Verdict {
        match self.kept.get(key) {
            None => {
                self.kept.insert(key.to_owned(), Kept::Busy);
                Verdict::New
            }
            Some(Kept::Busy) => Verdict::Refused(Answer::error(
                409,
                "idempotency_error",
                "There is currently another in-progress request using this Idempotent Key",
            )),
            Some(Kept::Done { request: first, answer }) if first == request => Verdict::Again(answer.clone()),
            Some(Kept::Done { .. }) => Verdict::Refused(Answer::error(
                400,
                "idempotency_error",
                "Keys for idempotent requests can only be used with the same parameters they were first used with.",
            )),
        }
    }

    /// Keeps an answer under its key. What was refused before it was executed is not kept.
    pub(super) fn keep(&mut self, key: &str, request: &str, answer: &Answer) {
        if answer.status == 400 {
            self.kept.remove(key);
            return;
        }
        let done = Kept::Done { request: request.to_owned(), answer: answer.clone() };
        self.kept.insert(key.to_owned(), done);
    }
}
