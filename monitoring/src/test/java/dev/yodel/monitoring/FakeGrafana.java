package dev.yodel.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parts of Grafana that the check uses: its HTTP API, and pages with as many panels as the dashboard has, one of which may
 * have a fault. It draws nothing, and says nothing of how a real one draws.
 */
final class FakeGrafana implements AutoCloseable {

    /** What is wrong on its pages, as versions of Grafana show it. */
    enum Fault {
        NONE(""),
        CORNER("<span class='panel-info-corner panel-info-corner--error' aria-label='Panel error: bad query'></span>"),
        STATUS("<button data-testid='data-testid Panel status error' aria-label='Panel status'>bad query</button>"),
        ALERT("<div role='alert'>Templating: datasource not found</div>"),
        QUERY(""),
        MISSING_PANEL(""),
        EXCEPTION("");

        private final String html;

        Fault(String html) {
            this.html = html;
        }
    }

    private static final String USER = "admin:secret";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(USER.getBytes(StandardCharsets.UTF_8));

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, JsonNode> dashboards = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> dataSources = new ConcurrentHashMap<>();
    private final Fault fault;
    private final HttpServer server;

    FakeGrafana(Fault fault) throws IOException {
        this.fault = fault;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Its address, with a user who may do everything. */
    String url() {
        return url(USER);
    }

    String url(String user) {
        return "http://%s@127.0.0.1:%d".formatted(user, server.getAddress().getPort());
    }

    Map<String, JsonNode> dashboards() {
        return dashboards;
    }

    List<JsonNode> dataSources() {
        return List.copyOf(dataSources.values());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, "{\"message\": \"Unauthorized\"}");
                return;
            }
            switch (exchange.getRequestMethod() + " " + path.replaceFirst("(/[a-z]+/[a-z]+|/d)(/.*)?$", "$1")) {
                case "GET /api/health" -> send(exchange, 200, "{\"version\": \"7.5.17\"}");
                case "POST /api/datasources" -> {
                    JsonNode source = json.readTree(exchange.getRequestBody());
                    int code = dataSources.putIfAbsent(source.path("name").asText(), source) == null ? 200 : 409;
                    send(exchange, code, "{}");
                }
                case "GET /api/datasources" -> {
                    String name = path.replaceFirst(".*/", "");
                    send(exchange, dataSources.containsKey(name) ? 200 : 404, "{}");
                }
                case "DELETE /api/datasources" -> {
                    dataSources.remove(path.replaceFirst(".*/", ""));
                    send(exchange, 200, "{}");
                }
                case "POST /api/dashboards" -> {
                    JsonNode dashboard =
                            json.readTree(exchange.getRequestBody()).path("dashboard");
                    dashboards.put(dashboard.path("uid").asText(), dashboard);
                    send(exchange, 200, "{\"status\": \"success\"}");
                }
                case "POST /api/ds" -> send(exchange, fault == Fault.QUERY ? 400 : 200, "{}");
                case "GET /d" -> page(exchange, path.replaceFirst(".*/", ""));
                default -> send(exchange, 404, "{\"message\": \"Not found\"}");
            }
        }
    }

    /** Panels come after the page, as a real one's do. */
    private void page(HttpExchange exchange, String uid) throws IOException {
        int panels = 0;
        for (JsonNode panel : dashboards.get(uid).path("panels")) {
            panels += panel.path("type").asText().equals("row") ? 0 : 1;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        send(exchange, 200, """
                <!doctype html><title>fake</title><link rel="icon" href="data:,"><main></main><script>
                setTimeout(async () => {
                  await fetch("/api/ds/query", {method: "POST", body: "{}"});
                  for (let i = 0; i < %d; i++) {
                    document.querySelector("main").insertAdjacentHTML("beforeend", "<div class='panel-container'>" +
                      (i ? "" : `%s`) + "</div>");
                  }
                  if (%b) throw new Error("a panel broke");
                }, 100);
                </script>""".formatted(
                        fault == Fault.MISSING_PANEL ? panels - 1 : panels, fault.html, fault == Fault.EXCEPTION));
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
