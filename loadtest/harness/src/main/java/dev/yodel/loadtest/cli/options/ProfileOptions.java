package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.Pacing;
import dev.yodel.loadtest.plan.Profile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The load profile: how calls arrive, and for how long. */
public final class ProfileOptions {

    private static final int USERS = 10;
    private static final long SEED = 1;
    private static final Duration DURATION = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    @Option(
            names = "--users",
            paramLabel = "N",
            description =
                    "Closed model: N virtual users, each making its next call as soon as the previous one completes. "
                            + "Default: 10, unless --streams or --rate is given.")
    private @Nullable String users;

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "Streams to hold open; each sends its next message as soon as the previous one is answered.")
    private @Nullable String streams;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Open model: N calls per second on a fixed schedule; response time counts from the scheduled start."
                            + " With --streams: messages.")
    private @Nullable String rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Length of the measurement, after a warm-up of 3s (--warm-up). Default: 10s.")
    private @Nullable Duration duration;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = {
                "Number of calls (with --streams: messages), instead of --duration; not with --streams and --rate. The run aborts if"
                        + " nothing completes for 30s."
            })
    private @Nullable Long count;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "Warm-up time, excluded from all results. Default: 3s, or 0s with --count or a profile.")
    private @Nullable Duration warmUp;

    @Option(
            names = "--cool-down",
            paramLabel = "TIME",
            description =
                    "Time after the measurement in which the load continues, excluded from all results. Default: 0s.")
    private @Nullable Duration coolDown;

    @Option(
            names = "--arrival",
            paramLabel = "KIND",
            description =
                    "Arrival process of --rate: constant, or poisson (exponential gaps, as many independent clients produce)."
                            + " Default: constant.")
    private @Nullable String arrival;

    @Option(
            names = "--think-time",
            paramLabel = "TIME",
            description = "Pause of a user after each call, or of a held stream after each response: 100ms, or"
                    + " 100ms..200ms for a random time between the two.")
    private @Nullable String thinkTime;

    /**
     * How calls or messages arrive.
     *
     * @param messageRate messages per second on each held stream; null unless said
     * @throws IllegalArgumentException if the flags contradict each other or a value is out of range
     */
    public Arrival arrival(@Nullable Double messageRate) {
        if (users != null && (streams != null || rate != null)) {
            throw new IllegalArgumentException(
                    "users: cannot be combined with %s (expected: --users alone, or --streams, --rate or both)"
                            .formatted(streams != null ? "--streams" : "--rate"));
        }
        boolean poisson = isPoisson();
        if (poisson && (rate == null || streams != null)) {
            throw new IllegalArgumentException("arrival: poisson without --rate, or with --streams (expected: --rate)");
        }
        if (thinkTime != null && rate != null) {
            throw new IllegalArgumentException(
                    "think-time: cannot be combined with --rate (expected: --users or --streams)");
        }
        if (streams != null) {
            return streams(streams, messageRate);
        }
        if (rate != null) {
            Profile profile = profile("rate", rate);
            return new Arrival.Rate(
                    profile == null ? number("rate", rate) : profile.mean(), poisson ? SEED : null, profile);
        }
        Profile profile = profile("users", users);
        return new Arrival.Users(
                users == null ? USERS : profile == null ? whole("users", users) : highest(profile),
                null,
                thinkTime(),
                profile);
    }

    private Arrival streams(String asked, @Nullable Double messageRate) {
        Profile open = profile("streams", asked);
        Profile rates = profile("rate", rate);
        int most = open == null ? whole("streams", asked) : highest(open);
        if (open != null && (rate != null || messageRate != null)) {
            throw new IllegalArgumentException(
                    "streams: a profile with a rate (expected: a number of streams, or no rate)");
        }
        if (rate != null && messageRate != null) {
            throw new IllegalArgumentException(
                    "message-rate: cannot be combined with --rate (expected: one of the two)");
        }
        if (messageRate != null) {
            return new Arrival.Streams(most, null, most * messageRate, thinkTime(), null);
        }
        Double total = rate == null ? null : rates == null ? number("rate", rate) : Double.valueOf(rates.mean());
        return new Arrival.Streams(most, null, total, thinkTime(), rates == null ? open : rates);
    }

    private boolean isPoisson() {
        if (arrival != null && !arrival.equals("poisson") && !arrival.equals("constant")) {
            throw new IllegalArgumentException("arrival: %s (expected: constant or poisson)".formatted(arrival));
        }
        return "poisson".equals(arrival);
    }

    private @Nullable Pacing thinkTime() {
        if (thinkTime == null) {
            return null;
        }
        try {
            String[] bounds = thinkTime.split("\\.\\.", 2);
            return new Pacing(Durations.parse(bounds[0]), Durations.parse(bounds[bounds.length - 1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("think-time: " + e.getMessage(), e);
        }
    }

    private static int highest(Profile profile) {
        return (int) Math.ceil(profile.highest());
    }

    private static @Nullable Profile profile(String flag, @Nullable String text) {
        if (text == null || !Profile.isOne(text)) {
            return null;
        }
        try {
            return Profile.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(flag, e.getMessage()), e);
        }
    }

    private static int whole(String flag, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw unreadable(flag, text, e);
        }
    }

    private static double number(String flag, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw unreadable(flag, text, e);
        }
    }

    private static IllegalArgumentException unreadable(String flag, String text, Exception cause) {
        return new IllegalArgumentException(
                "%s: %s (expected: a number, or stages such as 0..100/30s, 100/2m)".formatted(flag, text), cause);
    }

    /**
     * The warm-up.
     *
     * @param none whether there should be none unless one is asked for, as rows are used only once
     */
    public Duration warmUp(boolean none) {
        if (warmUp != null) {
            return warmUp;
        }
        return count == null && !none && profile() == null ? WARM_UP : Duration.ZERO;
    }

    /** The time of load after the measurement; null for none. */
    public @Nullable Duration coolDown() {
        return coolDown;
    }

    /**
     * Null if a count ends the run.
     *
     * @throws IllegalArgumentException if there is a count as well
     */
    public @Nullable Duration duration() {
        if (duration != null && count != null) {
            throw new IllegalArgumentException("count: cannot be combined with --duration (expected: one of the two)");
        }
        Profile profile = profile();
        if (profile != null) {
            if (duration != null || count != null) {
                throw new IllegalArgumentException(
                        "%s: cannot be combined with a profile, which sets its own duration (expected: one of the two)"
                                .formatted(duration != null ? "duration" : "count"));
            }
            return profile.duration();
        }
        return duration == null && count == null ? DURATION : duration;
    }

    private @Nullable Profile profile() {
        Profile rates = profile("rate", rate);
        Profile open = rates == null ? profile("streams", streams) : rates;
        return open == null ? profile("users", users) : open;
    }

    /** Null if a duration ends the run. */
    public @Nullable Long count() {
        return count;
    }
}
