package dev.yodel.service.tracing;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spans by OpenTelemetry, sent to a collector over OTLP (HTTP, protobuf) in batches. A call continues the trace of its W3C
 * {@code traceparent}, and follows its decision on sampling. The only class that knows OpenTelemetry: its classes are loaded
 * with this one. Thread-safe.
 */
public final class OpenTelemetrySpans implements CallSpans, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("rpc.grpc.status_code");

    /** What OpenTelemetry's conventions call an error of the server. */
    private static final Set<Status.Code> ERRORS = EnumSet.of(
            Status.Code.UNKNOWN,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.UNIMPLEMENTED,
            Status.Code.INTERNAL,
            Status.Code.UNAVAILABLE,
            Status.Code.DATA_LOSS);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * @param endpoint the URL of the collector, such as {@code http://localhost:4318}
     * @param ratio the share of traces to record where the caller has not decided, from 0 to 1
     * @param version the version of this build
     * @param instance the name of this server; may be empty
     */
    public OpenTelemetrySpans(String endpoint, double ratio, String version, String instance) {
        Attributes resource = Attributes.of(
                AttributeKey.stringKey("service.name"),
                "yodel",
                AttributeKey.stringKey("service.version"),
                version,
                AttributeKey.stringKey("service.instance.id"),
                instance.isEmpty() ? Long.toString(ProcessHandle.current().pid()) : instance);
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint((endpoint.endsWith("/") ? endpoint : endpoint + "/") + "v1/traces")
                .setTimeout(TIMEOUT)
                .setConnectTimeout(TIMEOUT)
                .build();
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(resource)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(Duration.ofSeconds(1))
                        .build())
                .build();
        tracer = provider.get("dev.yodel.service");
    }

    @Override
    public @Nullable CallSpan start(String method, Metadata headers) {
        Context parent =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, MetadataGetter.INSTANCE);
        Span span = tracer.spanBuilder("unknown")
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(SYSTEM, "grpc")
                .startSpan();
        return span.isRecording() ? new Recorded(span) : null;
    }

    /** Sends what has not been sent yet, for some seconds at most. */
    @Override
    public void close() {
        provider.close();
    }

    private record Recorded(Span span) implements CallSpan {

        @Override
        public void started(MethodDescriptor<?, ?> method) {
            span.updateName(method.getFullMethodName());
            span.setAttribute(SERVICE, Objects.requireNonNullElse(method.getServiceName(), ""));
            span.setAttribute(METHOD, Objects.requireNonNullElse(method.getBareMethodName(), ""));
        }

        @Override
        public void ended(Status status) {
            span.setAttribute(STATUS, (long) status.getCode().value());
            if (ERRORS.contains(status.getCode())) {
                span.setStatus(StatusCode.ERROR, Objects.requireNonNullElse(status.getDescription(), ""));
            }
            span.end();
        }

        @Override
        public String traceId() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public String spanId() {
            return span.getSpanContext().getSpanId();
        }
    }

    private enum MetadataGetter implements TextMapGetter<Metadata> {
        INSTANCE;

        @Override
        @SuppressWarnings("deprecation") // Abstract all the same.
        public Iterable<String> keys(Metadata headers) {
            return headers.keys();
        }

        @Override
        public @Nullable String get(@Nullable Metadata headers, String key) {
            return headers == null ? null : headers.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
        }
    }
}
