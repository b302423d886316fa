package dev.yodel.gatling.grpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacedRequestsTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(-5);
    private final AtomicInteger requested = new AtomicInteger();
    private @Nullable Runnable task;
    private long dueNanos;
    private Future<?> timer = new CompletableFuture<>();

    @Test
    void one_message_is_requested_at_once_and_the_next_ones_at_the_rate() {
        PacedRequests requests = requests(2);

        requests.accept(3);
        assertThat(requested).hasValue(1);
        assertThat(dueNanos).isEqualTo(now.get() + SECOND / 2);

        elapse();
        assertThat(requested).hasValue(2);
        elapse();
        assertThat(requested).hasValue(3);
        assertThat(task).as("no timer without a message to request").isNull();
    }

    @Test
    void a_message_that_is_taken_late_does_not_bring_two_at_once() {
        PacedRequests requests = requests(2);
        requests.accept(1);
        now.addAndGet(10 * SECOND);

        requests.accept(2);

        assertThat(requested).hasValue(2);
        assertThat(dueNanos).isEqualTo(now.get() + SECOND / 2);
    }

    @Test
    void a_message_that_is_taken_early_waits_for_its_time() {
        PacedRequests requests = requests(2);
        requests.accept(1);
        now.addAndGet(SECOND / 10);

        requests.accept(1);

        assertThat(requested).hasValue(1);
        assertThat(dueNanos).isEqualTo(now.get() - SECOND / 10 + SECOND / 2);
    }

    @Test
    void a_rate_of_0_requests_none() {
        requests(0).accept(1);

        assertThat(requested).hasValue(0);
        assertThat(task).isNull();
    }

    @Test
    void a_stream_that_ended_leaves_no_timer() {
        PacedRequests requests = requests(1);
        requests.accept(2);

        requests.stop();

        assertThat(timer).isCancelled();
    }

    private PacedRequests requests(double perSecond) {
        return new PacedRequests(
                (nanos, next) -> {
                    task = next;
                    dueNanos = now.get() + nanos;
                    timer = new CompletableFuture<>();
                    return timer;
                },
                now::get,
                perSecond,
                requested::addAndGet);
    }

    /** The time of the timer comes. */
    private void elapse() {
        Runnable due = task;
        assertThat(due).isNotNull();
        task = null;
        now.set(dueNanos);
        due.run();
    }
}
