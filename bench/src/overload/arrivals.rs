//! Shoppers who come when they come, whether or not those before them were served.

use crate::client::{Answer, Client};
use anyhow::Result;
use futures::{StreamExt, stream::FuturesUnordered};
use http::{StatusCode, header::RETRY_AFTER};
use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

/// Shoppers come in handfuls this often.
const HANDFUL: Duration = Duration::from_millis(10);

/// How many come, and for how long.
#[derive(Clone, Copy)]
pub struct Rush {
    pub per_second: u64,
    pub seconds: u64,
}

/// What somebody heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// What was asked for, or that it cannot be had.
    Served,
    /// To come back later; `silent` when it was not said when.
    Refused { silent: bool },
    /// Something else.
    Broken,
}

/// What an answer says.
pub fn answered(answer: &Answer) -> Heard {
    match answer.status {
        StatusCode::SERVICE_UNAVAILABLE => {
            Heard::Refused { silent: !answer.headers.contains_key(RETRY_AFTER) }
        }
        status if status.is_server_error() => Heard::Broken,
        _ => Heard::Served,
    }
}

/// What became of a rush: how long who waited for what.
#[derive(Default)]
pub struct Rushed {
    pub served: Vec<Duration>,
    pub refused: Vec<Duration>,
    /// Refusals that did not say when to come back.
    pub silent: u64,
    pub broken: u64,
}

impl Rushed {
    fn note(&mut self, heard: Heard, took: Duration) {
        match heard {
            Heard::Served => self.served.push(took),
            Heard::Refused { silent } => {
                self.refused.push(took);
                self.silent += u64::from(silent);
            }
            Heard::Broken => self.broken += 1,
        }
    }
}

/// Lets them come, and waits for the last one's answer; `work` gets a number that no other call gets.
pub async fn rush(
    base: &str,
    rush: Rush,
    work: impl AsyncFn(&mut Client, u64) -> Result<Heard>,
) -> Result<Rushed> {
    let (idle, mut rushed) = (RefCell::new(Vec::new()), Rushed::default());
    let (mut waiting, mut came) = (FuturesUnordered::new(), 0);
    let began = Instant::now();
    let all = rush.per_second * rush.seconds;
    let mut handfuls = tokio::time::interval(HANDFUL);
    while came < all || !waiting.is_empty() {
        tokio::select! {
            _ = handfuls.tick(), if came < all => {
                let due = u64::try_from(began.elapsed().as_millis()).unwrap_or(0) * rush.per_second / 1000;
                for number in came..due.min(all) {
                    waiting.push(one(base, &idle, &work, number));
                }
                came = came.max(due.min(all));
            }
            Some((heard, took)) = waiting.next(), if !waiting.is_empty() => rushed.note(heard, took),
        }
    }
    Ok(rushed)
}

async fn one(
    base: &str,
    idle: &RefCell<Vec<Client>>,
    work: &impl AsyncFn(&mut Client, u64) -> Result<Heard>,
    number: u64,
) -> (Heard, Duration) {
    let began = Instant::now();
    let kept = idle.borrow_mut().pop();
    let client = match kept {
        Some(client) => Ok(client),
        None => Client::connect(base).await,
    };
    let Ok(mut client) = client else { return (Heard::Broken, began.elapsed()) };
    let heard = work(&mut client, number).await.unwrap_or(Heard::Broken);
    let took = began.elapsed();
    if heard != Heard::Broken {
        idle.borrow_mut().push(client);
    }
    (heard, took)
}
