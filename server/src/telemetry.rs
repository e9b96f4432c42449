//! Logs, and (feature `otel`) spans for an OpenTelemetry collector.

#[cfg(feature = "otel")]
mod export {
    use opentelemetry::trace::TracerProvider;
    use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
    use platform::telemetry::Listener;
    use tracing_subscriber::Layer;

    /// Sends what is left when it is dropped.
    pub struct Exporting(SdkTracerProvider);

    impl Drop for Exporting {
        fn drop(&mut self) {
            if let Err(error) = self.0.shutdown() {
                tracing::debug!(%error, "the last spans were not sent");
            }
        }
    }

    /// Where to, is told by the standard variables, e.g. `OTEL_EXPORTER_OTLP_ENDPOINT`.
    pub fn start() -> anyhow::Result<(Exporting, Listener)> {
        let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().build()?;
        let resource = Resource::builder().with_service_name("tradewind").build();
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("tradewind"));
        Ok((Exporting(provider), layer.boxed()))
    }
}

/// Starts logging and, when built with the feature `otel`, exporting; keep the value until the end.
#[cfg(feature = "otel")]
pub fn start(json: bool) -> Option<export::Exporting> {
    match export::start() {
        Ok((exporting, listener)) => {
            platform::telemetry::start(json, Some(listener));
            Some(exporting)
        }
        Err(error) => {
            platform::telemetry::start(json, None);
            tracing::warn!(%error, "spans are not exported");
            None
        }
    }
}

/// Starts logging.
#[cfg(not(feature = "otel"))]
pub fn start(json: bool) -> Option<()> {
    platform::telemetry::start(json, None);
    None
}
