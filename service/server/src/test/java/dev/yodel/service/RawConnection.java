package dev.yodel.service;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An HTTP/2 connection that sends any frames, valid or not, and records what the server answers. */
final class RawConnection implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Integer, Http2Headers> trailers = new ConcurrentHashMap<>();
    private final Map<Integer, Long> resets = new ConcurrentHashMap<>();
    private final AtomicLong dataBytes = new AtomicLong();
    private volatile String goAway = "";

    /** Connects, and reads nothing until asked to. */
    RawConnection(String target) throws IOException {
        URI address = URI.create("grpc://" + target);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getByName(address.getHost()), address.getPort()));
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
    }

    /** Connects, with the handshake of HTTP/2, and reads. */
    static RawConnection open(String target) throws IOException {
        return new RawConnection(target).handshake().reading();
    }

    RawConnection handshake() throws IOException {
        bytes(PREFACE);
        return frame(SETTINGS, 0, 0);
    }

    /** Reads and records from now on, and acknowledges settings and pings. */
    RawConnection reading() {
        Thread reader = new Thread(this::read, "raw-connection");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    RawConnection bytes(byte... bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
        }
        return this;
    }

    RawConnection frame(int type, int flags, int stream, byte... payload) throws IOException {
        return bytes(frameBytes(type, flags, stream, payload));
    }

    static byte[] frameBytes(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Opens a call of a method. More headers are names and values in turn. */
    RawConnection call(int stream, String method, String... more) throws IOException {
        return frame(HEADERS, END_HEADERS, stream, request(method, more));
    }

    /** Sends a message, and no more after it. */
    RawConnection message(int stream, byte... message) throws IOException {
        return frame(DATA, END_STREAM, stream, framed(message.length, message));
    }

    RawConnection reset(int stream) throws IOException {
        return frame(RST_STREAM, 0, stream, integer(8));
    }

    static byte[] request(String method, String... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "POST");
        literal(block, ":scheme", "http");
        literal(block, ":path", "/" + method);
        literal(block, ":authority", "localhost");
        literal(block, "te", "trailers");
        literal(block, "content-type", "application/grpc");
        for (int i = 0; i < more.length; i += 2) {
            literal(block, more[i], more[i + 1]);
        }
        return block.toByteArray();
    }

    /** A message with the header of gRPC, which may announce another length. */
    static byte[] framed(int length, byte... message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(length)
                .put(message)
                .array();
    }

    static byte[] integer(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** HPACK, literal without indexing. */
    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int rest = bytes.length - 127;
        block.write(Math.min(bytes.length, 127));
        if (rest >= 0) {
            for (; rest >= 128; rest >>>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /** The headers that ended a stream. */
    Http2Headers awaitTrailers(int stream) throws InterruptedException {
        return Eventually.assertThatEventually(
                () -> trailers.get(stream), headers -> headers != null || (isClosed() && fail(stream)));
    }

    /** What ended a stream: the number of its status, or the name of a reset. */
    String awaitEnd(int stream) throws InterruptedException {
        return Eventually.assertThatEventually(() -> end(stream), end -> !end.isEmpty());
    }

    String end(int stream) {
        Http2Headers headers = trailers.get(stream);
        if (headers != null) {
            return "status " + headers.get("grpc-status");
        }
        Long reset = resets.get(stream);
        return reset != null ? "reset " + reset : isClosed() ? "closed " + goAway : "";
    }

    String reason(int stream) throws InterruptedException {
        return String.valueOf(awaitTrailers(stream).get("grpc-message"));
    }

    void awaitClosed() throws InterruptedException {
        if (!closed.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still open after 60 s");
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** The error code and the text of the server's GOAWAY; empty if there was none. */
    String goAway() {
        return goAway;
    }

    long dataBytes() {
        return dataBytes.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private boolean fail(int stream) {
        throw new AssertionError("stream " + stream + ": " + end(stream));
    }

    private void read() {
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                received(decoder, type, flags, stream, in.readNBytes(length));
            }
        } catch (EOFException | SocketException e) {
            // The server has closed the connection, or the test has.
        } catch (IOException | Http2Exception e) {
            throw new IllegalStateException(e);
        } finally {
            closed.countDown();
        }
    }

    private void received(DefaultHttp2HeadersDecoder decoder, int type, int flags, int stream, byte[] payload)
            throws IOException, Http2Exception {
        ByteBuf buffer = Unpooled.wrappedBuffer(payload);
        switch (type) {
            case DATA -> dataBytes.addAndGet(payload.length);
            case HEADERS -> {
                Http2Headers headers = decoder.decodeHeaders(stream, buffer);
                if ((flags & END_STREAM) != 0 || headers.contains("grpc-status")) {
                    trailers.put(stream, headers);
                }
            }
            case RST_STREAM -> resets.put(stream, buffer.readUnsignedInt());
            case GOAWAY -> {
                buffer.skipBytes(4);
                goAway = buffer.readUnsignedInt() + " " + buffer.toString(StandardCharsets.UTF_8);
            }
            case SETTINGS -> acknowledge(type, flags, new byte[0]);
            case PING -> acknowledge(type, flags, payload);
            default -> {}
        }
    }

    private void acknowledge(int type, int flags, byte[] payload) throws IOException {
        if ((flags & ACK) == 0) {
            try {
                frame(type, ACK, 0, payload);
            } catch (SocketException e) {
                // The server has closed the connection; what it sent before is still to be read.
            }
        }
    }
}
