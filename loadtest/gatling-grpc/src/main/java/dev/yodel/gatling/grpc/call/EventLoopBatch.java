package dev.yodel.gatling.grpc.call;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that one iteration of a connection's event loop delivered, passed to the event loops of their users at its
 * end.
 *
 * <p>Events are collected until the iteration is over, so that all of them are timed before any user proceeds. Users of
 * the same loop then proceed at once, on the same thread; another loop is woken once for all of its users, since that
 * is a system call. Order is kept. Used by one thread.
 */
public final class EventLoopBatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.yodel.gatling.grpc");
    private static final FastThreadLocal<EventLoopBatch> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected EventLoopBatch initialValue() {
            return new EventLoopBatch();
        }
    };

    private final List<Batch> others = new ArrayList<>();
    private List<Runnable> own = new ArrayList<>();
    private @Nullable List<Runnable> spare;
    private boolean scheduled;

    private EventLoopBatch() {}

    /** Runs the task on the loop soon, or on this thread if the loop was shut down with its run. */
    public static void to(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            EventLoopBatch batch = OF_THREAD.get();
            batch.own.add(task);
            batch.schedule(loop);
            return;
        }
        EventExecutor connection = ThreadExecutorMap.currentExecutor();
        if (connection == null || !connection.inEventLoop()) {
            execute(loop, task);
            return;
        }
        EventLoopBatch batch = OF_THREAD.get();
        batch.batchFor(loop).tasks.add(task);
        batch.schedule(connection);
    }

    @Override
    public void run() {
        scheduled = false;
        passToOthers();
        List<Runnable> tasks = own;
        own = spare == null ? new ArrayList<>() : spare;
        spare = null;
        runAll(tasks);
        tasks.clear();
        spare = tasks;
    }

    private void passToOthers() {
        if (others.isEmpty()) {
            return;
        }
        List<Batch> batches = List.copyOf(others);
        others.clear();
        for (Batch batch : batches) {
            execute(batch.loop, batch);
        }
    }

    /** Schedules the batch for the end of the iteration. */
    private void schedule(EventExecutor connection) {
        if (scheduled) {
            return;
        }
        scheduled = true;
        try {
            connection.execute(this);
        } catch (RejectedExecutionException e) {
            run(); // the loop is shutting down
        }
    }

    private Batch batchFor(EventLoop loop) {
        for (Batch batch : others) {
            if (batch.loop == loop) {
                return batch;
            }
        }
        Batch batch = new Batch(loop, new ArrayList<>());
        others.add(batch);
        return batch;
    }

    private static void execute(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // the loop was shut down with its run
        }
    }

    /** A failure of one user's task does not affect the others. */
    private static void runAll(List<Runnable> tasks) {
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("an event of a call could not be processed", e);
            }
        }
    }

    /** The events for another loop. */
    private record Batch(EventLoop loop, List<Runnable> tasks) implements Runnable {

        @Override
        public void run() {
            runAll(tasks);
        }
    }
}
