package dev.yodel.service.security;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets parts read their files again, at once and then at an interval, each on a thread that serves no calls. */
public final class Refresher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);

    private final ScheduledExecutorService threads;

    /** Starts with a thread for each part: one that waits for a network must not delay the others. */
    public Refresher(Duration interval, List<Runnable> parts) {
        threads = Executors.newScheduledThreadPool(
                parts.size(),
                new ThreadFactoryBuilder()
                        .setNameFormat("yodel-refresh")
                        .setDaemon(true)
                        .build());
        for (Runnable part : parts) {
            Future<?> unused =
                    threads.scheduleWithFixedDelay(() -> refresh(part), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** An exception would end the schedule. */
    private static void refresh(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOG.error("refresh failed", e);
        }
    }
}
