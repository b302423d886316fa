package dev.yodel.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket that keeps what it receives; it reads only when it is asked to if made so. */
final class Socket implements WebSocket.Listener {

    private static final String CLOSED = "closed ";

    private final boolean reads;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder parts = new StringBuilder();
    private WebSocket socket;

    private Socket(boolean reads) {
        this.reads = reads;
    }

    static Socket open(HttpClient client, URI uri, String... headers) {
        return open(client, uri, true, headers);
    }

    static Socket open(HttpClient client, URI uri, boolean reads, String... headers) {
        Socket socket = new Socket(reads);
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(30));
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("subprotocols")) {
                builder.subprotocols("yodel.v1", headers[i + 1]);
            } else {
                builder.header(headers[i], headers[i + 1]);
            }
        }
        socket.socket = builder.buildAsync(URI.create(uri.toString().replaceFirst("^http", "ws")), socket)
                .join();
        return socket;
    }

    Socket send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    WebSocket raw() {
        return socket;
    }

    /** The next message, "closed CODE REASON" or "pong TEXT". */
    String next() throws InterruptedException {
        String next = received.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing within 30 s");
        }
        return next;
    }

    /** Waits for the end. */
    String closed() throws InterruptedException {
        for (String next = next(); ; next = next()) {
            if (next.startsWith(CLOSED)) {
                return next.substring(CLOSED.length());
            }
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(Long.MAX_VALUE);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            received.add(parts.toString());
            parts.setLength(0);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        received.add("pong " + java.nio.charset.StandardCharsets.UTF_8.decode(message));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        received.add(CLOSED + code + " " + reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        received.add(CLOSED + error);
    }
}
