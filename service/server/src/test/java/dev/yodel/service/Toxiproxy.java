package dev.yodel.service;

import dev.yodel.service.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of Shopify's toxiproxy: TCP proxies on the loopback whose connections can be disturbed. */
final class Toxiproxy implements AutoCloseable {

    static final String PROGRAM = "toxiproxy-server";

    private static final Pattern LISTEN = Pattern.compile("\"listen\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String api;

    private Toxiproxy(Process process, int port) {
        this.process = process;
        api = "http://127.0.0.1:" + port;
    }

    static Toxiproxy start() throws IOException, InterruptedException {
        int port = freePort();
        Process process = new ProcessBuilder(
                        Programs.get(PROGRAM).toString(), "-host", "127.0.0.1", "-port", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Toxiproxy toxiproxy = new Toxiproxy(process, port);
        try {
            Eventually.assertThatEventually(toxiproxy::isUp, up -> up);
        } catch (AssertionError | InterruptedException e) {
            toxiproxy.close();
            throw e;
        }
        return toxiproxy;
    }

    /** A new proxy in front of an address. */
    Proxy before(String name, String upstream) {
        String body = "{\"name\":\"%s\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"%s\",\"enabled\":true}"
                .formatted(name, upstream);
        Matcher listen = LISTEN.matcher(send("POST", "/proxies", body));
        if (!listen.find()) {
            throw new AssertionError("toxiproxy did not name an address for " + name);
        }
        return new Proxy(name, listen.group(1));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private boolean isUp() {
        try {
            send("GET", "/version", "");
            return true;
        } catch (UncheckedIOException e) {
            if (!process.isAlive()) {
                throw new AssertionError("toxiproxy ended with " + process.exitValue(), e);
            }
            return false;
        }
    }

    private String send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** One proxy. A disturbance ("toxic") applies to the connections that are open, too. */
    final class Proxy {

        private final String name;
        private final String target;

        private Proxy(String name, String target) {
            this.name = name;
            this.target = target;
        }

        /** Where clients connect. */
        String target() {
            return target;
        }

        /**
         * Disturbs one direction.
         *
         * @param stream upstream: what clients send, downstream: what they receive
         * @param attribute as JSON, such as {@code "latency":1000}
         */
        void add(String type, String stream, String attribute) {
            send(
                    "POST",
                    "/proxies/" + name + "/toxics",
                    "{\"name\":\"%s_%s\",\"type\":\"%s\",\"stream\":\"%s\",\"attributes\":{%s}}"
                            .formatted(type, stream, type, stream, attribute));
        }

        void remove(String type, String stream) {
            send("DELETE", "/proxies/" + name + "/toxics/" + type + "_" + stream, "");
        }

        /** Closes all connections and refuses new ones. */
        void down() {
            send("POST", "/proxies/" + name, "{\"enabled\":false}");
        }

        void up() {
            send("POST", "/proxies/" + name, "{\"enabled\":true,\"listen\":\"" + target + "\"}");
        }
    }
}
