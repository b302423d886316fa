package dev.yodel.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection from an address of this machine, on which a request of HTTP/1.1 may stay incomplete. */
final class RawRequest implements AutoCloseable {

    private static final Pattern LENGTH =
            Pattern.compile("(?s)HTTP/1.1 .*\r\ncontent-length: ([0-9]+)\r\n.*\r\n\r\n.*");

    private final Socket socket;

    RawRequest(URI uri, String from) throws IOException {
        socket = new Socket(InetAddress.getByName(uri.getHost()), uri.getPort(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(30_000);
    }

    /** A POST with a body of so many bytes, of which some are sent. */
    static RawRequest post(URI uri, String from, String type, int length, byte[] sent) throws IOException {
        RawRequest request = new RawRequest(uri, from);
        request.write(
                ("POST " + uri.getRawPath() + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: "
                                + type + "\r\ncontent-length: " + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        request.write(sent);
        return request;
    }

    /** Sends what the server still takes: one that has refused a request closes the connection. */
    void write(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // The response says why.
        }
    }

    /** Whether a response has begun. */
    boolean isAnswered() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** A response: up to its length, or without one until the server closes the connection. */
    String response() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            byte[] part = new byte[65_536];
            while (!isComplete(all.toString(StandardCharsets.ISO_8859_1))) {
                int read = in.read(part);
                if (read < 0) {
                    break;
                }
                all.write(part, 0, read);
            }
        } catch (SocketException e) {
            // Closed while there was more to read.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static boolean isComplete(String text) {
        Matcher length = LENGTH.matcher(text);
        return length.find() && text.length() - text.indexOf("\r\n\r\n") - 4 >= Integer.parseInt(length.group(1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
