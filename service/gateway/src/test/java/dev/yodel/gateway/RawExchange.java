package dev.yodel.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A POST over HTTP/1.1, chunk by chunk, by a client that reads while it writes. */
final class RawExchange implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;
    private boolean headersRead;

    RawExchange(URI uri) throws IOException {
        this(uri, "application/x-ndjson");
    }

    RawExchange(URI uri, String type) throws IOException {
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(30_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        write("POST " + uri.getRawPath() + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: " + type
                + "\r\ntransfer-encoding: chunked\r\n\r\n");
    }

    void send(String text) throws IOException {
        write(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    void end() throws IOException {
        write("0\r\n\r\n");
    }

    /** The next line of the answer, each of which comes in a chunk; null at its end. */
    String line() throws IOException {
        while (!headersRead) {
            headersRead = in.readLine().isEmpty();
        }
        String size = in.readLine();
        if (size.equals("0")) {
            return null;
        }
        String line = in.readLine();
        in.readLine(); // What ends the chunk.
        return line;
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
