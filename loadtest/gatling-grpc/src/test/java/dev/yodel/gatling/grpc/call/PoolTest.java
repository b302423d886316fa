package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import io.gatling.javaapi.core.ChainBuilder;
import io.grpc.MethodDescriptor;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolTest {

    private static final ChainBuilder GREET =
            exec(grpc("greet").unary(TestServer.UNARY).send(text("hi")));
    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);

    /** A stream that stays open: the user awaits what never comes. */
    private static final ChainBuilder HOLD =
            exec(CHAT.open(), CHAT.send(text("hi")), CHAT.awaitMessage(), CHAT.awaitMessage());

    private final Heard heard = new Heard();
    private final TestServer server = heard.server();
    private @Nullable GatlingBed bed;

    @AfterEach
    void close() {
        if (bed != null) {
            bed.close();
        }
        server.close();
    }

    @Test
    void all_users_share_one_channel_by_default() {
        GatlingBed shared = bed(protocol -> protocol);

        for (int i = 0; i < 5; i++) {
            shared.run(GREET);
        }

        assertThat(heard.connections).hasValue(1);
        assertThat(stats().channels()).isEqualTo(1);
        assertThat(stats().backends()).singleElement().satisfies(backend -> {
            assertThat(backend.address()).isEqualTo(server.target());
            assertThat(backend.calls()).isEqualTo(5);
        });
    }

    @Test
    void a_pool_is_taken_in_turn_by_call() {
        GatlingBed pooled = bed(protocol -> protocol.pool(3));

        pooled.run(repeat(6).on(GREET));

        assertThat(heard.connections).hasValue(3);
        assertThat(stats().channels()).isEqualTo(3);
        assertThat(stats().backends().get(0).calls()).isEqualTo(6);
    }

    @Test
    void the_channel_with_the_fewest_open_calls_is_taken_on_demand() {
        GatlingBed pooled = bed(protocol -> protocol.pool(2).fewestOpenCalls());
        hold(1);

        pooled.run(repeat(10).on(GREET));

        assertThat(heard.callsByConnection()).containsExactlyInAnyOrder(1, 10);
    }

    @Test
    void each_user_has_a_channel_that_is_closed_when_it_ends() {
        GatlingBed perUser = bed(GrpcProtocolBuilder::channelPerUser);

        perUser.run(repeat(3).on(GREET));
        perUser.run(repeat(3).on(GREET));

        assertThat(heard.connections).hasValue(2);
        assertThat(stats().channels()).isEqualTo(2);
        assertThat(stats().openChannels()).isZero();
        GatlingBed.eventually(() -> heard.open.get() == 0);
        assertThat(bed.samples.calls).hasSize(6).allMatch(CallSample::ok);
    }

    @Test
    void the_users_of_an_event_loop_share_a_channel() {
        GatlingBed perLoop = bed(GrpcProtocolBuilder::channelPerEventLoop);

        for (int i = 0; i < 2 * GatlingBed.EVENT_LOOPS; i++) {
            perLoop.run(repeat(3).on(GREET));
        }

        assertThat(heard.connections).hasValue(GatlingBed.EVENT_LOOPS);
        assertThat(heard.callsByConnection()).containsOnly(6);
        assertThat(stats().openChannels()).isEqualTo(GatlingBed.EVENT_LOOPS);
        assertThat(bed.samples.calls).hasSize(12).allMatch(CallSample::ok);
    }

    @Test
    void the_channel_of_an_event_loop_is_served_by_its_thread() {
        List<Thread> sent = Collections.synchronizedList(new ArrayList<>());
        List<Thread> answered = Collections.synchronizedList(new ArrayList<>());
        var unary = TestServer.UNARY.toBuilder(
                        TestServer.UNARY.getRequestMarshaller(),
                        noting(answered, TestServer.UNARY.getResponseMarshaller()))
                .build();
        GatlingBed perLoop = bed(GrpcProtocolBuilder::channelPerEventLoop);

        for (int i = 0; i < 2 * GatlingBed.EVENT_LOOPS; i++) {
            perLoop.run(exec(grpc("greet").unary(unary).send(session -> {
                sent.add(Thread.currentThread());
                return text("hi");
            })));
        }

        assertThat(Set.copyOf(sent)).hasSize(GatlingBed.EVENT_LOOPS);
        assertThat(answered).isEqualTo(sent);
    }

    private static <T> MethodDescriptor.Marshaller<T> noting(List<Thread> readers, MethodDescriptor.Marshaller<T> of) {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(T message) {
                return of.stream(message);
            }

            @Override
            public T parse(InputStream bytes) {
                readers.add(Thread.currentThread());
                return of.parse(bytes);
            }
        };
    }

    @Test
    void a_user_that_leaves_an_open_stream_behind_leaves_no_connection() {
        GatlingBed perUser = bed(GrpcProtocolBuilder::channelPerUser);

        perUser.run(exec(CHAT.open(), CHAT.send(text("hi")), CHAT.awaitMessage()));

        GatlingBed.eventually(() -> heard.open.get() == 0);
        assertThat(heard.connections).hasValue(1);
    }

    @Test
    void a_full_channel_has_another_one_opened() {
        bed(protocol -> protocol.maxStreamsPerChannel(2).maxChannels(10));

        hold(5);

        assertThat(heard.connections).hasValue(3);
        assertThat(heard.callsByConnection()).containsExactlyInAnyOrder(2, 2, 1);
        assertThat(stats().callsOverLimit()).isZero();
    }

    @Test
    void calls_that_ended_make_room_again() {
        GatlingBed limited = bed(protocol -> protocol.maxStreamsPerChannel(1).maxChannels(10));

        limited.run(repeat(20).on(GREET));

        assertThat(heard.connections).hasValue(1);
    }

    @Test
    void with_as_many_channels_as_may_be_calls_go_above_the_limit_and_are_counted_for_it() {
        bed(protocol -> protocol.maxStreamsPerChannel(1).maxChannels(2));

        hold(5);

        assertThat(heard.connections).hasValue(2);
        assertThat(heard.callsByConnection()).containsExactlyInAnyOrder(3, 2);
        assertThat(stats().channels()).isEqualTo(2);
        assertThat(stats().callsOverLimit()).isEqualTo(3);
    }

    @Test
    void an_old_channel_is_replaced_and_closed_after_its_last_call() {
        GatlingBed aging = bed(protocol -> protocol.maxChannelAge(Duration.ofMillis(200)));
        aging.run(exec(CHAT.open(), CHAT.send(text("hi")), CHAT.awaitMessage())
                .pause(Duration.ofMillis(300))
                .exec(GREET)
                .exec(session -> {
                    assertThat(heard.connections).hasValue(2);
                    assertThat(heard.open).hasValue(2);
                    assertThat(stats().openChannels()).isEqualTo(2);
                    return session;
                })
                .exec(CHAT.send(text("hi")), CHAT.awaitMessage(), CHAT.halfClose(), CHAT.awaitEnd()));

        assertThat(aging.samples.calls).hasSize(2).allMatch(CallSample::ok);
        GatlingBed.eventually(() -> heard.open.get() == 1);
        assertThat(stats().channels()).isEqualTo(2);
        assertThat(stats().openChannels()).isEqualTo(1);
    }

    @Test
    void each_call_may_have_a_connection_of_its_own() {
        GatlingBed churning = bed(protocol -> protocol.maxCallsPerChannel(1));

        churning.run(repeat(5).on(GREET));

        assertThat(churning.samples.calls).hasSize(5).allMatch(CallSample::ok);
        assertThat(heard.callsByConnection()).containsExactly(1, 1, 1, 1, 1);
        GatlingBed.eventually(() -> heard.open.get() == 0);
        assertThat(stats().backends()).singleElement().satisfies(backend -> {
            assertThat(backend.connections()).isEqualTo(5);
            assertThat(backend.connectTime().getTotalCount()).isEqualTo(5);
            assertThat(backend.connectTime().getMaxValue()).isPositive();
        });
    }

    @Test
    void no_channel_has_more_calls_than_it_may() {
        GatlingBed churning = bed(protocol -> protocol.maxCallsPerChannel(3));
        List<GatlingBed.User> users = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            users.add(churning.start(repeat(9).on(GREET), Map.of()));
        }
        users.forEach(user -> user.ended.orTimeout(30, TimeUnit.SECONDS).join());

        assertThat(churning.samples.calls).hasSize(72).allMatch(CallSample::ok);
        assertThat(heard.callsByConnection()).hasSize(24).containsOnly(3);
        GatlingBed.eventually(() -> heard.open.get() == 0);
    }

    @Test
    void no_call_is_lost_while_channels_age() {
        GatlingBed aging = bed(protocol -> protocol.pool(2).maxChannelAge(Duration.ofMillis(100)));
        List<GatlingBed.User> users = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            users.add(aging.start(asLongAs(session -> stats().channels() <= 8).on(GREET), Map.of()));
        }
        users.forEach(user -> user.ended.orTimeout(30, TimeUnit.SECONDS).join());

        assertThat(aging.samples.calls).hasSizeGreaterThan(8).allMatch(CallSample::ok);
        GatlingBed.eventually(() -> stats().openChannels() <= 2 && heard.open.get() <= 2);
    }

    @Test
    void the_end_of_the_run_closes_every_connection_and_ends_its_threads() {
        bed(protocol -> protocol.pool(2));
        hold(4);

        bed.stopRun();

        GatlingBed.eventually(() -> heard.open.get() == 0);
        GatlingBed.eventually(() -> stats().openChannels() == 0); // gRPC tells a moment after the socket has closed
        GatlingBed.eventually(() -> stats().backends().get(0).openConnections() == 0);
        server.close();
        GatlingBed.eventually(
                () -> noThread("grpc-") && noThread("globalEventExecutor")); // they end a second after their last use
    }

    /** Opens streams, each by a user of its own, and waits until the server has them. */
    private void hold(int streams) {
        for (int i = 0; i < streams; i++) {
            int before = bed.samples.messages.size();
            bed.start(HOLD, Map.of());
            GatlingBed.eventually(() -> bed.samples.messages.size() > before);
        }
    }

    private GatlingBed bed(UnaryOperator<GrpcProtocolBuilder> how) {
        GatlingBed made = new GatlingBed(how.apply(grpc.target(server.target()).usePlaintext()));
        bed = made;
        return made;
    }

    private static boolean noThread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith(name));
    }

    private ChannelStats stats() {
        return bed.samples.run.get().channels().get(0);
    }
}
