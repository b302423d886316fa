package dev.yodel.gatling.grpc.call;

import com.google.protobuf.StringValue;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that speaks HTTP/2 as badly as it is told to: a frame at a time. */
final class RawServer implements AutoCloseable {

    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;
    static final int ENHANCE_YOUR_CALM = 11;

    static final int MAX_CONCURRENT_STREAMS = 3;

    private static final int PREFACE = 24;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int ACK = 1;
    private static final int END_OF_STREAM = 1;
    private static final int END_OF_HEADERS = 4;
    private static final int END_OF_STREAM_AND_HEADERS = 5;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final int WINDOW_AT_FIRST = 65_535;

    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_HEADER_LIST_SIZE = 6;

    /** The settings that clients sent. */
    final Map<Integer, Integer> settings = new ConcurrentHashMap<>();

    final AtomicInteger streams = new AtomicInteger();
    private final ServerSocket listener;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    private RawServer(Script script) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(() -> {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> script.run(socket));
            }
        });
    }

    /** Does whatever it likes with a connection. */
    static RawServer accepting(Script script) {
        return new RawServer(script);
    }

    /** Says that it takes as much as it could be sent, and never reads a byte: as a process that has been frozen. */
    static RawServer frozen() {
        return accepting(socket -> {
            Frames out = new Frames(socket);
            out.settings(INITIAL_WINDOW_SIZE, LARGEST_WINDOW);
            out.frame(WINDOW_UPDATE, 0, 0, Frames.number(LARGEST_WINDOW - WINDOW_AT_FIRST));
            out.frame(SETTINGS, ACK, 0, new byte[0]);
        });
    }

    /** Speaks HTTP/2 up to the headers of a call, and answers those so. */
    static RawServer answering(Answer answer) {
        return answering(Integer.MAX_VALUE, answer);
    }

    /** The same, with a limit on the streams that may be open at once. */
    static RawServer answering(int maxStreams, Answer answer) {
        RawServer[] self = new RawServer[1];
        self[0] = new RawServer(socket -> {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readNBytes(PREFACE);
            Frames out = new Frames(socket);
            out.settings(MAX_CONCURRENT_STREAMS, maxStreams);
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                if (type == SETTINGS && flags != ACK) {
                    self[0].hear(ByteBuffer.wrap(payload));
                    out.frame(SETTINGS, ACK, 0, new byte[0]);
                } else if (type == HEADERS) {
                    self[0].streams.incrementAndGet();
                    answer.to(stream, out);
                }
            }
        });
        return self[0];
    }

    private void hear(ByteBuffer payload) {
        while (payload.hasRemaining()) {
            settings.put((int) payload.getShort(), payload.getInt());
        }
    }

    /** How many have connected so far. */
    int connections() {
        return sockets.size();
    }

    String target() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // the test is over, or the client is gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Task {
        void run() throws IOException;
    }

    interface Script {
        void run(Socket socket) throws IOException;
    }

    interface Answer {
        void to(int stream, Frames out) throws IOException;
    }

    /** Writes frames to a connection. */
    record Frames(Socket socket) {

        /** Begins the answer to a call. */
        void headers(int stream) throws IOException {
            frame(HEADERS, END_OF_HEADERS, stream, grpcHeaders());
        }

        /** Sends a message: a StringValue of less than 100 characters. */
        void message(int stream, String text) throws IOException {
            frame(DATA, 0, stream, message(text));
        }

        /** Sends a message and ends the stream without a status. */
        void lastMessage(int stream, String text) throws IOException {
            frame(DATA, END_OF_STREAM, stream, message(text));
        }

        /** Ends a call that has had its headers with that gRPC status. */
        void trailers(int stream, int status) throws IOException {
            frame(HEADERS, END_OF_STREAM_AND_HEADERS, stream, field("grpc-status", String.valueOf(status)));
        }

        void settings(int setting, int value) throws IOException {
            frame(
                    SETTINGS,
                    0,
                    0,
                    ByteBuffer.allocate(6)
                            .putShort((short) setting)
                            .putInt(value)
                            .array());
        }

        void reset(int stream, int code) throws IOException {
            frame(RST_STREAM, 0, stream, number(code));
        }

        static byte[] number(int value) {
            return ByteBuffer.allocate(4).putInt(value).array();
        }

        private static byte[] message(String text) {
            byte[] value = StringValue.of(text).toByteArray();
            return ByteBuffer.allocate(5 + value.length)
                    .put((byte) 0)
                    .putInt(value.length)
                    .put(value)
                    .array();
        }

        private static byte[] grpcHeaders() {
            byte[] contentType = field("content-type", "application/grpc");
            return ByteBuffer.allocate(1 + contentType.length)
                    .put((byte) 0x88) // :status: 200, out of HPACK's static table
                    .put(contentType)
                    .array();
        }

        /** A header field as HPACK writes one that is in no table. */
        private static byte[] field(String name, String value) {
            return ByteBuffer.allocate(3 + name.length() + value.length())
                    .put((byte) 0)
                    .put((byte) name.length())
                    .put(name.getBytes(StandardCharsets.US_ASCII))
                    .put((byte) value.length())
                    .put(value.getBytes(StandardCharsets.US_ASCII))
                    .array();
        }

        void goAway(int lastStream, int code) throws IOException {
            frame(
                    GOAWAY,
                    0,
                    0,
                    ByteBuffer.allocate(8).putInt(lastStream).putInt(code).array());
        }

        /** Ends a stream as a proxy does that knows nothing of gRPC. */
        void status503(int stream) throws IOException {
            byte[] html = "text/html".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer headers = ByteBuffer.allocate(64);
            headers.put((byte) 0x08).put((byte) 3).put("503".getBytes(StandardCharsets.US_ASCII)); // :status
            headers.put((byte) 0x0f).put((byte) 0x10).put((byte) html.length).put(html); // content-type
            byte[] block = new byte[headers.position()];
            headers.flip().get(block);
            frame(HEADERS, END_OF_STREAM_AND_HEADERS, stream, block);
        }

        /** Begins an answer whose messages are compressed so. */
        void headersOfEncoding(int stream, String encoding) throws IOException {
            ByteBuffer headers = ByteBuffer.allocate(128);
            headers.put((byte) 0x88); // :status 200
            literal(headers, "content-type", "application/grpc");
            literal(headers, "grpc-encoding", encoding);
            byte[] block = new byte[headers.position()];
            headers.flip().get(block);
            frame(HEADERS, END_OF_HEADERS, stream, block);
        }

        private static void literal(ByteBuffer headers, String name, String value) {
            headers.put((byte) 0);
            for (String text : List.of(name, value)) {
                headers.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
            }
        }

        /** Hangs up without a word, as the kernel does for a process that was killed. */
        void hangUp() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void frame(int type, int flags, int stream, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
            frame.put((byte) 0).putShort((short) payload.length);
            frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
            OutputStream out = socket.getOutputStream();
            out.write(frame.array());
            out.flush();
        }
    }
}
