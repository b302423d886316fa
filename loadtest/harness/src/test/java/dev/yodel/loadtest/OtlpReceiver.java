package dev.yodel.loadtest;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

/** A receiver of OTLP over HTTP that keeps the traces of spans, and requests with metrics. */
final class OtlpReceiver implements AutoCloseable {

    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private final Queue<ExportMetricsServiceRequest> pushes = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> spans.addAll(spans(body(exchange))));
        server.createContext(
                "/v1/metrics", exchange -> pushes.add(ExportMetricsServiceRequest.parseFrom(body(exchange))));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    /** Requests with metrics, in the order of their arrival. */
    List<ExportMetricsServiceRequest> pushes() {
        return List.copyOf(pushes);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** The body of a request, which is answered. */
    static byte[] body(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] body = zipped
                    ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
                    : exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            return body;
        }
    }

    /** By field numbers: resource spans, scope spans, spans. */
    private static List<Span> spans(byte[] body) throws IOException {
        List<Span> spans = new ArrayList<>();
        for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(body), 1)) {
            for (UnknownFieldSet scope : messages(resource, 2)) {
                for (UnknownFieldSet span : messages(scope, 2)) {
                    spans.add(
                            new Span(hex(span, 1), hex(span, 4), bytes(span, 5).toStringUtf8()));
                }
            }
        }
        return spans;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet parent, int number) throws IOException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString bytes : parent.getField(number).getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(bytes));
        }
        return messages;
    }

    private static String hex(UnknownFieldSet message, int number) {
        return HexFormat.of().formatHex(bytes(message, number).toByteArray());
    }

    private static ByteString bytes(UnknownFieldSet message, int number) {
        List<ByteString> values = message.getField(number).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.get(0);
    }

    /**
     * A span.
     *
     * @param trace its trace
     * @param parent the span that caused it; empty for none
     * @param name its name
     */
    record Span(String trace, String parent, String name) {}
}
