package dev.yodel.loadtest.target;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many calls of some methods a service has counted, by its metrics for Prometheus: those of Micrometer, go-grpc-prometheus,
 * grpc's own and OpenTelemetry's instrumentation. Where a service has several of them, the first counts.
 */
public final class ServiceCount {

    private static final Duration MOST = Duration.ofSeconds(10);
    private static final int OK = 200;

    /** The counters, each with the labels of service and method, or one label of both. */
    private static final Map<String, List<String>> COUNTERS = counters();

    private static final Pattern SAMPLE =
            Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^}]*)} +(\\S+)", Pattern.MULTILINE);

    private final List<URI> endpoints;
    private final List<String> methods;

    /**
     * @param endpoints of all instances of the service
     * @param methods full names, such as {@code shop.v1.Cart/Add}
     */
    public ServiceCount(List<URI> endpoints, List<String> methods) {
        this.endpoints = List.copyOf(endpoints);
        this.methods = List.copyOf(methods);
    }

    private static Map<String, List<String>> counters() {
        Map<String, List<String>> counters = new LinkedHashMap<>();
        counters.put("grpc_server_processing_duration_seconds_count", List.of("service", "method"));
        counters.put("grpc_server_handled_total", List.of("grpc_service", "grpc_method"));
        counters.put("grpc_server_call_duration_seconds_count", List.of("grpc_method"));
        counters.put("rpc_server_call_duration_seconds_count", List.of("rpc_method"));
        counters.put("rpc_server_duration_seconds_count", List.of("rpc_service", "rpc_method"));
        counters.put("rpc_server_duration_milliseconds_count", List.of("rpc_service", "rpc_method"));
        return counters;
    }

    /**
     * The calls that all instances have counted until now.
     *
     * @throws IOException if one cannot be asked, with its address
     */
    public long read() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(MOST).build();
        long sum = 0;
        for (URI endpoint : endpoints) {
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(endpoint).timeout(MOST).build();
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() != OK) {
                    throw new IOException("status " + response.statusCode());
                }
                sum += count(response.body());
            } catch (IOException e) {
                String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                throw new IOException("%s: %s (expected: metrics for Prometheus)".formatted(endpoint, reason), e);
            }
        }
        return sum;
    }

    /** Those in a text of metrics. */
    long count(String text) {
        for (Map.Entry<String, List<String>> counter : COUNTERS.entrySet()) {
            long sum = 0;
            boolean found = false;
            Matcher sample = SAMPLE.matcher(text);
            while (sample.find()) {
                if (sample.group(1).equals(counter.getKey())) {
                    found = true;
                    sum += isOurs(sample.group(2), counter.getValue()) ? (long) Double.parseDouble(sample.group(3)) : 0;
                }
            }
            if (found) {
                return sum;
            }
        }
        return 0;
    }

    private boolean isOurs(String labels, List<String> names) {
        return methods.stream().anyMatch(method -> {
            List<String> parts = names.size() == 1 ? List.of(method) : List.of(method.split("/", 2));
            for (int i = 0; i < names.size(); i++) {
                String label = names.get(i) + "=\"" + parts.get(i) + "\"";
                if (!labels.startsWith(label) && !labels.contains("," + label)) {
                    return false;
                }
            }
            return true;
        });
    }
}
