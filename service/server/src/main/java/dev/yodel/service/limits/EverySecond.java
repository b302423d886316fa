package dev.yodel.service.limits;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs checks every second, on a thread that neither delayed calls nor slow clients can hold up. */
public final class EverySecond implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EverySecond.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new ThreadFactoryBuilder()
                    .setNameFormat("yodel-watch")
                    .setDaemon(true)
                    .build());

    @SuppressWarnings("FutureReturnValueIgnored") // The checks handle their errors themselves.
    public void start(List<Runnable> checks) {
        thread.scheduleAtFixedRate(() -> checks.forEach(EverySecond::run), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** An error must end neither the other checks nor the schedule. */
    private static void run(Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            LOG.error("check failed", e);
        }
    }
}
