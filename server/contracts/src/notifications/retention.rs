//! How long it is kept what people and machines were told.

use serde::{Deserialize, Serialize};

/// After how many days messages are forgotten; there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRetention {
    /// Grows with each change; 0 while nobody has changed what is built in.
    pub version: u32,
    /// Address and text of a mail, and what people wrote to the shop, see [`Self::MAIL_DAYS`].
    pub mail_days: u32,
    /// A webhook's delivery, also one that still waits, see [`Self::WEBHOOK_DAYS`].
    pub webhook_days: u32,
}

impl MessageRetention {
    /// Least and most: a month in which people ask about a mail, to the two years of the legal guarantee (Directive
    /// (EU) 2019/771, article 10), after which nothing justifies keeping them (GDPR, article 5(1)(e)).
    pub const MAIL_DAYS: (u32, u32) = (30, 730);
    /// Least and most: a receiver that is broken over a holiday misses nothing, to a quarter of a year.
    pub const WEBHOOK_DAYS: (u32, u32) = (7, 90);
}

impl Default for MessageRetention {
    fn default() -> Self {
        Self { version: 0, mail_days: 180, webhook_days: 30 }
    }
}
