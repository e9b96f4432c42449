//! Logs, and (feature `otel`) spans for an OpenTelemetry collector.

#[cfg(feature = "otel")]
mod export {
    use http::HeaderMap;
    use opentelemetry::{propagation::TextMapPropagator, trace::TracerProvider};
    use opentelemetry_http::HeaderExtractor;
    use opentelemetry_sdk::{Resource, propagation::TraceContextPropagator, trace::SdkTracerProvider};
    use platform::telemetry::Listener;
    use tracing_opentelemetry::OpenTelemetrySpanExt;
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

    /// See [`super::continue_trace`].
    pub fn continue_trace(span: &tracing::Span, headers: &HeaderMap) {
        let caller = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
        if let Err(error) = span.set_parent(caller) {
            tracing::debug!(%error, "a trace was not continued");
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use opentelemetry::trace::TraceContextExt;
        use tracing_subscriber::prelude::*;

        #[test]
        fn a_request_belongs_to_the_trace_of_whoever_sent_it() {
            let provider = SdkTracerProvider::builder().build();
            let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
            let _listening = tracing_subscriber::registry().with(layer).set_default();
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
            let parent = format!("00-{trace}-00f067aa0ba902b7-01").parse().unwrap();
            let span = tracing::info_span!("request");
            continue_trace(
                &span,
                &HeaderMap::from_iter([(http::HeaderName::from_static("traceparent"), parent)]),
            );
            assert_eq!(span.context().span().span_context().trace_id().to_string(), trace);
        }
    }
}

/// Makes a request's span part of the trace that its sender names (W3C Trace Context, `traceparent`).
#[cfg(feature = "otel")]
pub use export::continue_trace;

/// Without an exporter there are no traces to continue.
#[cfg(not(feature = "otel"))]
pub fn continue_trace(_: &tracing::Span, _: &http::HeaderMap) {}

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
