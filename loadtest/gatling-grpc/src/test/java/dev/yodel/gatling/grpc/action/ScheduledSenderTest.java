package dev.yodel.gatling.grpc.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.javaapi.core.Session;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduledSenderTest {

    private static final int SENDS = 1_000;
    private static final int MOST_PER_TURN = 64;

    private final AtomicInteger turns = new AtomicInteger();
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, executor -> new CountedTurns(turns));
    private final EventLoop loop = loops.next();

    @AfterEach
    void end() {
        Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void the_loop_looks_at_its_connections_while_a_schedule_is_behind() {
        Recorded recorded = send(SENDS, TimeUnit.SECONDS.toNanos(60));

        assertThat(recorded.turnOfSend).hasSize(SENDS);
        for (int first = 0; first + MOST_PER_TURN < SENDS; first++) {
            assertThat(recorded.turnOfSend.get(first + MOST_PER_TURN))
                    .as("turn of send %d", first + MOST_PER_TURN)
                    .isGreaterThan(recorded.turnOfSend.get(first));
        }
    }

    @Test
    void what_is_late_keeps_its_due_time() {
        Recorded recorded = send(3, TimeUnit.SECONDS.toNanos(60));

        long start = recorded.dueNanos.get(0);
        assertThat(recorded.dueNanos).containsExactly(start, start + 1_000_000, start + 2_000_000);
    }

    /** Sends a thousand a second, by a clock that is behind by so much after the first look at it. */
    private Recorded send(int count, long behindNanos) {
        Recorded recorded = new Recorded();
        Schedule schedule = Schedule.constant(1_000).during(Duration.ofMillis(count));
        Session session = new Session(io.gatling.core.session.Session$.MODULE$.apply("scheduled", 0, loop));
        AtomicInteger looks = new AtomicInteger();
        LongSupplier clock = () -> looks.getAndIncrement() == 0 ? 0 : behindNanos;
        ScheduledSender sender = new ScheduledSender(loop, clock, schedule.dueTimes(session), recorded);
        loop.execute(sender::resume);
        recorded.done.orTimeout(30, TimeUnit.SECONDS).join();
        return recorded;
    }

    /** On the loop until it is done. */
    private final class Recorded implements ScheduledSender.Receiver {

        private final List<Integer> turnOfSend = new ArrayList<>();
        private final List<Long> dueNanos = new ArrayList<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public void prepare() {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(long due) {
            turnOfSend.add(turns.get());
            dueNanos.add(due);
        }

        @Override
        public void allSent() {
            done.complete(null);
        }
    }

    /** An event loop's look at its connections, of which there are none. */
    private record CountedTurns(AtomicInteger turns) implements IoHandler {

        @Override
        public int run(IoHandlerContext context) {
            turns.incrementAndGet();
            return 0;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException("connections: none (expected: none)");
        }

        @Override
        public void wakeup() {
            // It never sleeps.
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handle) {
            return false;
        }
    }
}
