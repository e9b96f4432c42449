//! What whoever watches over the shop sees, and what travels compressed.

use crate::support::{Shop, client::Client};
use metrics_exporter_prometheus::PrometheusBuilder;
use std::{
    io::Write,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// What is logged while a test goes on.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_compressed_for_those_who_can_read_that() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    let plain = client.get("/login").await.must_be(200);
    assert_eq!(plain.header("content-encoding"), "");
    for encoding in ["br", "gzip"] {
        let answer = client.with("accept-encoding", encoding).get("/login").await.must_be(200);
        assert_eq!(answer.header("content-encoding"), encoding);
        assert!(answer.header("vary").contains("accept-encoding"));
        assert!(answer.body.len() < plain.body.len() / 2, "{} bytes", answer.body.len());
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_internal_address_tells_of_life_readiness_and_figures() {
    let shop = Shop::open(&[]).await;
    let metrics = PrometheusBuilder::new().install_recorder().unwrap();
    let internal =
        Client::new(server::http::internal_router(shop.databases.all(), metrics, CancellationToken::new()));
    assert_eq!(internal.get("/health/live").await.must_be(200).text(), "alive");
    assert_eq!(internal.get("/health/ready").await.must_be(200).text(), "ready");
    shop.client().get("/api/v1/categories").await.must_be(200);
    let figures = internal.get("/metrics").await.must_be(200).text();
    let counted =
        "tradewind_http_requests_total{method=\"GET\",route=\"/api/v1/categories\",status=\"200\"} 1";
    assert!(figures.contains(counted), "{figures}");
    internal.get("/").await.must_be(404);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_told_to_stop_is_not_ready_and_still_alive() {
    let shop = Shop::open(&[]).await;
    let metrics = PrometheusBuilder::new().build_recorder().handle();
    let stop = CancellationToken::new();
    let internal = Client::new(server::http::internal_router(shop.databases.all(), metrics, stop.clone()));
    internal.get("/health/ready").await.must_be(200);
    stop.cancel();
    assert_eq!(internal.get("/health/ready").await.must_be(503).text(), "stopping");
    internal.get("/health/live").await.must_be(200);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_whose_database_is_silent_is_not_ready_within_a_moment() {
    let shop = Shop::open(&[]).await;
    let metrics = PrometheusBuilder::new().build_recorder().handle();
    let internal =
        Client::new(server::http::internal_router(shop.databases.all(), metrics, CancellationToken::new()));
    let pools = ["catalog", "orders"].map(|name| shop.databases.of(name).unwrap());
    let mut taken = Vec::new();
    for db in &pools {
        for _ in 0..db.pool().options().get_max_connections() {
            taken.push(db.pool().acquire().await.unwrap());
        }
    }
    let asked = Instant::now();
    let answer = internal.get("/health/ready").await.must_be(503);
    assert_eq!(answer.text(), "these databases do not answer: catalog, orders");
    assert!(asked.elapsed() < Duration::from_millis(1900), "{:?}", asked.elapsed());
    drop(taken);
    internal.get("/health/ready").await.must_be(200);
    shop.close().await;
}

#[tokio::test]
async fn every_request_is_a_line_in_the_log_without_what_its_address_holds() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    let log = Log::default();
    let lines = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || lines.clone()).finish();
    let logging = tracing::subscriber::set_default(subscriber);
    let answer = client.get("/api/v1/products/a-secret-product?token=hidden").await.must_be(404);
    drop(logging);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let line = log.lines().find(|line| line.contains("answered")).unwrap();
    let request = format!("request_id=\"{}\"", answer.header("x-request-id"));
    for part in ["INFO", "method=GET", "route=\"/api/v1/products/{slug}\"", "status=404", "ms=", &request] {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(!line.contains("a-secret-product") && !log.contains("hidden"), "{log}");
    shop.close().await;
}
