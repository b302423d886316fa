package dev.yodel.loadtest.distributed;

import dev.yodel.loadtest.result.InjectorRow;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.Totals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's view of all injectors: what they have reported, who is ready, who is lost. It starts nothing and waits for
 * nothing but for a change. Thread-safe.
 *
 * <p>An injector is lost if it ends without a result, if it is silent for five seconds, or if its frames are damaged or not all
 * there. Silence is counted by ticks, and not where the coordinator itself was late: a machine that is stopped loses no injector.
 */
final class Coordinator implements InjectorReader {

    /** How long an injector may be silent; it reports each second. */
    static final Duration SILENT = Duration.ofSeconds(5);

    static final Duration TICK = Duration.ofSeconds(1);

    private final List<InjectorState> injectors = new ArrayList<>();
    private final List<Interval> intervals = new ArrayList<>();
    private final LongSupplier nanoClock;
    private final LongSupplier wallNanos;
    private final Map<String, Long> asked = new HashMap<>();
    private Instant started = Instant.EPOCH;
    private long startWallNanos;
    private long startNanos;
    private long tickNanos;
    private long rounds;
    private Interval.Phase phase = Interval.Phase.WARM_UP;

    /**
     * @param folder for the results of injectors, each in a folder below it
     * @param nanoClock a clock for times
     * @param wallNanos the wall clock, in nanoseconds since 1970
     */
    Coordinator(int number, Path folder, RunInfo info, LongSupplier nanoClock, LongSupplier wallNanos) {
        this.nanoClock = nanoClock;
        this.wallNanos = wallNanos;
        tickNanos = nanoClock.getAsLong();
        for (int index = 0; index < number; index++) {
            injectors.add(new InjectorState(index, folder.resolve(String.valueOf(index + 1)), info));
        }
    }

    @Override
    public synchronized void line(int injector, String text) {
        long heardWall = wallNanos.getAsLong();
        InjectorState state = injectors.get(injector);
        if (state.isOver()) {
            return;
        }
        try {
            if (text.startsWith(Frame.MORE)) {
                state.heard(nanoClock.getAsLong());
                state.begin(text.substring(Frame.MORE.length()));
            } else if (text.startsWith(Frame.LAST)) {
                state.heard(nanoClock.getAsLong());
                Frame frame = Frame.parse(state.end(text.substring(Frame.LAST.length())));
                state.count(frame);
                read(state, frame, heardWall);
            } else {
                state.say(text);
            }
        } catch (IOException e) {
            state.lose(String.valueOf(e.getMessage()));
        }
        notifyAll();
    }

    private void read(InjectorState state, Frame frame, long heardWall) throws IOException {
        switch (frame.kind()) {
            case BEAT -> {}
            case READY -> state.ready(frame.text());
            case CLOCK -> {
                String[] words = frame.text().split(" ", 2);
                Long askedWall = asked.get(words[0]);
                if (askedWall != null) {
                    state.clock(ClockOffset.of(askedWall, Long.parseLong(words[1]), heardWall));
                }
            }
            case INTERVAL -> {
                Interval interval = IntervalCodec.decode(frame.content());
                state.read(interval);
                intervals.add(interval);
            }
            case CONNECTIONS -> state.readConnections(frame.content());
            case RESULT -> state.finish(frame.text());
            case FAILURE -> {
                String[] words = frame.text().split(" ", 2);
                state.fail(words[1], words[0].equals("bad-input"));
            }
        }
    }

    @Override
    public synchronized void ended(int injector, String how) {
        InjectorState state = injectors.get(injector);
        String said = state.failure();
        state.lose(said == null ? how : said + " (" + how + ")");
        notifyAll();
    }

    /** Each second: who is silent is lost. Returns what happened since the last tick; null before the start. */
    @Nullable
    synchronized Interval tick() {
        long now = nanoClock.getAsLong();
        long late = Math.max(0, now - tickNanos - 2 * TICK.toNanos());
        double seconds = (now - tickNanos) / 1e9;
        tickNanos = now;
        for (InjectorState state : injectors) {
            if (late > 0) {
                state.excuse(now); // the coordinator did not run itself, and has yet to read what came
            } else if (state.silentNanos(now) > SILENT.toNanos()) {
                state.lose("silent for %d s".formatted(SILENT.toSeconds()));
            }
        }
        notifyAll();
        return startWallNanos == 0 || now < startNanos ? null : sum(now, seconds);
    }

    private Interval sum(long now, double seconds) {
        Totals counted = new Totals();
        Totals uncounted = new Totals();
        IntervalHealth health = IntervalHealth.UNKNOWN;
        for (Interval interval : intervals) {
            counted.add(interval.counted());
            uncounted.add(interval.uncounted());
            health = health.plus(interval.health());
            phase = interval.phase().compareTo(phase) > 0 ? interval.phase() : phase;
        }
        intervals.clear();
        return new Interval(
                started,
                Duration.ofNanos(now - startNanos),
                seconds,
                phase,
                counted.stats(),
                uncounted.stats(),
                injectors.stream().mapToLong(InjectorState::openStreams).sum(),
                health);
    }

    /** The next question for the clocks of all injectors. */
    synchronized String askClock() {
        String round = String.valueOf(rounds++);
        asked.put(round, wallNanos.getAsLong());
        return "clock " + round;
    }

    /** The command with which all start together, that long from now. */
    synchronized String start(Duration lead) {
        startWallNanos = wallNanos.getAsLong() + lead.toNanos();
        startNanos = nanoClock.getAsLong() + lead.toNanos();
        started = Instant.ofEpochSecond(0, startWallNanos);
        StringBuilder command = new StringBuilder("start ").append(startWallNanos);
        for (InjectorState state : injectors) {
            ClockOffset clock = state.clock();
            command.append(' ').append(clock == null ? 0 : clock.nanos());
        }
        return command.toString();
    }

    synchronized boolean allReady() {
        return injectors.stream().allMatch(InjectorState::isReady);
    }

    /** How often the slowest of them has answered for its clock. */
    synchronized int clockAnswers() {
        return injectors.stream()
                .filter(state -> !state.isOver())
                .mapToInt(InjectorState::clockAnswers)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    synchronized boolean allOver() {
        return injectors.stream().allMatch(InjectorState::isOver);
    }

    synchronized boolean anyOver() {
        return injectors.stream().anyMatch(InjectorState::isOver);
    }

    /** Waits until that is so, for a time. */
    synchronized boolean await(Predicate<Coordinator> state, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!state.test(this)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Why it cannot start, by the first injector that is lost; null if all are ready. */
    @Nullable
    synchronized Problem problem() {
        for (InjectorState state : injectors) {
            if (state.isLost() && state.failure() != null) {
                return new Problem(state.failure(), state.isBadInput());
            }
        }
        for (InjectorState state : injectors) {
            if (state.isOver()) {
                return new Problem(
                        "%s: %s before the start"
                                .formatted(state.name(), state.lost() == null ? "ended" : state.lost()),
                        false);
            }
        }
        return null;
    }

    /** Why a run cannot start, in one line, and whether that is bad input. */
    record Problem(String text, boolean badInput) {}

    /** Gives up those of which nothing came yet. */
    synchronized void loseRest(String why) {
        injectors.forEach(state -> {
            state.lose(why);
            state.close();
        });
    }

    synchronized List<InjectorRow> rows() {
        return injectors.stream().map(state -> state.row(startWallNanos)).toList();
    }

    synchronized List<Path> folders() {
        return injectors.stream()
                .filter(state -> !state.isLost())
                .map(InjectorState::folder)
                .toList();
    }
}
