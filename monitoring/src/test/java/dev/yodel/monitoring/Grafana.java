package dev.yodel.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running Grafana, 7.5 or newer, with copies of the dashboards and a data source for them, all made by its HTTP API and named
 * so that they replace nothing of others.
 */
final class Grafana {

    private static final String DATA_SOURCE = "Yodel check";
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;
    private final @Nullable String authorization;

    /**
     * A Grafana by its address.
     *
     * @param address with user and password of somebody who may add a data source, {@code http://admin:admin@127.0.0.1:3000}
     * @param token a token instead of these; null for none
     */
    Grafana(String address, @Nullable String token) {
        URI uri = URI.create(address.replaceAll("/+$", ""));
        String user = uri.getUserInfo();
        url = uri.toString().replace(user + "@", "");
        authorization = token != null
                ? "Bearer " + token
                : user == null
                        ? null
                        : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Its version. */
    String version() throws IOException, InterruptedException {
        return call("GET", "/api/health", null).path("version").asText();
    }

    /** Adds the data source and the dashboards. */
    void provision(String prometheus) throws IOException, InterruptedException {
        String byName = "/api/datasources/name/" + DATA_SOURCE.replace(" ", "%20");
        if (send("GET", byName, null).statusCode() == 200) {
            call("DELETE", byName, null);
        }
        call(
                "POST",
                "/api/datasources",
                Map.of(
                        "name",
                        DATA_SOURCE,
                        "type",
                        "prometheus",
                        "access",
                        "proxy",
                        "url",
                        prometheus,
                        "jsonData",
                        Map.of("timeInterval", "1s")));
        for (Dashboard dashboard : Dashboard.all()) {
            ObjectNode copy = dashboard.json().deepCopy();
            copy.putNull("id");
            copy.put("uid", uid(dashboard));
            copy.put("title", copy.path("title").asText() + " (check)");
            call("POST", "/api/dashboards/db", Map.of("dashboard", copy, "overwrite", true));
        }
    }

    /** The pages of all dashboards, for a run and a time. */
    List<Page> pages(String run, Instant from, Instant to) throws IOException {
        List<Page> pages = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            pages.add(new Page(
                    dashboard.toString().replace(".json", ""),
                    "%s/d/%s?var-datasource=%s&var-run=%s&from=%d&to=%d"
                            .formatted(
                                    url,
                                    uid(dashboard),
                                    URLEncoder.encode(DATA_SOURCE, StandardCharsets.UTF_8),
                                    run,
                                    from.toEpochMilli(),
                                    to.toEpochMilli()),
                    dashboard.panels().size()));
        }
        return pages;
    }

    /** What a browser has to send; null for nothing. */
    @Nullable
    String authorization() {
        return authorization;
    }

    private static String uid(Dashboard dashboard) {
        return dashboard.json().path("uid").asText() + "-check";
    }

    private JsonNode call(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    "GRAFANA_URL: %s %s%s: HTTP %d: %s (expected: 200; may this user add data sources?)"
                            .formatted(method, url, path, response.statusCode(), response.body()));
        }
        return json.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(AT_MOST)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(json.writeValueAsString(body)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /**
     * A page with a dashboard.
     *
     * @param name its name
     * @param url its address
     * @param panels how many panels it has
     */
    record Page(String name, String url, int panels) {}
}
