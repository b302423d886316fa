package dev.yodel.loadtest.plan;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do.
 *
 * @param scenario what the run is called
 * @param target the service to load
 * @param warmUp how long load goes on before anything counts, 0 to 1 h
 * @param duration how long it then goes on and counts, 1 ms to 30 days; null if a count ends it
 * @param count how many calls count, or messages where streams are held open, 1 to 10^12; null if a duration ends it
 * @param requests the calls to make, at least one; no two of the same name
 */
public record LoadPlan(
        String scenario,
        Target target,
        Duration warmUp,
        @Nullable Duration duration,
        @Nullable Long count,
        List<RequestPlan> requests) {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final long MOST = 1_000_000_000_000L;

    public LoadPlan {
        Expect.notBlank("scenario", scenario);
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
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("requests: none (expected: at least one)");
        }
        Set<String> names = new HashSet<>();
        for (RequestPlan request : requests) {
            if (count != null && !request.countable()) {
                throw new IllegalArgumentException(
                        "count: of streams at a rate (expected: a duration, or a count of users' calls, of messages on"
                                + " streams without a rate, or of unary calls)");
            }
            if (!names.add(request.name())) {
                throw new IllegalArgumentException(
                        "request name: %s twice (expected: each once)".formatted(request.name()));
            }
        }
    }

    /** The same on another target. */
    public LoadPlan at(Target other) {
        return new LoadPlan(scenario, other, warmUp, duration, count, requests);
    }

    /** How long what counts goes on at most. */
    public Duration longest() {
        return duration == null ? LONGEST : duration;
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
