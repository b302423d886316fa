package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.Arrival;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The load profile: how calls arrive, and for how long. */
public final class ProfileOptions {

    private static final int USERS = 10;
    private static final Duration DURATION = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    @Option(
            names = "--users",
            paramLabel = "N",
            description =
                    "Closed model: N virtual users, each making its next call as soon as the previous one completes. "
                            + "Default: 10, unless --streams or --rate is given.")
    private @Nullable Integer users;

    @Option(
            names = "--streams",
            paramLabel = "N",
            description =
                    "Number of streams to hold open. Each sends its next message as soon as the previous one is answered.")
    private @Nullable Integer streams;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Open model: starts N calls per second on a fixed schedule; response time counts from the scheduled"
                            + " start. With --streams: N messages per second in total.")
    private @Nullable Double rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Length of the measurement, after the warm-up. Default: 10s.")
    private @Nullable Duration duration;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = {
                "Number of calls (with --streams: messages) to measure, instead of --duration. Not with both --streams and --rate."
                        + " Aborts if nothing completes for 30s."
            })
    private @Nullable Long count;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "Warm-up time, excluded from all results. Default: 3s, or 0s with --count.")
    private @Nullable Duration warmUp;

    /**
     * How calls or messages arrive.
     *
     * @throws IllegalArgumentException if the flags contradict each other or a value is out of range
     */
    public Arrival arrival() {
        if (users != null && (streams != null || rate != null)) {
            throw new IllegalArgumentException("users: with %s (expected: --users alone, or --streams, --rate or both)"
                    .formatted(streams != null ? "--streams" : "--rate"));
        }
        if (streams != null) {
            return new Arrival.Streams(streams, null, rate);
        }
        return rate != null ? new Arrival.Rate(rate) : new Arrival.Users(users != null ? users : USERS, null);
    }

    /**
     * The warm-up.
     *
     * @param apart whether there should be none unless one is asked for, as rows are used only once
     */
    public Duration warmUp(boolean apart) {
        if (warmUp != null) {
            return warmUp;
        }
        return count == null && !apart ? WARM_UP : Duration.ZERO;
    }

    /**
     * Null if a count ends the run.
     *
     * @throws IllegalArgumentException if there is a count as well
     */
    @Nullable
    public Duration duration() {
        if (duration != null && count != null) {
            throw new IllegalArgumentException("count: with --duration (expected: one of the two)");
        }
        return duration == null && count == null ? DURATION : duration;
    }

    /** Null if a duration ends the run. */
    @Nullable
    public Long count() {
        return count;
    }
}
