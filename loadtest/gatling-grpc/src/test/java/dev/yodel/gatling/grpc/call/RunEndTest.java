package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.action.EndWait;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ChainBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a run, whatever its connections are doing: no call and no connection is left, and no user goes on. */
class RunEndTest {

    private static final ChainBuilder GREET =
            exec(grpc("greet").unary(TestServer.UNARY).send(text("hi")));
    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);
    private static final ChainBuilder TALK = exec(CHAT.open(), CHAT.send(text("hi")), CHAT.awaitMessage());

    /** More than any socket buffers hold. */
    private static final int MANY = 65_536;

    private static final StringValue KILOBYTE = text("x".repeat(1_000));

    private @Nullable GatlingBed bed;

    @AfterEach
    void close() {
        if (bed != null) {
            bed.close();
        }
    }

    @Test
    void no_channel_was_used() {
        bed("127.0.0.1:1", protocol -> protocol.pool(3));
        bed.run(exec(doIf(session -> false).then(GREET)));

        stop();

        assertThat(bed.samples.calls).isEmpty();
    }

    @Test
    void a_connection_is_still_being_made() throws IOException {
        try (FullHost host = new FullHost()) {
            bed(host.target(), protocol -> protocol);

            cutOff(List.of(GREET, TALK), () -> bed.samples.started.get() == 2);
        }
    }

    @Test
    void a_TLS_handshake_gets_no_answer() {
        try (RawServer server = RawServer.accepting(socket -> {})) {
            GrpcProtocolBuilder tls = grpc.target(server.target());
            bed = new GatlingBed(tls);

            cutOff(List.of(GREET, TALK), () -> bed.samples.started.get() == 2 && server.connections() == 1);
        }
    }

    @Test
    void HTTP_2_gets_no_answer() {
        try (RawServer server = RawServer.accepting(socket -> {})) {
            bed(server.target(), protocol -> protocol);

            cutOff(List.of(GREET, TALK), () -> bed.samples.started.get() == 2 && server.connections() == 1);
        }
    }

    @Test
    void calls_get_no_answer() {
        try (RawServer server = RawServer.answering((stream, out) -> {})) {
            bed(server.target(), protocol -> protocol);

            cutOff(List.of(GREET, TALK), () -> server.streams.get() == 2);
        }
    }

    @Test
    void a_frozen_server_has_let_the_socket_fill_up() {
        try (RawServer server = RawServer.frozen()) {
            bed(server.target(), protocol -> protocol);

            cutOff(List.of(flood()), bed::sendsNoMore);

            assertThat(bed.samples.sent.get())
                    .as("held back, and so bounded")
                    .isPositive()
                    .isLessThan(MANY / 2);
        }
    }

    @Test
    void a_user_with_a_channel_of_its_own_has_left_it_on_a_frozen_server() {
        try (RawServer server = RawServer.frozen()) {
            bed(server.target(), protocol -> protocol.channelPerUser().awaitTimeout(Duration.ofSeconds(2)));

            assertThat(bed.run(flood()).isFailed()).isTrue();
            assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.DEADLINE);
            assertThat(bed.samples.only().error()).isEqualTo("the stream was not ready for a message in time");
            stop();
        }
    }

    @Test
    void two_runs_in_one_JVM_do_not_meet() {
        try (TestServer server = new TestServer();
                GatlingBed other = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            bed(server.target(), protocol -> protocol);
            GatlingBed.User here = bed.start(exec(TALK, exec(CHAT.awaitMessage())), Map.of());
            GatlingBed.User there =
                    other.start(exec(TALK, exec(CHAT.awaitMessage(), CHAT.halfClose(), CHAT.awaitEnd())), Map.of());
            GatlingBed.eventually(() -> bed.samples.messages.size() == 1 && other.samples.messages.size() == 1);

            stop();

            assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CANCELLED);
            assertThat(here.ended).isNotDone();
            assertThat(other.samples.calls).isEmpty();
            assertThat(other.samples.run.get().openCalls()).isEqualTo(1);
            assertThat(other.run(GREET).isFailed()).isFalse();
            assertThat(there.ended).isNotDone();
            assertThat(bed.samples.calls).hasSize(1);
        }
    }

    /** The user's event loop is held meanwhile: the end of its stream comes after the time-out. */
    @Test
    void an_await_that_times_out_after_the_end_of_the_run_fails_nothing() {
        try (TestServer server = new TestServer()) {
            bed(server.target(), protocol -> protocol);
            Session late = opened();
            Session other = opened();
            GatlingBed.User after = bed.new User();

            CompletableFuture.runAsync(
                            () -> {
                                EndWait<?, ?> wait =
                                        new EndWait<>(stream(late), late, after, Duration.ofHours(1), CheckList.NONE);
                                wait.begin();
                                var unused = bed.samples.run.get().stop();
                                wait.timedOut();
                            },
                            late.eventLoop())
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            stop();

            assertThat(stream(other).hasEnded()).isTrue();
            assertThat(after.arrivals).hasValue(0);
            assertThat(bed.samples.calls)
                    .hasSize(2)
                    .extracting(CallSample::failureSource)
                    .containsOnly(FailureSource.CANCELLED);
        }
    }

    /** The session of a user who has opened a stream. */
    private Session opened() {
        return bed.start(exec(CHAT.open()), Map.of())
                .ended
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static StreamCall<?, ?> stream(Session session) {
        String key = StreamName.literal("chat").keys().apply(session);
        return (StreamCall<?, ?>) session.attributes().apply(key);
    }

    private static ChainBuilder flood() {
        List<StringValue> all = java.util.Collections.nCopies(MANY, KILOBYTE);
        return exec(CHAT.open(), CHAT.sendAll(session -> all));
    }

    /** Has users run the chains, each to where it waits, and ends the run there. */
    private void cutOff(List<ChainBuilder> chains, BooleanSupplier waiting) {
        List<GatlingBed.User> users =
                chains.stream().map(chain -> bed.start(chain, Map.of())).toList();
        GatlingBed.eventually(waiting);

        stop();

        assertThat(users).noneMatch(user -> user.ended.isDone());
        assertThat(bed.samples.calls)
                .hasSize(chains.size())
                .extracting(CallSample::failureSource)
                .containsOnly(FailureSource.CANCELLED);
    }

    /** Ends the run, and sees that nothing is left of it. */
    private void stop() {
        bed.stopRun();

        assertThat(bed.samples.run.get().openCalls()).isZero();
        assertThat(bed.samples.run.get().channels())
                .allSatisfy(target -> assertThat(target.openChannels()).isZero());
        assertThat(bed.samples.callsAtEnd).as("told once, after all else").containsExactly(bed.samples.calls.size());
    }

    @Test
    void the_end_is_reported_once_however_often_the_run_is_stopped() {
        try (TestServer server = new TestServer()) {
            bed(server.target(), protocol -> protocol);
            bed.run(GREET);

            stop();
            stop();
            bed.close();

            assertThat(bed.samples.callsAtEnd).containsExactly(1);
        }
    }

    private void bed(String target, UnaryOperator<GrpcProtocolBuilder> how) {
        bed = new GatlingBed(how.apply(grpc.target(target).usePlaintext()));
    }

    /** A host that leaves those who connect without any answer: its queue of connections to accept is full. */
    private static final class FullHost implements AutoCloseable {

        private static final int MOST = 50;

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> queue = new ArrayList<>();

        FullHost() throws IOException {
            boolean full = false;
            while (!full) {
                assertThat(queue).as("connections that fill the queue").hasSizeLessThan(MOST);
                Socket socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), 300);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
        }

        String target() {
            return "127.0.0.1:" + listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }
}
