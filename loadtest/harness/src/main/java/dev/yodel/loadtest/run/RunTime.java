package dev.yodel.loadtest.run;

import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time line of a run: warm-up, measured window, cool-down, then the drain of calls that were begun. Before {@link #start()}
 * nothing counts. Thread-safe.
 */
final class RunTime {

    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final Duration warmUp;
    private final Duration duration;
    private final Duration coolDown;
    private boolean stopped;
    private volatile @Nullable Line line;

    RunTime(LongSupplier nanoClock, InstantSource wallClock, Duration warmUp, Duration duration) {
        this(nanoClock, wallClock, warmUp, duration, Duration.ZERO);
    }

    RunTime(LongSupplier nanoClock, InstantSource wallClock, Duration warmUp, Duration duration, Duration coolDown) {
        this.coolDown = coolDown;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        this.warmUp = warmUp;
        this.duration = duration;
    }

    /** Starts the run; no effect if it has started. A run that was stopped before is over at once. */
    synchronized void start() {
        if (line != null) {
            return;
        }
        long start = nanoClock.getAsLong();
        long from = start + warmUp.toNanos();
        long to = stopped ? start : from + duration.toNanos();
        line = new Line(wallClock.instant(), start, from, to, stopped ? start : to + coolDown.toNanos());
    }

    /** Ends the load now, and with it the window; no effect if it has ended. */
    synchronized void stop() {
        stopped = true;
        endAt(nanoClock.getAsLong());
    }

    /** Ends the load at that moment, and with it the window, unless they end before. */
    synchronized void endAt(long nanos) {
        Line planned = line;
        if (planned != null && planned.end - nanos > 0) {
            long to = planned.to - nanos > 0 ? nanos : planned.to;
            line = new Line(planned.started, planned.start, planned.from, to, nanos);
        }
    }

    boolean started() {
        return line != null;
    }

    /** The start on the wall clock; now if the run has not started. */
    Instant startedAt() {
        Line now = line;
        return now == null ? wallClock.instant() : now.started;
    }

    /** Whether that moment is in the window. */
    boolean counts(long dueNanos) {
        Line now = line;
        return now != null && dueNanos - now.from >= 0 && dueNanos - now.to < 0;
    }

    /** Whether that moment is before the end of the load. */
    boolean isBeforeEnd(long nanos) {
        Line now = line;
        return now == null || nanos - now.end < 0;
    }

    /** The moment on the nanosecond clock that long after the start; after now if the run has not started. */
    long momentAfterStart(Duration time) {
        Line now = line;
        return (now == null ? nanoClock.getAsLong() : now.start) + time.toNanos();
    }

    /** Whether that moment was before the window. */
    boolean isBeforeWindow(long nanos) {
        Line now = line;
        return now == null || nanos - now.from < 0;
    }

    /** Whether the load has ended: nothing may begin any more. */
    boolean over() {
        Line now = line;
        return now != null && nanoClock.getAsLong() - now.end >= 0;
    }

    Phase phase() {
        Line now = line;
        if (over()) {
            return Phase.DRAIN;
        }
        if (now == null || nanoClock.getAsLong() - now.from < 0) {
            return Phase.WARM_UP;
        }
        return nanoClock.getAsLong() - now.to < 0 ? Phase.WINDOW : Phase.COOL_DOWN;
    }

    /** How much of the warm-up is left; zero once the window has begun. */
    Duration warmUpLeft() {
        Line now = line;
        return now == null ? warmUp : Duration.ofNanos(Math.max(0, now.from - nanoClock.getAsLong()));
    }

    /** How much is left until the end of the load. */
    Duration left() {
        Line now = line;
        return now == null
                ? warmUp.plus(duration).plus(coolDown)
                : Duration.ofNanos(Math.max(0, now.end - nanoClock.getAsLong()));
    }

    /** Time since the start of the window; negative before it. */
    Duration sinceWindow() {
        return elapsed().minus(warmUp);
    }

    /** That moment of the nanosecond clock on the wall clock. */
    Instant instant(long nanos) {
        Line now = line;
        return now == null ? wallClock.instant() : now.started.plusNanos(nanos - now.start);
    }

    /** How long after the start of the window that moment is. */
    long nanosSinceWindow(long nanos) {
        Line now = line;
        return now == null ? -1 : nanos - now.from;
    }

    /** Time since the start. */
    Duration elapsed() {
        Line now = line;
        return now == null ? Duration.ZERO : Duration.ofNanos(nanoClock.getAsLong() - now.start);
    }

    /** The window, past or planned; empty if the run never reached it. */
    Window window() {
        Line now = line;
        if (now == null) {
            Instant instant = wallClock.instant();
            return new Window(instant, instant, 0);
        }
        long length = Math.max(0, now.to - now.from);
        Instant from = now.started.plusNanos(now.to - now.start - length);
        return new Window(from, from.plusNanos(length), length / 1e9);
    }

    /** The part of the window that is over. */
    Window windowSoFar() {
        Line now = line;
        Window all = window();
        if (now == null) {
            return all;
        }
        long length = Math.max(0, Math.min(nanoClock.getAsLong() - now.from, now.to - now.from));
        return new Window(all.start(), all.start().plusNanos(length), length / 1e9);
    }

    /** Moments on the nanosecond clock, and the start on the wall clock. */
    private record Line(Instant started, long start, long from, long to, long end) {}
}
