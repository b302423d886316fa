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
 * Tells Gatling of the calls that one turn of an event loop ended, all in one go, and lets their users go on.
 *
 * <p>Gatling's writers are actors. Each call told from an event loop wakes their threads, which costs as much as the call;
 * told from one of these threads, a whole turn wakes it once. Users go on only when their calls are told: the end of a run,
 * which the last user brings about, must not overtake them. Used by one thread.
 */
final class StatsBatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.yodel.gatling.grpc");
    private static final FastThreadLocal<StatsBatch> OF_LOOP = new FastThreadLocal<>() {
        @Override
        protected StatsBatch initialValue() {
            return new StatsBatch();
        }
    };

    private List<Told> turn = new ArrayList<>();

    private StatsBatch() {}

    /**
     * Has a call told with the others of this turn.
     *
     * @param loop the user's, on which this is called; if it is gone, all is done here and now
     * @param actors the threads of Gatling's actors
     * @param log tells of the call
     * @param then lets the user go on, on the loop
     */
    static void tell(EventLoop loop, Executor actors, Runnable log, Runnable then) {
        Told told = new Told(loop, actors, log, then);
        if (!loop.inEventLoop()) {
            log.run();
            then.run();
            return;
        }
        StatsBatch burst = OF_LOOP.get();
        burst.turn.add(told);
        if (burst.turn.size() == 1) {
            execute(loop, burst);
        }
    }

    @Override
    public void run() {
        List<Told> all = turn;
        turn = new ArrayList<>();
        execute(all.get(0).actors, () -> tell(all));
    }

    /** On a thread of the actors. */
    private static void tell(List<Told> all) {
        all.forEach(told -> guarded(told.log));
        execute(all.get(0).loop, () -> all.forEach(told -> guarded(told.then)));
    }

    private static void execute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // it is gone with its run: nobody else is there to do it
        }
    }

    /** What fails, in whichever way, is its user's trouble, not that of the others. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a call could not be told", e);
        }
    }

    private record Told(EventLoop loop, Executor actors, Runnable log, Runnable then) {}
}
