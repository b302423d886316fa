package dev.yodel.service.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two connections share 100 bytes of memory for responses; a response may be unread for three seconds. */
class StalledResponsesTest {

    private final List<String> ended = new ArrayList<>();
    private final List<String> resumed = new ArrayList<>();
    private long nanos;

    private final ByteBudget responses = new ByteBudget(100, 60, 60, Runnable::run);
    private final Connections connections = new Connections(
            new Peers(new Admission(9, 9, 9, 9, 9, 9, 9, Networks.parse(""))),
            new Refusals(kind -> {}, () -> nanos, line -> {}),
            responses,
            new ByteBudget(100, 100, 100, Runnable::run),
            new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(3)),
            () -> nanos);
    private final FakeTransport one = new FakeTransport();
    private final FakeTransport two = new FakeTransport();

    @Test
    void a_response_that_nobody_reads_is_kept_while_nobody_waits_for_its_memory() {
        one.call("unread", 60);

        ticks(10);
        assertThat(ended).isEmpty();
        assertThat(one.watched).isFalse();
    }

    @Test
    void a_response_that_nobody_reads_is_ended_when_others_have_waited_for_its_memory_for_so_long() {
        one.call("unread", 60);
        ticks(10);

        two.call("waiting", 60);
        ticks(3);
        assertThat(ended).as("within the limit").isEmpty();
        ticks(2);
        assertThat(ended).containsExactly("unread RESOURCE_EXHAUSTED");
        assertThat(resumed).containsExactly("waiting");
    }

    @Test
    void a_response_that_somebody_reads_slowly_is_not_ended() {
        one.call("slow", 60);
        two.call("waiting", 60);
        for (int second = 0; second < 20; second++) {
            one.written.add(1);
            ticks(2);
        }
        assertThat(ended).isEmpty();

        ticks(5);
        assertThat(ended).containsExactly("slow RESOURCE_EXHAUSTED");
    }

    @Test
    void calls_of_the_same_connection_are_others_too() {
        one.call("unread", 60);
        one.call("waiting", 60);

        ticks(5);
        assertThat(ended).containsExactly("unread RESOURCE_EXHAUSTED");
        assertThat(resumed).containsExactly("waiting");
    }

    @Test
    void no_more_responses_are_ended_than_those_that_wait_need() {
        one.call("first", 20);
        one.call("second", 20);
        one.call("third", 20);
        two.call("other", 40);
        two.call("waiting", 20);

        ticks(5);
        assertThat(ended).hasSize(1);
        assertThat(resumed).containsExactly("waiting");
    }

    @Test
    void a_call_that_waits_for_more_does_not_end_itself() {
        FakeCall only = one.call("only", 40);
        only.hold.reserve(40);

        ticks(10);
        assertThat(ended).isEmpty();
    }

    @Test
    void time_in_which_nobody_waited_does_not_count() {
        one.call("unread", 60);
        FakeCall first = two.call("first", 60);
        ticks(3);
        first.hold.close();
        ticks(10);
        two.call("second", 60);
        ticks(3);

        assertThat(ended).isEmpty();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            nanos += 1_000_000_000L;
            connections.tick();
        }
    }

    private final class FakeTransport implements Transport {

        @Override
        public void goAway() {}

        @Override
        public void close() {}

        private final Attributes attributes = connections.filter(of -> this).transportReady(Attributes.EMPTY);
        private final List<FakeCall> calls = new ArrayList<>();
        private Set<Integer> written = new HashSet<>();
        private boolean watched;

        FakeCall call(String name, int bytes) {
            FakeCall call = new FakeCall(this, name);
            calls.add(call);
            ServerStreamTracer tracer = connections.newServerStreamTracer("", new Metadata());
            tracer.serverCallStarted(new Info(attributes));
            OpenCall.attach(attributes, call);
            call.hold.reserve(bytes);
            return call;
        }

        @Override
        public @Nullable LoopLoad load() {
            return null;
        }

        @Override
        public int startingStream() {
            return calls.size();
        }

        @Override
        public void withWritten(Consumer<Set<Integer>> check) {
            watched = true;
            Set<Integer> since = written;
            written = new HashSet<>();
            check.accept(since);
        }

        @Override
        public void forgetWritten() {
            watched = false;
        }

        @Override
        public void reset(int stream, Status status) {
            FakeCall call = calls.get(stream - 1);
            ended.add(call.name + " " + status.getCode());
            call.hold.close();
        }
    }

    private final class FakeCall implements Endable {

        private final String name;
        private final ByteBudget.Hold hold;

        FakeCall(FakeTransport transport, String name) {
            this.name = name;
            Connection connection = Connection.of(transport.attributes);
            hold = connection.responses().hold(() -> resumed.add(name));
        }

        @Override
        public void end(Status status) {
            throw new AssertionError(name);
        }

        @Override
        public boolean holdsAwaitedMemory() {
            return hold.isAwaited();
        }
    }

    private static final class Info extends ServerStreamTracer.ServerCallInfo<Object, Object> {

        private final Attributes attributes;

        Info(Attributes attributes) {
            this.attributes = attributes;
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public MethodDescriptor<Object, Object> getMethodDescriptor() {
            return (MethodDescriptor) EchoServiceGrpc.getExpandMethod();
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public String getAuthority() {
            return "localhost";
        }
    }
}
