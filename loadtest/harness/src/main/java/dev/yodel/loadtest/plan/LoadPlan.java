package dev.yodel.loadtest.plan;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run does.
 *
 * @param scenario the name of the scenario
 * @param target the service under test
 * @param warmUp warm-up time, excluded from all results, 0 to 1 h
 * @param duration measured time, 1 ms to 30 days; null if a count ends the run
 * @param count measured calls, or messages where streams are held open, 1 to 10^12; null if a duration ends the run
 * @param coolDown time in which the load continues after the measurement, excluded from all results, up to 1 h; null for none
 * @param requests the calls to make, at least one; no two of the same name
 * @param slice which part it is of the plan of several load generators; null if it is a whole
 */
public record LoadPlan(
        String scenario,
        Target target,
        Duration warmUp,
        @Nullable Duration duration,
        @Nullable Long count,
        @Nullable Duration coolDown,
        List<RequestPlan> requests,
        @Nullable Slice slice) {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final long MOST = 1_000_000_000_000L;

    public LoadPlan {
        Expect.notBlank("scenario", scenario);
        checkTimes(warmUp, duration, count);
        checkCoolDown(coolDown, count);
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("requests: none (expected: at least one)");
        }
        Set<String> names = new HashSet<>();
        for (RequestPlan request : requests) {
            if (count != null && !request.countable()) {
                throw RequestPlan.uncountable();
            }
            if (!names.add(request.name())) {
                throw new IllegalArgumentException(
                        "request name: %s twice (expected: each once)".formatted(request.name()));
            }
        }
    }

    /** A whole plan. */
    public LoadPlan(
            String scenario,
            Target target,
            Duration warmUp,
            @Nullable Duration duration,
            @Nullable Long count,
            @Nullable Duration coolDown,
            List<RequestPlan> requests) {
        this(scenario, target, warmUp, duration, count, coolDown, requests, null);
    }

    /** A whole plan without cool-down. */
    public LoadPlan(
            String scenario,
            Target target,
            Duration warmUp,
            @Nullable Duration duration,
            @Nullable Long count,
            List<RequestPlan> requests) {
        this(scenario, target, warmUp, duration, count, null, requests);
    }

    static void checkCoolDown(@Nullable Duration coolDown, @Nullable Long count) {
        if (coolDown == null) {
            return;
        }
        Expect.within("cool-down", coolDown, Duration.ZERO, Duration.ofHours(1));
        if (count != null) {
            throw new IllegalArgumentException("cool-down: with a count (expected: a duration)");
        }
    }

    static void checkTimes(Duration warmUp, @Nullable Duration duration, @Nullable Long count) {
        Expect.within("warm-up", warmUp, Duration.ZERO, Duration.ofHours(1));
        if ((duration == null) == (count == null)) {
            throw new IllegalArgumentException(
                    "duration and count: %s (expected: one of them)".formatted(duration == null ? "none" : "both"));
        }
        if (duration != null) {
            Expect.within("duration", duration, Duration.ofMillis(1), LONGEST);
        }
        if (count != null) {
            Expect.within("count", count, 1, MOST);
        }
    }

    /** The plan of all load generators together; this one if there is no other. */
    public LoadPlan whole() {
        return slice == null ? this : slice.whole();
    }

    /** How many load generators share the whole plan. */
    public int injectors() {
        return slice == null ? 1 : slice.of();
    }

    /** The number that its so-manieth call, from 0, has among those of all load generators. */
    public long numberOf(long own) {
        return slice == null ? own : slice.numberOf(own);
    }

    /** The longest measured time. */
    public Duration longest() {
        return duration == null ? LONGEST : duration;
    }

    /** The time of load after the measurement. */
    public Duration afterwards() {
        return coolDown == null ? Duration.ZERO : coolDown;
    }

    /** The request of that name. */
    public RequestPlan request(String name) {
        return requests.stream()
                .filter(request -> request.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("request: %s (expected: one of %s)"
                        .formatted(
                                name, requests.stream().map(RequestPlan::name).toList())));
    }
}
