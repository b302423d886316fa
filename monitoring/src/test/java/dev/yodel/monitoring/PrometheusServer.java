package dev.yodel.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real Prometheus on a free port, with the configuration and rules of this module and other targets. */
final class PrometheusServer implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("prometheus");
    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\".* address=(\\S+)\\s");
    private static final Pattern READY = Pattern.compile("(Server is ready to receive web requests)");
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final RunningProgram program;
    private final String url;

    private PrometheusServer(RunningProgram program, String url) {
        this.program = program;
        this.url = url;
    }

    /** Starts it in a folder, with a copy of the configuration, and waits until it scrapes. */
    static PrometheusServer start(String executable, Path folder) throws IOException {
        Path configuration = copy(folder);
        List<String> command = new ArrayList<>(List.of(
                executable,
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:0"));
        if (isVersion2(executable, folder)) {
            command.add("--enable-feature=native-histograms");
        } else {
            String text = Files.readString(configuration);
            Files.writeString(
                    configuration, text.replaceFirst("(?m)^global:$", "global:\n  scrape_native_histograms: true"));
        }
        RunningProgram program = RunningProgram.start(folder.resolve("prometheus.txt"), command);
        try {
            String address = program.await(LISTENING, AT_MOST);
            program.await(READY, AT_MOST);
            return new PrometheusServer(program, "http://" + address);
        } catch (IOException | AssertionError e) {
            program.close();
            throw e;
        }
    }

    /** Native histograms are switched on by a flag in 2, and in the configuration since 3.9. */
    private static boolean isVersion2(String executable, Path folder) throws IOException {
        try (RunningProgram version =
                RunningProgram.start(folder.resolve("version.txt"), List.of(executable, "--version"))) {
            version.awaitEnd(AT_MOST);
            return version.output().contains("version 2.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Its address. */
    String url() {
        return url;
    }

    /** What a graph of the query over this time is made of, a point a second. */
    List<Series> range(String query, Instant from, Instant to) throws IOException, InterruptedException {
        JsonNode data = post(
                "/api/v1/query_range",
                Map.of("query", query, "start", from.toString(), "end", to.toString(), "step", "1s"));
        return series(data.path("result"), "values");
    }

    /** What a query returns now. */
    List<Series> series(String query) throws IOException, InterruptedException {
        return series(post("/api/v1/query", Map.of("query", query)).path("result"), "value");
    }

    /** What a query returns at a moment. */
    List<Series> series(String query, Instant at) throws IOException, InterruptedException {
        JsonNode data = post("/api/v1/query", Map.of("query", query, "time", at.toString()));
        return series(data.path("result"), "value");
    }

    /** The addresses that it scrapes for a job. */
    List<String> scraped(String job) throws IOException, InterruptedException {
        List<String> addresses = new ArrayList<>();
        for (JsonNode target : post("/api/v1/targets", Map.of()).path("activeTargets")) {
            if (target.path("labels").path("job").asText().equals(job)) {
                addresses.add(target.path("labels").path("instance").asText());
            }
        }
        return addresses;
    }

    /** The one value of a query at a moment. */
    double value(String query, Instant at) throws IOException, InterruptedException {
        JsonNode data = post("/api/v1/query", Map.of("query", query, "time", at.toString()));
        List<Series> series = series(data.path("result"), "value");
        if (series.size() != 1) {
            throw new AssertionError("%s: %s (expected: one series)".formatted(query, series));
        }
        return series.get(0).values().get(0);
    }

    /** All rules, as Prometheus itself reports them. */
    List<JsonNode> rules() throws IOException, InterruptedException {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group : post("/api/v1/rules", Map.of()).path("groups")) {
            group.path("rules").forEach(rules::add);
        }
        return rules;
    }

    @Override
    public void close() {
        program.close();
    }

    /** The folder that it reads its targets from, if it was started in that folder. */
    static Path targets(Path folder) {
        return folder.resolve(CONFIGURATION).resolve("targets");
    }

    /** A copy of the configuration folder, without the targets of others: the path of the configuration. */
    private static Path copy(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(CONFIGURATION)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(file.toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.toString().endsWith(".json")) {
                    Files.copy(file, copy);
                }
            }
        }
        return folder.resolve(CONFIGURATION).resolve("prometheus.yml");
    }

    private JsonNode post(String path, Map<String, String> form) throws IOException, InterruptedException {
        String body = String.join(
                "&",
                form.entrySet().stream()
                        .map(field ->
                                field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .toList());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(AT_MOST)
                .header("Content-Type", "application/x-www-form-urlencoded");
        // Only queries may be posted.
        HttpRequest asked = form.isEmpty()
                ? request.GET().build()
                : request.POST(BodyPublishers.ofString(body)).build();
        JsonNode answer =
                json.readTree(http.send(asked, BodyHandlers.ofString()).body());
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError("%s %s: %s".formatted(path, form, answer));
        }
        return answer.path("data");
    }

    private static List<Series> series(JsonNode result, String field) {
        List<Series> all = new ArrayList<>();
        for (JsonNode series : result) {
            Map<String, String> labels = new HashMap<>();
            series.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            List<Double> values = new ArrayList<>();
            List<Double> times = new ArrayList<>();
            JsonNode points = field.equals("value") ? json(series.path(field)) : series.path(field);
            points.forEach(point -> {
                times.add(point.path(0).asDouble());
                values.add(number(point));
            });
            all.add(new Series(labels, times, values));
        }
        return all;
    }

    /** One point as a list of one. */
    private static JsonNode json(JsonNode point) {
        return new ObjectMapper().createArrayNode().add(point);
    }

    private static double number(JsonNode point) {
        String text = point.path(1).asText();
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /**
     * One line of a graph.
     *
     * @param times in seconds since 1970, of each value
     */
    record Series(Map<String, String> labels, List<Double> times, List<Double> values) {

        List<Double> numbers() {
            return values.stream().filter(Double::isFinite).toList();
        }
    }
}
