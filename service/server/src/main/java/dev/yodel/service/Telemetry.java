package dev.yodel.service;

import dev.yodel.service.accesslog.AccessLog;
import dev.yodel.service.info.Version;
import dev.yodel.service.metrics.ServerMeters;
import dev.yodel.service.settings.ServiceSettings;
import dev.yodel.service.tracing.OpenTelemetrySpans;
import org.jspecify.annotations.Nullable;

/** What is recorded of calls beyond metrics, by the settings: traces and the access log. */
final class Telemetry implements AutoCloseable {

    private final @Nullable OpenTelemetrySpans spans;
    private final @Nullable AccessLog accessLog;

    Telemetry(ServiceSettings settings, ServerMeters meters) {
        // No class of OpenTelemetry is loaded unless there is an endpoint.
        spans = settings.otlpEndpoint.isEmpty()
                ? null
                : new OpenTelemetrySpans(
                        settings.otlpEndpoint, settings.traceRatio, Version.current(), settings.instance);
        if (spans != null) {
            meters.trace(spans);
        }
        accessLog = settings.accessLog == 0 ? null : new AccessLog(settings.accessLog);
        if (accessLog != null) {
            meters.log(accessLog, accessLog::dropped);
        }
    }

    @Override
    public void close() {
        if (spans != null) {
            spans.close();
        }
        if (accessLog != null) {
            accessLog.close();
        }
    }
}
