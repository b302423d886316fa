package dev.yodel.loadtest.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address of a run on the dashboard: with its time and its id. */
public final class DashboardLink {

    /** So that the warm-up and the last scrapes are on it. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private DashboardLink() {}

    /**
     * The link.
     *
     * @param grafana the URL of Grafana; null or empty for none
     * @param from the start of the window
     * @param to the end of the run
     */
    public static Optional<String> of(@Nullable String grafana, String runId, Instant from, Instant to) {
        return grafana == null || grafana.isEmpty()
                ? Optional.empty()
                : Optional.of("%s/d/yodel-load-test?var-run=%s&from=%d&to=%d"
                        .formatted(
                                grafana,
                                runId,
                                from.minus(MARGIN).toEpochMilli(),
                                to.plus(MARGIN).toEpochMilli()));
    }
}
