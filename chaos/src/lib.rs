//! What breaks a shop on purpose, and whoever shops meanwhile: a proxy that loses answers, a payment gateway
//! that misbehaves, a mail server, shoppers who keep their own record.

pub mod disk;
pub mod faults;
pub mod machine;
pub mod mail;
pub mod proxy;
pub mod record;
pub mod run;
pub mod shopper;
pub mod stripe;
