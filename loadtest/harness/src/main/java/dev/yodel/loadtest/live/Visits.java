package dev.yodel.loadtest.live;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether anyone reads something that changes, and whether its last state was read. Thread-safe. */
final class Visits {

    private volatile boolean any;
    private volatile @Nullable CountDownLatch last;

    /** A visit begins; the returned task ends it. */
    Runnable begin() {
        CountDownLatch awaited = last;
        return () -> {
            any = true;
            if (awaited != null) {
                awaited.countDown();
            }
        };
    }

    boolean any() {
        return any;
    }

    /**
     * Waits for a visit that begins after now, at most so long.
     *
     * @return whether there was one
     */
    boolean awaitNext(Duration atMost) {
        CountDownLatch next = new CountDownLatch(1);
        last = next;
        try {
            return next.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
