package dev.yodel.loadtest.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.yodel.gatling.grpc.config.CertificateRequests;
import dev.yodel.loadtest.plan.Target;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PreflightTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String EXPECTED = " (expected: a gRPC server in plaintext HTTP/2)";

    @Test
    void nothing_listens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(problem(port)).hasValue("target 127.0.0.1:%d: connection refused".formatted(port) + EXPECTED);
    }

    /** With exceptions as the system throws them: no test may reach beyond this machine. */
    @Test
    void host_cannot_be_reached() {
        Status unreachable = Status.UNAVAILABLE.withCause(new NoRouteToHostException("No route to host"));
        Status slow = Status.UNAVAILABLE.withCause(new ConnectException("connection timed out"));

        assertThat(ConnectionAdvice.found(unreachable)).isEqualTo("unreachable: No route to host");
        assertThat(ConnectionAdvice.found(slow)).isEqualTo("unreachable: connection timed out");
    }

    @Test
    void host_is_unknown() {
        assertThat(Preflight.problem(new Target("no-such-host.invalid", 1), TIMEOUT))
                .hasValue("target no-such-host.invalid:1: unknown host" + EXPECTED);
    }

    @Test
    void http_server_is_no_grpc_server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertThat(problem(port)).hasValue("target 127.0.0.1:%d: an HTTP/1 server".formatted(port) + EXPECTED);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void server_may_answer_in_tls() throws IOException {
        assertThat(problemOfServerThatSays("15030300020246")).contains(": a server that speaks TLS (");
    }

    @Test
    void server_may_speak_http2_without_grpc() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            start(() -> answerInHtml(server));
            assertThat(problem(server.getLocalPort()).orElse("none"))
                    .contains(": an HTTP/2 server that does not speak gRPC (");
        }
    }

    @Test
    void server_may_close_the_connection_at_once() throws IOException {
        assertThat(problemOfServerThatSays("")).contains("the server expects TLS, or is not a gRPC server (");
    }

    @Test
    void server_may_never_answer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Target target = new Target("127.0.0.1", silent.getLocalPort());
            assertThat(Preflight.problem(target, Duration.ofSeconds(1))).hasValue(unanswered(target, "1s"));
        }
    }

    @Test
    void time_for_the_answer_does_not_start_before_the_connection() throws IOException {
        AtomicInteger timers = new AtomicInteger();
        Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .build()
                .start();
        try {
            Target target = new Target("127.0.0.1", server.getPort());
            AtomicInteger timersBeforeTheCall = new AtomicInteger(-1);
            ManagedChannel channel = new ObservedChannel(target, options -> {
                assertThat(options.getDeadline()).isNull();
                timersBeforeTheCall.set(timers.get());
            });

            Optional<String> problem = Preflight.problem(target, TIMEOUT, channel, new CertificateRequests(), time -> {
                assertThat(time).isEqualTo(TIMEOUT);
                timers.incrementAndGet();
                return task -> {};
            });

            assertThat(problem).isEmpty();
            assertThat(timersBeforeTheCall).hasValue(0);
            assertThat(timers).hasValue(1);
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void time_for_the_answer_starts_with_the_connection() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Target target = new Target("127.0.0.1", silent.getLocalPort());
            ManagedChannel channel = new ObservedChannel(target, options -> {});

            assertThat(Preflight.problem(target, TIMEOUT, channel, new CertificateRequests(), time -> Runnable::run))
                    .hasValue(unanswered(target, "30s"));
        }
    }

    private static String unanswered(Target target, String time) {
        return "target %s: no answer within %s (expected: a gRPC server in plaintext HTTP/2, or a longer --connect-timeout)"
                .formatted(target, time);
    }

    @Test
    void server_need_not_know_the_health_protocol() throws IOException {
        assertNoProblem();
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void server_may_answer_with_any_status(Status.Code code) throws IOException {
        assertNoProblem(new HealthGrpc.HealthImplBase() {
            @Override
            public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
                if (code == Status.Code.OK) {
                    answer.onNext(HealthCheckResponse.getDefaultInstance());
                    answer.onCompleted();
                } else {
                    answer.onError(code.toStatus().withDescription("on purpose").asRuntimeException());
                }
            }
        });
    }

    private static void assertNoProblem(BindableService... services) throws IOException {
        Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addServices(Arrays.stream(services)
                        .map(BindableService::bindService)
                        .toList())
                .build()
                .start();
        try {
            assertThat(problem(server.getPort())).isEmpty();
        } finally {
            server.shutdownNow();
        }
    }

    /** A server that waits for the first bytes, answers with its own, and closes after the client. */
    private static String problemOfServerThatSays(String hexBytes) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            start(() -> answerAll(server, HexFormat.of().parseHex(hexBytes)));
            return problem(server.getLocalPort()).orElse("none");
        }
    }

    private static void answerAll(ServerSocket server, byte[] answer) {
        while (true) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                in.read();
                socket.getOutputStream().write(answer);
                if (answer.length > 0) {
                    in.readAllBytes();
                }
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    /** Takes one connection, and answers the first request on it with status 200 and a page. */
    private static void answerInHtml(ServerSocket server) {
        try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(HexFormat.of().parseHex("000000040000000000")); // SETTINGS
            in.skipNBytes(24); // the preface
            while (true) {
                int lengthAndType = in.readInt();
                in.readByte();
                int stream = in.readInt();
                in.skipNBytes(lengthAndType >>> 8);
                if ((lengthAndType & 0xff) == 1) { // HEADERS
                    byte[] block = HexFormat.of().parseHex("88" + "0f10" + "09" + "746578742f68746d6c");
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeInt(block.length << 8 | 1);
                    out.writeByte(5); // END_STREAM, END_HEADERS
                    out.writeInt(stream);
                    out.write(block);
                }
            }
        } catch (IOException e) {
            return; // the client has gone
        }
    }

    private static void start(Runnable server) {
        Thread thread = new Thread(server, "server");
        thread.setDaemon(true);
        thread.start();
    }

    private static Optional<String> problem(int port) {
        return Preflight.problem(new Target("127.0.0.1", port), TIMEOUT);
    }

    /** A channel that reports a call just before it is made. */
    private static final class ObservedChannel extends ManagedChannel {

        private final ManagedChannel channel;
        private final Consumer<CallOptions> calls;

        ObservedChannel(Target target, Consumer<CallOptions> calls) {
            channel = Grpc.newChannelBuilder(target.toString(), InsecureChannelCredentials.create())
                    .build();
            this.calls = calls;
        }

        @Override
        public <Q, S> ClientCall<Q, S> newCall(MethodDescriptor<Q, S> method, CallOptions options) {
            calls.accept(options);
            return channel.newCall(method, options);
        }

        @Override
        public String authority() {
            return channel.authority();
        }

        @Override
        public ConnectivityState getState(boolean requestConnection) {
            return channel.getState(requestConnection);
        }

        @Override
        public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
            channel.notifyWhenStateChanged(source, callback);
        }

        @Override
        public ManagedChannel shutdown() {
            return channel.shutdown();
        }

        @Override
        public ManagedChannel shutdownNow() {
            return channel.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return channel.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return channel.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return channel.awaitTermination(timeout, unit);
        }
    }
}
