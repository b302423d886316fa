package dev.yodel.service.limits;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The load of one thread of the transport, and the limit of what it takes on at once while it is overloaded.
 *
 * <p>Calls are served on the threads that read them, so what waits for such a thread is what it reads in one turn: a turn
 * lasts from its first read to the moment at which everything that was read is served. That is the concurrency of a
 * thread, and the time of the turn is what each call in it waits; how long a call takes that waits for a delay, for its
 * client or for its next message is not part of it. A thread is overloaded if it was busy for half a second and three
 * turns, none of which was shorter than the allowed delay; single long turns, by the collector or by other processes, are
 * not enough.
 *
 * <p>An overloaded thread gets a limit of calls and messages per turn, found by additive increase and multiplicative
 * decrease (Netflix's {@link AIMDLimit}), so that what is admitted takes no longer than the allowed delay. Beyond it, new
 * calls are refused, and those of the connections that ask for most come first: a connection within its share of the
 * limit is admitted. Messages on open streams count but are never refused, because flow control slows them down. The
 * limit is lifted when nothing was refused for two seconds.
 *
 * <p>Used by its own thread alone.
 */
public final class LoopLoad implements Runnable {

    static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(500);
    static final long RECOVERY = TimeUnit.SECONDS.toNanos(2);

    /** A turn with so much work makes the next one worth measuring, and so does one of a quarter of the allowed delay. */
    private static final int MUCH = 32;

    /** While there is little to do, only some reads begin a measurement, and one in each second. */
    private static final int SAMPLED_READS = 16;

    private static final int FEWEST_TURNS = 3;
    private static final double BUSY = 0.8;
    private static final double DECREASE = 0.8;

    /** What one connection has had in the turn. */
    static final class Share {
        private long turn;
        private int units;
    }

    private final Executor thread;
    private final long allowedNanos;
    private final int fewest;
    private final LongSupplier nanoClock;

    private int reads;
    private int lastSecond;
    private boolean measuring;
    private boolean busy;
    private long begun;
    private long turn;
    private int units;
    private int admitted;
    private int connections;
    private int refused;
    private long admittedUntil;

    private @Nullable AIMDLimit limit;
    private long lastRefusal;

    private long windowBegun;
    private int windowTurns;
    private long windowNanos;
    private long windowShortest;

    /**
     * @param thread runs this after what has been read is served
     * @param allowedNanos how long a turn may take
     * @param fewest the least limit
     */
    public LoopLoad(Executor thread, long allowedNanos, int fewest, LongSupplier nanoClock) {
        this.thread = thread;
        this.allowedNanos = allowedNanos;
        this.fewest = fewest;
        this.nanoClock = nanoClock;
        beginWindow(nanoClock.getAsLong());
    }

    /**
     * Bytes are about to be read.
     *
     * @param second the current one, by any clock that costs nothing to read
     */
    public void read(int second) {
        if (!measuring && (busy || limit != null || second != lastSecond || ++reads % SAMPLED_READS == 0)) {
            lastSecond = second;
            measuring = true;
            begun = nanoClock.getAsLong();
            units = 0;
            admitted = 0;
            refused = 0;
            connections = 0;
            turn++;
            thread.execute(this);
        }
    }

    /** A message has arrived, which may be read in a later turn than the headers of its call. */
    void message() {
        units++;
    }

    /** Counts a new call; false if it is to be refused. */
    boolean admit(Share share) {
        units++;
        if (limit == null) {
            return true;
        }
        if (share.turn != turn) {
            share.turn = turn;
            share.units = 0;
            connections++;
        }
        share.units++;
        if (units - refused <= limit.getLimit() || share.units <= limit.getLimit() / connections) {
            return true;
        }
        if (refused == 0) {
            admitted = units - 1;
            admittedUntil = nanoClock.getAsLong();
        }
        refused++;
        return false;
    }

    boolean isLimited() {
        return limit != null;
    }

    /** The end of a turn. */
    @Override
    public void run() {
        long now = nanoClock.getAsLong();
        measuring = false;
        busy = units >= MUCH || now - begun > allowedNanos / 4;
        // Refusing takes time as well. If it counted, more refusals would lead to an even lower limit.
        long served = (refused == 0 ? now : admittedUntil) - begun;
        if (limit == null) {
            judgeWindow(now, now - begun);
        } else if (refused == 0 && now - lastRefusal > RECOVERY) {
            limit = null;
            beginWindow(now);
        } else {
            lastRefusal = refused == 0 ? lastRefusal : now;
            limit.onSample(begun, served, refused == 0 ? units : admitted, false);
        }
    }

    private void judgeWindow(long now, long nanos) {
        windowTurns++;
        windowNanos += nanos;
        windowShortest = Math.min(windowShortest, nanos);
        long window = now - windowBegun;
        if (window < WINDOW || windowTurns < FEWEST_TURNS) {
            return;
        }
        if (windowShortest > allowedNanos && windowNanos > BUSY * window) {
            lastRefusal = now;
            limit = AIMDLimit.newBuilder()
                    .initialLimit(Math.max(fewest, units))
                    .minLimit(fewest)
                    .maxLimit(Integer.MAX_VALUE)
                    .backoffRatio(DECREASE)
                    .timeout(allowedNanos, TimeUnit.NANOSECONDS)
                    .build();
        }
        beginWindow(now);
    }

    private void beginWindow(long now) {
        windowBegun = now;
        windowTurns = 0;
        windowNanos = 0;
        windowShortest = Long.MAX_VALUE;
    }
}
