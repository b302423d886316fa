package dev.yodel.loadtest.cli.injector;

import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.target.ServiceCount;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The calls of a run beside those that the service has counted meanwhile. */
public final class CountComparison {

    /** A service may count a call after it has answered it. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private static final long POLL_MILLIS = 100;

    private final ServiceCount service;
    private final long before;

    private CountComparison(ServiceCount service, long before) {
        this.service = service;
        this.before = before;
    }

    /**
     * Before the run.
     *
     * @param serviceMetrics the endpoints of all instances of the service
     * @throws IOException if the service cannot be asked
     */
    public static CountComparison begin(List<URI> serviceMetrics, LoadPlan plan)
            throws IOException, InterruptedException {
        ServiceCount service = new ServiceCount(serviceMetrics, methods(plan));
        return new CountComparison(service, service.read());
    }

    /** Full names with a slash: a plan may have a dot before the method. */
    private static List<String> methods(LoadPlan plan) {
        return plan.requests().stream()
                .map(request -> request.call().replaceFirst("\\.([^./]+)$", "/$1"))
                .distinct()
                .toList();
    }

    /** After the run, in one line. */
    public String line(RunResult result) throws InterruptedException {
        long made = result.channels().stream()
                .flatMap(channels -> channels.backends().stream())
                .mapToLong(backend -> backend.calls())
                .sum();
        try {
            long end = System.nanoTime() + PATIENCE;
            long counted = service.read() - before;
            while (counted < made && System.nanoTime() - end < 0) {
                Thread.sleep(POLL_MILLIS);
                counted = service.read() - before;
            }
            return counted == made
                    ? String.format(Locale.ROOT, "service's count: %,d calls, as many as were made", counted)
                    : String.format(
                            Locale.ROOT,
                            "service's count: %,d calls, but %,d were made (other clients, an instance that is not"
                                    + " among --service-metrics, or calls that did not arrive)",
                            counted,
                            made);
        } catch (IOException e) {
            return "service's count: unknown: " + e.getMessage();
        }
    }
}
