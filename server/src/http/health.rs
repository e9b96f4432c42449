//! For whoever watches over the process: alive, ready, metrics.

use axum::{Router, extract::State, routing::get};
use http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;
use platform::Database;
use std::sync::Arc;

/// The internal address's routes.
pub fn router(databases: Vec<Database>, metrics: PrometheusHandle) -> Router {
    Router::new()
        .route("/health/live", get(|| async { "alive" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(move || async move { metrics.render() }))
        .with_state(Arc::new(databases))
}

/// Ready when every database answers; names the first that does not.
async fn ready(State(databases): State<Arc<Vec<Database>>>) -> (StatusCode, String) {
    let asked = databases.iter().map(|db| async move {
        let answer = sqlx::query("select 1").execute(db.pool()).await;
        answer.map_err(|_| db.name())
    });
    match futures::future::try_join_all(asked).await {
        Ok(_) => (StatusCode::OK, "ready".into()),
        Err(name) => (StatusCode::SERVICE_UNAVAILABLE, format!("the database of {name} does not answer")),
    }
}
