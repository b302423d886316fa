package dev.yodel.loadtest.cli.injector;

import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.target.ServiceCount;
import java.io.IOException;
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
     * @throws IOException if the service cannot be asked
     */
    public static CountComparison begin(ServiceCount service) throws IOException, InterruptedException {
        return new CountComparison(service, service.read());
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
