//! What a call tells `tracing`: a span for it, an event for each time it is sent again.
//!
//! The fields have the names of OpenTelemetry's HTTP clients, where it has one. None of them holds a token,
//! a value of the path or query, or anything of a body but its error code.

#[cfg(not(feature = "tracing"))]
pub(crate) use off::{call, retry};
#[cfg(feature = "tracing")]
pub(crate) use on::{call, retry};

#[cfg(feature = "tracing")]
mod on {
    use std::future::{Future, poll_fn};
    use std::time::Duration;

    use bytes::Bytes;
    use futures_util::FutureExt;
    use tracing::Span;
    use tracing::field::Empty;

    use crate::base::Base;
    use crate::error::{Error, Result};
    use crate::response::{CallInfo, Response};

    /// Runs a call in its span.
    pub(crate) async fn call(
        call: &CallInfo,
        base: &Base,
        mut exchange: impl Future<Output = Result<Response<Bytes>>> + Unpin,
    ) -> Result<Response<Bytes>> {
        let span = span(call, base);
        if span.is_disabled() {
            return exchange.await;
        }
        let result = poll_fn(|cx| span.in_scope(|| exchange.poll_unpin(cx))).await;
        record(&span, &result);
        result
    }

    /// Says that a call will be sent again.
    pub(crate) fn retry(tries: u32, wait: Duration, result: &Result<Response<Bytes>>) {
        tracing::info!(
            http.request.resend_count = tries,
            http.response.status_code = status(result),
            error.r#type = kind(result),
            wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            "sending again"
        );
    }

    fn span(call: &CallInfo, base: &Base) -> Span {
        let operation = call.operation();
        let method = call.method().as_str();
        // A path without a template may hold anything.
        let template = operation.map(|operation| operation.path);
        tracing::info_span!(
            "call",
            otel.name = template.map_or_else(|| method.to_owned(), |template| format!("{method} {template}")),
            otel.kind = "client",
            otel.status_code = Empty,
            operation = operation.map(|operation| operation.id),
            http.request.method = method,
            url.template = template,
            server.address = base.host(),
            server.port = base.port(),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.r#type = Empty,
            request_id = call.request_id(),
            correlation_id = call.correlation_id(),
        )
    }

    fn record(span: &Span, result: &Result<Response<Bytes>>) {
        if let Some(status) = status(result) {
            span.record("http.response.status_code", status);
        }
        if let Some(kind) = kind(result) {
            span.record("error.type", kind);
            span.record("otel.status_code", "ERROR");
        }
        let call = match result {
            Ok(response) => Some(response.call()),
            Err(error) => error.call(),
        };
        let tries = call.map_or(1, CallInfo::tries);
        if tries > 1 {
            span.record("http.request.resend_count", tries - 1);
        }
        // The ids that were sent are there already.
        if let (Some(call), Ok(response)) = (call, result) {
            if let (None, Some(id)) = (call.request_id(), response.request_id()) {
                span.record("request_id", id);
            }
            if let (None, Some(id)) = (call.correlation_id(), response.correlation_id()) {
                span.record("correlation_id", id);
            }
        }
    }

    fn status(result: &Result<Response<Bytes>>) -> Option<u16> {
        Some(result.as_ref().ok()?.status().as_u16())
    }

    /// A word for what went wrong; for a response its status.
    fn kind(result: &Result<Response<Bytes>>) -> Option<String> {
        let kind = match result {
            Ok(response) if response.status().is_success() => return None,
            Ok(response) => return Some(response.status().as_str().to_owned()),
            Err(Error::Credential(_)) => "credential",
            Err(error) if error.is_connect() => "connect",
            Err(Error::Timeout(_)) => "timeout",
            Err(_) => "transport",
        };
        Some(kind.to_owned())
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use bytes::Bytes;

    use crate::base::Base;
    use crate::error::Result;
    use crate::response::{CallInfo, Response};

    pub(crate) fn call<F: Future<Output = Result<Response<Bytes>>>>(
        _: &CallInfo,
        _: &Base,
        exchange: F,
    ) -> F {
        exchange
    }

    pub(crate) fn retry(_: u32, _: Duration, _: &Result<Response<Bytes>>) {}
}
