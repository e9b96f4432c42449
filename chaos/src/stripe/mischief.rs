//! How an emulator misbehaves.

use rand::RngExt;

/// Per cent of the calls that each thing happens to.
#[derive(Clone, Debug, Default)]
pub struct Mischief {
    /// Answered 500 although it was done; the answer is kept, as Stripe does.
    pub fails: u32,
    /// Answered 500 and not done; that answer is kept, too.
    pub fails_in_vain: u32,
    /// Done, then the connection is dropped: nobody hears of it.
    pub drops: u32,
    /// Answered 429 before anything is looked at.
    pub throttles: u32,
    /// Webhooks that are never sent.
    pub loses_webhooks: u32,
    /// Webhooks that are sent twice.
    pub doubles_webhooks: u32,
    /// Webhooks that wait up to this long, so that they overtake each other, milliseconds.
    pub delays_webhooks_ms: u64,
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Answers,
    Fails,
    FailsInVain,
    Drops,
    Throttles,
}

impl Mischief {
    pub(super) fn fate(&self, chance: &mut impl RngExt) -> Fate {
        let dice = chance.random_range(0..100);
        let fates = [
            (self.throttles, Fate::Throttles),
            (self.fails, Fate::Fails),
            (self.fails_in_vain, Fate::FailsInVain),
            (self.drops, Fate::Drops),
        ];
        let mut below = 0;
        for (per_cent, fate) in fates {
            below += per_cent;
            if dice < below {
                return fate;
            }
        }
        Fate::Answers
    }

    pub(super) fn hits(per_cent: u32, chance: &mut impl RngExt) -> bool {
        chance.random_range(0..100) < per_cent
    }
}
