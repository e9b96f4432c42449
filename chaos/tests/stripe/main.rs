//! The emulator of Stripe answers as Stripe documents it, in the shapes of Stripe's own specification.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what cannot be set up or read fails the test")]

mod answers;
mod client;
mod schema;
mod shapes;
