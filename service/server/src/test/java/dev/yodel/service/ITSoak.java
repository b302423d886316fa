package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
import io.grpc.ManagedChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mixed load for a minute, or for as many as {@code -Dyodel.soak.minutes=10} says: the server ends with what it began with.
 *
 * <p>The load comes in rounds. After each of them, when every call has ended and every connection is closed, the heap is
 * collected and four figures are read. The first round warms up; then the median of the second half of the rounds is compared
 * with that of the first.
 */
@Tag("soak")
class ITSoak {

    /**
     * Without a leak, the rounds differ by a tenth of this. At 1,000 calls a second, 30 seconds between the halves, it is exceeded
     * by a leak of 35 bytes a call; in ten minutes by one of 4 bytes.
     */
    private static final double HEAP_BYTES = 1 << 20;

    /** Netty's pool grows by chunks, of which each event loop may take one more at a peak. */
    private static final double TRANSPORT_BYTES = 2 * (4 << 20);

    /** Threads of the HTTP port end ten seconds after their last request. */
    private static final double THREADS = 2;

    /** Those of the scrape's own connections. */
    private static final double DESCRIPTORS = 2;

    private static final int ROUNDS = 9;

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serve();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void memory_threads_and_descriptors_stay_flat() throws Exception {
        Duration round =
                Duration.ofMinutes(Long.getLong("yodel.soak.minutes", 1)).dividedBy(ROUNDS);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            load(round);
            readings.add(read());
        }
        readings.forEach(reading -> System.out.println("soak: " + reading));

        assertFlat("heap after collection", readings, Reading::heap, HEAP_BYTES);
        assertFlat("memory of the transport", readings, Reading::transport, TRANSPORT_BYTES);
        assertFlat("threads", readings, Reading::threads, THREADS);
        assertFlat("descriptors", readings, Reading::descriptors, DESCRIPTORS);
        assertThat(service.err()).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
    }

    /** What the server holds when it has nothing to do. */
    private record Reading(double heap, double transport, double threads, double descriptors, double calls) {}

    private static void load(Duration time) throws Exception {
        SteadyCalls steady = SteadyCalls.on(
                ManagedChannelBuilder.forTarget(service.grpcTarget())
                        .usePlaintext()
                        .build(),
                4);
        RestlessCalls restless = RestlessCalls.to(service.grpcTarget());
        try (steady;
                restless) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            Eventually.assertThatEventually(
                    () -> steady.succeeded() > 100 && restless.connections() > 1, loaded -> loaded);
        }
        assertThat(steady.failures()).isEmpty();
    }

    private static Reading read() throws Exception {
        Scrape scrape = new Scrape(service.metricsUrl());
        Eventually.assertThatEventually(
                () -> scrape.sample("yodel_server_connections_open ") + scrape.sample("yodel_server_calls_open"),
                open -> open == 0);
        collect();
        return new Reading(
                scrape.sample("jvm_memory_used_bytes{area=\"heap\""),
                scrape.sample("yodel_server_transport_memory_bytes"),
                scrape.sample("jvm_threads_live_threads"),
                scrape.sample("process_files_open_files"),
                scrape.sample("grpc_server_processing_duration_seconds_count"));
    }

    private static void collect() throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        service.startLine().group("pid"),
                        "GC.run")
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes());
        assertThat(jcmd.waitFor()).as(output).isZero();
    }

    private static void assertFlat(
            String what, List<Reading> readings, ToDoubleFunction<Reading> figure, double bound) {
        List<Reading> measured = readings.subList(1, readings.size());
        double first = median(measured.subList(0, measured.size() / 2), figure);
        double second = median(measured.subList(measured.size() / 2, measured.size()), figure);
        assertThat(second).as("%s: %s", what, readings).isLessThanOrEqualTo(first + bound);
    }

    private static double median(List<Reading> readings, ToDoubleFunction<Reading> figure) {
        double[] sorted = readings.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
