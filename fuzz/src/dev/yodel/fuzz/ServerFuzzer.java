package dev.yodel.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.yodel.service.Main;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A server on loopback: request headers, messages of any bytes, and sequences of messages into a chat room. Every call ends in
 * time, none with UNKNOWN, which is the status of a bug; and the server is healthy after it.
 */
public final class ServerFuzzer {

    private static final List<String> METHODS = List.of(
            "yodel.v1.RoomService/Join",
            "yodel.v1.RoomService/GetRoom",
            "yodel.v1.EchoService/Chat",
            "yodel.v1.EchoService/Collect",
            "yodel.v1.EchoService/EchoTypes",
            "yodel.v1.GreetingService/Converse",
            "yodel.v1.SequenceService/GetSequence",
            "helloworld.Greeter/SayHello");
    private static final List<String> HEADERS =
            List.of("accept-language", "yodel-behavior", "traceparent", "grpc-previous-rpc-attempts", "authorization", "x-any");
    private static final int MOST_MESSAGES = 8;

    private static ManagedChannel channel;

    private ServerFuzzer() {}

    /** Not in a static initializer, for which the server's thread would wait. */
    public static void fuzzerInitialize() {
        channel = start();
    }

    public static void fuzzerTestOneInput(FuzzedDataProvider data) throws InterruptedException {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(data.pickValue(METHODS))
                .setType(MethodType.BIDI_STREAMING)
                .setRequestMarshaller(Bytes.MARSHALLER)
                .setResponseMarshaller(Bytes.MARSHALLER)
                .build();
        ClientCall<byte[], byte[]> call =
                channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS));
        Ended ended = new Ended();
        call.start(ended, headers(data));
        call.request(Integer.MAX_VALUE);
        for (int i = 0; i < MOST_MESSAGES && data.remainingBytes() > 0; i++) {
            call.sendMessage(data.consumeBytes(data.consumeInt(0, 200)));
        }
        call.halfClose();
        Status status = ended.await();
        if (status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            throw new AssertionError(method.getFullMethodName() + " ended with " + status);
        }
        healthy();
    }

    private static Metadata headers(FuzzedDataProvider data) {
        Metadata headers = new Metadata();
        for (String name : HEADERS) {
            if (data.consumeBoolean()) {
                headers.put(
                        Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER),
                        data.consumeAsciiString(40).replaceAll("[^ -~]", "?"));
            }
        }
        return headers;
    }

    private static void healthy() {
        try {
            HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            throw new AssertionError("the server is not healthy", e);
        }
    }

    /** With callers' behavior off: delays and failures on request would be slow, and have a target of their own. */
    private static ManagedChannel start() {
        int port = freePort();
        String[] arguments = {
            "--host", "127.0.0.1", "--port", String.valueOf(port), "--metrics-port", "0", "--behavior", "off",
            "--profile", "load-test"
        };
        Thread server = new Thread(() -> Main.main(arguments), "server");
        server.setDaemon(true);
        server.start();
        ManagedChannel to = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .directExecutor()
                .build();
        HealthGrpc.newBlockingStub(to)
                .withWaitForReady()
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance());
        return to;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Ended extends ClientCall.Listener<byte[]> {

        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicReference<Status> status = new AtomicReference<>(Status.UNKNOWN);

        @Override
        public void onClose(Status end, Metadata trailers) {
            status.set(end);
            closed.countDown();
        }

        Status await() throws InterruptedException {
            if (!closed.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("a call has not ended in 60 s");
            }
            return status.get();
        }
    }

    /** Messages as they are. */
    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        MARSHALLER;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
