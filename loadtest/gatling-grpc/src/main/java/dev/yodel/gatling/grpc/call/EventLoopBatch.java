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
 * Hands what a connection heard over to the event loops of the users it is for.
 *
 * <p>What one turn of the connection's loop brings is collected until the turn is over. So all of it is timed before any
 * user goes on, whose doings would be in the times of the others. Users of the same loop then go on at once, on the same
 * thread; another loop is woken once for all of its users, since that is a system call. Order is kept. Used by one thread.
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

    /** Has the task run on the loop soon; here and now if the loop is gone with its run. */
    public static void to(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            EventLoopBatch handover = OF_THREAD.get();
            handover.own.add(task);
            handover.schedule(loop);
            return;
        }
        EventExecutor connection = ThreadExecutorMap.currentExecutor();
        if (connection == null || !connection.inEventLoop()) {
            execute(loop, task);
            return;
        }
        EventLoopBatch handover = OF_THREAD.get();
        handover.batchFor(loop).tasks.add(task);
        handover.schedule(connection);
    }

    @Override
    public void run() {
        scheduled = false;
        handOver();
        List<Runnable> turn = own;
        own = spare == null ? new ArrayList<>() : spare;
        spare = null;
        runAll(turn);
        turn.clear();
        spare = turn;
    }

    private void handOver() {
        if (others.isEmpty()) {
            return;
        }
        List<Batch> turn = List.copyOf(others);
        others.clear();
        for (Batch batch : turn) {
            execute(batch.loop, batch);
        }
    }

    /** Has it run when the turn of the connection's loop is over. */
    private void schedule(EventExecutor connection) {
        if (scheduled) {
            return;
        }
        scheduled = true;
        try {
            connection.execute(this);
        } catch (RejectedExecutionException e) {
            run(); // the loop is being shut down: there is no further turn
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
            task.run(); // the loops are gone with the run: nobody else is there to see it
        }
    }

    /** A task that fails, in whichever way, is its user's trouble, not that of the others. */
    private static void runAll(List<Runnable> tasks) {
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("what a call brought could not be dealt with", e);
            }
        }
    }

    /** What one turn of the connection's loop brought for another loop. */
    private record Batch(EventLoop loop, List<Runnable> tasks) implements Runnable {

        @Override
        public void run() {
            runAll(tasks);
        }
    }
}
