package dev.yodel.gatling.grpc.call;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what a connection heard over to the event loops of the users it is for.
 *
 * <p>What one turn of the connection's loop brings is collected until the turn is over. So all of it is timed before any
 * user goes on, whose doings would be in the times of the others. Users of the same loop then go on at once, on the same
 * thread; another loop is woken once for all of its users, since that is a system call. Order is kept. Used by one thread.
 */
final class Handover implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.yodel.gatling.grpc");
    private static final ThreadLocal<Handover> OF_THREAD = ThreadLocal.withInitial(Handover::new);

    private final List<Batch> batches = new ArrayList<>();
    private boolean scheduled;

    private Handover() {}

    /** Has the task run on the loop soon; here and now if the loop is gone with its run. */
    static void to(EventLoop loop, Runnable task) {
        EventExecutor transport = ThreadExecutorMap.currentExecutor();
        if (transport == null || !transport.inEventLoop()) {
            execute(loop, task);
            return;
        }
        OF_THREAD.get().add(transport, loop, task);
    }

    @Override
    public void run() {
        scheduled = false;
        List<Batch> turn = List.copyOf(batches);
        batches.clear();
        for (Batch batch : turn) {
            if (batch.loop.inEventLoop()) {
                batch.run();
            } else {
                execute(batch.loop, batch);
            }
        }
    }

    private void add(EventExecutor transport, EventLoop loop, Runnable task) {
        batchFor(loop).tasks.add(task);
        if (scheduled) {
            return;
        }
        scheduled = true;
        try {
            transport.execute(this);
        } catch (RejectedExecutionException e) {
            run(); // the transport is being shut down: there is no further turn
        }
    }

    private Batch batchFor(EventLoop loop) {
        for (Batch batch : batches) {
            if (batch.loop == loop) {
                return batch;
            }
        }
        Batch batch = new Batch(loop);
        batches.add(batch);
        return batch;
    }

    private static void execute(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // the loops are gone with the run: nobody else is there to see it
        }
    }

    /** What one turn of the transport brought for one loop. */
    private static final class Batch implements Runnable {

        private final EventLoop loop;
        private final List<Runnable> tasks = new ArrayList<>();

        Batch(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            for (Runnable task : tasks) {
                runAlone(task);
            }
        }

        /** A task that fails is its user's trouble, not that of the others in the batch. */
        private static void runAlone(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("what a call brought could not be dealt with", e);
            }
        }
    }
}
