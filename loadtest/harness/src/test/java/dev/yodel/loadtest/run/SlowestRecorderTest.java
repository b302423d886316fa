package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.SlowCall;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowestRecorderTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FakeClocks clocks = new FakeClocks();
    private final RunTime time = new RunTime(clocks, clocks, Duration.ofSeconds(1), Duration.ofSeconds(10));
    private final WindowedRecorder recorder = new WindowedRecorder(time, SampleStats.PLAN.requests());
    private final long start = clocks.getAsLong();

    {
        time.start();
    }

    @Test
    void keeps_the_20_slowest_of_each_request_the_slowest_first() {
        for (int millis = 1; millis <= 50; millis++) {
            end("greet", MethodType.UNARY, 2 * SECOND, millis, FailureSource.NONE);
            end("expand", MethodType.SERVER_STREAMING, 2 * SECOND, 51 - millis, FailureSource.NONE);
        }

        assertThat(recorder.slowest()).hasSize(40);
        assertThat(recorder.slowest().stream().filter(call -> call.name().equals("greet")))
                .extracting(SlowCall::responseNanos)
                .startsWith(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.MILLISECONDS.toNanos(49))
                .endsWith(TimeUnit.MILLISECONDS.toNanos(31));
    }

    @Test
    void leaves_out_what_does_not_count_or_is_held_open() {
        end("greet", MethodType.UNARY, SECOND / 2, 900, FailureSource.NONE);
        end("greet", MethodType.UNARY, 2 * SECOND, 800, FailureSource.CANCELLED);
        end("chat", MethodType.BIDI_STREAMING, 2 * SECOND, 700, FailureSource.NONE);
        end("greet", MethodType.UNARY, 2 * SECOND, 5, FailureSource.STATUS);

        assertThat(recorder.slowest())
                .extracting(SlowCall::due, SlowCall::serviceNanos, SlowCall::ok, SlowCall::peer, SlowCall::traceId)
                .containsExactly(tuple(
                        time.startedAt().plusSeconds(2),
                        TimeUnit.MILLISECONDS.toNanos(4),
                        false,
                        "10.0.0.1:443",
                        "0af7651916cd43dd8448eb211c80319c"));
    }

    @Test
    void holds_no_more_calls_than_it_returns() {
        SlowestRecorder.Slowest slowest = new SlowestRecorder.Slowest(3);
        for (int millis = 1; millis <= 50; millis++) {
            slowest.offer(call("greet", MethodType.UNARY, 2 * SECOND, millis, FailureSource.NONE));
        }

        assertThat(slowest.samples()).hasSize(3);
    }

    private void end(String name, MethodType kind, long dueAfterStart, long millis, FailureSource source) {
        recorder.callEnded(call(name, kind, dueAfterStart, millis, source));
    }

    private CallSample call(String name, MethodType kind, long dueAfterStart, long millis, FailureSource source) {
        long due = start + dueAfterStart;
        return new CallSample(
                name,
                kind,
                due,
                due + TimeUnit.MILLISECONDS.toNanos(1),
                due + TimeUnit.MILLISECONDS.toNanos(millis),
                Status.Code.OK,
                source,
                null,
                -1,
                -1,
                -1,
                false,
                "10.0.0.1:443",
                "0af7651916cd43dd8448eb211c80319c");
    }
}
