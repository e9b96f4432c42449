//! What happens to the shop, drawn from a seed.

use crate::{
    disk,
    machine::{Postgres, Shop},
    mail::Mailbox,
    proxy::{Fault, Proxy},
    stripe::{Mischief, Stripe},
};
use anyhow::{Result, ensure};
use rand::{RngExt, rngs::StdRng};
use std::{collections::BTreeMap, time::Duration};

/// Everything that can be broken.
pub struct World {
    /// The shop's process.
    pub shop: Shop,
    /// Its Postgres.
    pub postgres: Postgres,
    /// Before Postgres.
    pub to_postgres: Proxy,
    /// Before the payment gateway.
    pub to_stripe: Proxy,
    /// Before the mail server.
    pub to_mail: Proxy,
    /// The payment gateway.
    pub stripe: Stripe,
    /// What the mail server took.
    pub mailbox: Mailbox,
    /// What was done so far, and how often.
    pub done: BTreeMap<&'static str, u32>,
    /// The longest time from a kill to the first request served.
    pub slowest_start: Duration,
}

/// One thing that goes wrong.
#[derive(Clone, Copy, Debug)]
enum Mishap {
    SlowDatabase,
    CutDatabase,
    SilentDatabase,
    LostCommit,
    SlowGateway,
    CutGateway,
    MadGateway,
    SlowMail,
    CutMail,
    LostMail,
    KilledShop,
    PausedShop,
    StoppedPostgres,
    KilledPostgres,
}

/// Each as often as it stands here.
const MISHAPS: [Mishap; 22] = [
    Mishap::SlowDatabase,
    Mishap::CutDatabase,
    Mishap::SilentDatabase,
    Mishap::LostCommit,
    Mishap::LostCommit,
    Mishap::LostCommit,
    Mishap::SlowGateway,
    Mishap::CutGateway,
    Mishap::CutGateway,
    Mishap::MadGateway,
    Mishap::MadGateway,
    Mishap::MadGateway,
    Mishap::SlowMail,
    Mishap::CutMail,
    Mishap::LostMail,
    Mishap::LostMail,
    Mishap::KilledShop,
    Mishap::KilledShop,
    Mishap::KilledShop,
    Mishap::PausedShop,
    Mishap::StoppedPostgres,
    Mishap::KilledPostgres,
];

impl World {
    /// Lets one thing go wrong and mends it again.
    ///
    /// # Errors
    /// When something does not come back.
    pub async fn suffer(&mut self, chance: &mut StdRng) -> Result<()> {
        let mishap = MISHAPS[chance.random_range(0..MISHAPS.len())];
        let time = Duration::from_millis(chance.random_range(500..2500));
        *self.done.entry(name(mishap)).or_default() += 1;
        match mishap {
            Mishap::SlowDatabase => {
                hold(&self.to_postgres, Fault::Latency(Duration::from_millis(40)), time).await
            }
            Mishap::CutDatabase => hold(&self.to_postgres, Fault::Reset, time / 4).await,
            Mishap::SilentDatabase => hold(&self.to_postgres, Fault::BlackHole, time).await,
            Mishap::LostCommit => {
                hold(&self.to_postgres, Fault::LoseAnswerTo(b"COMMIT".to_vec()), time / 4).await;
            }
            Mishap::SlowGateway => {
                hold(&self.to_stripe, Fault::Latency(Duration::from_millis(300)), time).await
            }
            Mishap::CutGateway => hold(&self.to_stripe, Fault::Reset, time).await,
            Mishap::MadGateway => self.go_mad(time).await,
            Mishap::SlowMail => hold(&self.to_mail, Fault::Latency(Duration::from_millis(400)), time).await,
            Mishap::CutMail => hold(&self.to_mail, Fault::Reset, time).await,
            // The mail is taken, and the shop does not hear of it.
            Mishap::LostMail => hold(&self.to_mail, Fault::LoseAnswerTo(b"\r\n.\r\n".to_vec()), time).await,
            Mishap::KilledShop => {
                self.slowest_start = self.slowest_start.max(self.shop.kill_and_restart().await?);
            }
            Mishap::PausedShop => self.shop.pause(time).await?,
            Mishap::StoppedPostgres => self.restart_postgres("QUIT").await?,
            Mishap::KilledPostgres => self.restart_postgres("KILL").await?,
        }
        Ok(())
    }

    /// Leaves Postgres, the shop and its log not a byte for a while. What can be read is served all the same, and
    /// whoever cannot write says so.
    ///
    /// # Errors
    /// When nothing is served, or something does not come back.
    pub async fn fill_disk(&mut self) -> Result<()> {
        *self.done.entry("disk full").or_default() += 1;
        let ballast = disk::fill(self.shop.folder())?;
        let mut served = 0;
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_millis(250)).await;
            served += u32::from(self.shop.shows_products().await);
        }
        drop(ballast);
        self.postgres = self.postgres.again().await?;
        self.to_postgres.lead_to(self.postgres.addr()?);
        ensure!(served > 0, "a full disk keeps the shop from showing what it sells");
        ensure!(self.shop.is_running(), "a full disk ends the shop");
        Ok(())
    }

    async fn go_mad(&self, time: Duration) {
        self.stripe.misbehave(Mischief {
            fails: 10,
            fails_in_vain: 10,
            drops: 15,
            throttles: 10,
            loses_webhooks: 30,
            doubles_webhooks: 30,
            delays_webhooks_ms: 3000,
        });
        tokio::time::sleep(time * 2).await;
        self.stripe.misbehave(Mischief::default());
    }

    async fn restart_postgres(&mut self, signal: &str) -> Result<()> {
        self.postgres.signal(signal).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        self.postgres = self.postgres.again().await?;
        self.to_postgres.lead_to(self.postgres.addr()?);
        Ok(())
    }
}

async fn hold(proxy: &Proxy, fault: Fault, time: Duration) {
    proxy.set(fault);
    tokio::time::sleep(time).await;
    proxy.set(Fault::None);
}

fn name(mishap: Mishap) -> &'static str {
    match mishap {
        Mishap::SlowDatabase => "database slow",
        Mishap::CutDatabase => "database connections cut",
        Mishap::SilentDatabase => "database silent",
        Mishap::LostCommit => "answer to COMMIT lost",
        Mishap::SlowGateway => "gateway slow",
        Mishap::CutGateway => "gateway connections cut",
        Mishap::MadGateway => "gateway misbehaves",
        Mishap::SlowMail => "mail server slow",
        Mishap::CutMail => "mail connections cut",
        Mishap::LostMail => "answer of the mail server lost",
        Mishap::KilledShop => "shop killed",
        Mishap::PausedShop => "shop held",
        Mishap::StoppedPostgres => "Postgres shut down at once",
        Mishap::KilledPostgres => "Postgres killed",
    }
}
