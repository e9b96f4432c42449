//! What a page starts while it is rendered runs in turn with it, never beside it.
//!
//! reactive_graph 0.2.16 does not stand several threads: two parts of a page that are first to ask for the same memo at
//! the same moment panic, and of two that wait for one resource, one may never be woken. Either way the page is never
//! done (leptos issues 4673 and 4851). There are more pages than processors, so one for each page is enough.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use futures::{
    StreamExt,
    channel::mpsc::{UnboundedSender, unbounded},
    stream::FuturesUnordered,
};
use std::pin::pin;

tokio::task_local! {
    static PAGE: UnboundedSender<PinnedFuture<()>>;
}

/// Starts leptos' tasks within the request that they are for.
struct InTurn;

impl CustomExecutor for InTurn {
    fn spawn(&self, task: PinnedFuture<()>) {
        let Ok(page) = PAGE.try_with(Clone::clone) else {
            tokio::spawn(task);
            return;
        };
        if let Err(over) = page.unbounded_send(task) {
            tokio::spawn(over.into_inner());
        }
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        tokio::task::spawn_local(task);
    }

    fn poll_local(&self) {}
}

/// Makes it so, once per process; before leptos chooses for itself, which is when it first hears of the routes.
pub fn install() {
    // Whoever opens a second shop in this process has it already.
    let _ = Executor::init_custom_executor(InTurn);
}

/// Answers a request together with what it starts. What is left then (all that waits for the end of the page's signals)
/// goes on by itself.
pub async fn in_turn<T>(request: impl Future<Output = T>) -> T {
    let (start, mut started) = unbounded();
    let mut request = pin!(PAGE.scope(start.clone(), request));
    let mut running = FuturesUnordered::new();
    let answer = loop {
        tokio::select! {
            answer = &mut request => break answer,
            Some(task) = started.next() => running.push(PAGE.scope(start.clone(), task)),
            Some(()) = running.next() => {}
        }
    };
    started.close();
    while let Some(task) = started.next().await {
        running.push(PAGE.scope(start.clone(), task));
    }
    if !running.is_empty() {
        tokio::spawn(running.collect::<()>());
    }
    answer
}
