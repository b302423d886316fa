package dev.yodel.service.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One thread, and a clock on which each reading takes a quarter of a slice. */
class CpuWorkTest {

    private final AtomicLong clock = new AtomicLong();
    private final CpuWork work = new CpuWork(1, () -> clock.addAndGet(CpuWork.SLICE_NANOS / 4));
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        work.close();
    }

    @Test
    void burns_what_was_asked_for_on_a_thread_of_its_own() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);

        work.start(10 * CpuWork.SLICE_NANOS, () -> {
            ended.add(Thread.currentThread().getName());
            done.countDown();
        });

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(clock.get()).isGreaterThanOrEqualTo(10 * CpuWork.SLICE_NANOS);
        assertThat(ended).containsExactly("yodel-cpu-0");
    }

    /** Both wait until the thread is free, so neither can begin before the other is there. */
    @Test
    void short_work_ends_before_long_work_that_began_first() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        work.start(1, () -> await(begin));
        work.start(100 * CpuWork.SLICE_NANOS, () -> end("long", done));
        work.start(2 * CpuWork.SLICE_NANOS, () -> end("short", done));

        begin.countDown();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ended).containsExactly("short", "long");
    }

    @Test
    void cancelled_work_stops_and_is_not_resumed() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        work.start(1, () -> await(begin));
        Future<?> cancelled = work.start(Long.MAX_VALUE, () -> end("cancelled", done));
        cancelled.cancel(false);
        work.start(1, () -> end("next", done));

        begin.countDown();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ended).containsExactly("next");
    }

    private void end(String name, CountDownLatch done) {
        ended.add(name);
        done.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
