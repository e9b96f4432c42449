//! Turns for work that takes long or that nobody waits for. It waits here, where that costs nothing, instead of at the
//! processor, where it would hold up everybody else: in a flash sale those who bought wait a little for their
//! confirmation, and events for their consumers, so that those who came too late hear of it at once.

use std::{cell::RefCell, pin::pin, sync::LazyLock, thread::available_parallelism, time::Duration};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// Turns per processor. Most of the time of a turn is spent waiting for the database.
const PER_PROCESSOR: usize = 2;
/// Who waits longer than this for somebody outside lets another one go on meanwhile.
const BRIEFLY: Duration = Duration::from_millis(20);

static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(all()));

tokio::task_local! {
    static HELD: RefCell<Option<SemaphorePermit<'static>>>;
}

/// Does the work when it is its turn. Work within such work has its turn already.
pub async fn take<T>(work: impl Future<Output = T>) -> T {
    if HELD.try_with(|_| ()).is_ok() {
        return work.await;
    }
    HELD.scope(RefCell::new(next().await), work).await
}

/// Waits for somebody outside. If that takes long, the turn goes to another meanwhile: a slow gateway must not
/// decide how many can buy.
pub async fn outside<T>(answer: impl Future<Output = T>) -> T {
    let mut answer = pin!(answer);
    if let Ok(quick) = timeout(BRIEFLY, &mut answer).await {
        return quick;
    }
    let held = HELD.try_with(RefCell::take).ok().flatten();
    let had_a_turn = held.is_some();
    drop(held);
    let late = answer.await;
    if had_a_turn {
        let again = next().await;
        HELD.with(|held| held.replace(again));
    }
    late
}

fn all() -> usize {
    PER_PROCESSOR * available_parallelism().map_or(1, usize::from)
}

/// Never `None`: nobody closes the turns.
async fn next() -> Option<SemaphorePermit<'static>> {
    TURNS.acquire().await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tokio::{sync::Notify, task::JoinSet, time::sleep};

    const SOME_TIME: Duration = Duration::from_millis(100);

    /// As many as there are turns; each does, or waits for, something that ends when it is told to.
    async fn busy(outside_work: bool) -> (JoinSet<()>, Arc<Notify>) {
        let (mut busy, end) = (JoinSet::new(), Arc::new(Notify::new()));
        for _ in 0..all() {
            let end = Arc::clone(&end);
            busy.spawn(take(async move {
                if outside_work { outside(end.notified()).await } else { end.notified().await }
            }));
        }
        sleep(SOME_TIME).await;
        (busy, end)
    }

    #[tokio::test]
    async fn who_has_no_turn_waits_until_another_is_done() {
        let (busy, end) = busy(false).await;
        let mut late = pin!(take(async {}));
        assert!(timeout(SOME_TIME, &mut late).await.is_err(), "there was one turn too many");
        end.notify_one();
        late.await;
        end.notify_waiters();
        busy.join_all().await;
    }

    #[tokio::test]
    async fn a_slow_gateway_holds_up_nobody_else_and_its_turns_come_back() {
        let (busy, end) = busy(true).await;
        take(async {}).await;
        end.notify_waiters();
        busy.join_all().await;
        assert_eq!(TURNS.available_permits(), all());
    }

    #[tokio::test]
    async fn work_within_a_turn_needs_no_second_one() {
        let nested = take(take(outside(take(async { TURNS.available_permits() }))));
        assert_eq!(nested.await, all() - 1);
    }
}
