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

/** Lets parts read their files again at an interval, on a thread that serves no calls. */
public final class Refresher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new ThreadFactoryBuilder()
                    .setNameFormat("yodel-refresh")
                    .setDaemon(true)
                    .build());

    /** Starts, if there is anything to refresh. */
    public Refresher(Duration interval, List<Runnable> parts) {
        for (Runnable part : parts) {
            Future<?> unused = thread.scheduleWithFixedDelay(
                    () -> refresh(part), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
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
