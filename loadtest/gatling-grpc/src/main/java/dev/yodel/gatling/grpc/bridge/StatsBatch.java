package dev.yodel.gatling.grpc.bridge;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the calls that one iteration of an event loop ended to Gatling's stats engine together, and lets their users
 * proceed.
 *
 * <p>Gatling's writers are actors. A report from an event loop wakes their threads, which costs as much as the call; a
 * report of a whole batch from one of these threads wakes it once. Users proceed only after their calls are reported,
 * so that the end of the run, which follows the last user, cannot overtake the reports. Used by one thread.
 */
final class StatsBatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.yodel.gatling.grpc");

    private static final FastThreadLocal<StatsBatch> OF_LOOP = new FastThreadLocal<>() {
        @Override
        protected StatsBatch initialValue() {
            return new StatsBatch();
        }
    };

    private List<Entry> entries = new ArrayList<>();

    private StatsBatch() {}

    /**
     * Adds a call to the batch of this iteration.
     *
     * @param loop the user's event loop, on which this is called; if it has shut down, everything runs at once
     * @param actors the threads of Gatling's actors
     * @param report reports the call
     * @param then lets the user proceed, on the loop
     */
    static void add(EventLoop loop, Executor actors, Runnable report, Runnable then) {
        if (!loop.inEventLoop()) {
            report.run();
            then.run();
            return;
        }
        StatsBatch batch = OF_LOOP.get();
        batch.entries.add(new Entry(loop, actors, report, then));
        if (batch.entries.size() == 1) {
            execute(loop, batch);
        }
    }

    @Override
    public void run() {
        List<Entry> all = entries;
        entries = new ArrayList<>();
        execute(all.get(0).actors, () -> report(all));
    }

    /** On a thread of the actors. */
    private static void report(List<Entry> all) {
        all.forEach(entry -> guarded(entry.report));
        execute(all.get(0).loop, () -> all.forEach(entry -> guarded(entry.then)));
    }

    private static void execute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // the executor was shut down with its run
        }
    }

    /** A failure of one user's task does not affect the others. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a call could not be reported", e);
        }
    }

    private record Entry(EventLoop loop, Executor actors, Runnable report, Runnable then) {}
}
