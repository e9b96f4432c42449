//! For whoever watches over the process: alive, ready, metrics.

use super::guard::{Guard, guard};
use axum::{Router, extract::State, middleware::from_fn_with_state, routing::get};
use http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;
use platform::Database;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// Whoever watches asks seldom; more at once is a mistake of theirs.
const AT_ONCE: usize = 16;
const LIMIT: Duration = Duration::from_secs(5);
/// A database that takes longer does not answer, for whoever decides where requests go.
const PATIENCE: Duration = Duration::from_secs(1);

/// The internal address's routes.
pub fn router(databases: Vec<Database>, metrics: PrometheusHandle, stop: CancellationToken) -> Router {
    Router::new()
        .route("/health/live", get(|| async { "alive" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(move || async move { metrics.render() }))
        .with_state(Arc::new(Watched { databases, stop }))
        .layer(from_fn_with_state(Guard::new(AT_ONCE, LIMIT), guard))
}

struct Watched {
    databases: Vec<Database>,
    stop: CancellationToken,
}

/// Ready when every database answers within a second; names those that do not. Not when told to stop: whoever
/// balances the load is to look elsewhere while requests are answered still.
async fn ready(State(watched): State<Arc<Watched>>) -> (StatusCode, String) {
    if watched.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping".into());
    }
    let asked = watched.databases.iter().map(|db| async move {
        let answer = tokio::time::timeout(PATIENCE, sqlx::query("select 1").execute(db.pool())).await;
        (!matches!(answer, Ok(Ok(_)))).then(|| db.name())
    });
    let silent: Vec<_> = futures::future::join_all(asked).await.into_iter().flatten().collect();
    if silent.is_empty() {
        return (StatusCode::OK, "ready".into());
    }
    (StatusCode::SERVICE_UNAVAILABLE, format!("these databases do not answer: {}", silent.join(", ")))
}
