package dev.yodel.loadtest.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * The report of a run while it is running: a page, and the figures that it reads again and again. Only for browsers on this
 * machine: a request under another name than that of loopback comes from a foreign page (DNS rebinding) and is refused.
 */
final class LivePage implements HttpHandler {

    /** Where the figures are. */
    static final String FIGURES = "live.json";

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; connect-src 'self';"
                    + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final Supplier<String> page;
    private final Supplier<String> figures;
    private final Visits visits;

    /**
     * A page that has not been visited.
     *
     * @param visits those of the figures
     */
    LivePage(Supplier<String> page, Supplier<String> figures, Visits visits) {
        this.page = page;
        this.figures = figures;
        this.visits = visits;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!isLocal(exchange)) {
                exchange.sendResponseHeaders(403, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else if (path.equals("/")) {
                send(exchange, "text/html; charset=utf-8", page.get());
            } else if (path.equals("/" + FIGURES)) {
                Runnable read = visits.begin();
                send(exchange, "application/json", figures.get());
                read.run();
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static boolean isLocal(HttpExchange exchange) {
        int port = exchange.getLocalAddress().getPort();
        String host = exchange.getRequestHeaders().getFirst("Host");
        return List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port)
                .contains(String.valueOf(host));
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }
}
