package dev.yodel.loadtest.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.RunInfo;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recorded seconds of many injectors, replayed to one coordinator: nothing is lost, and what one injector costs does not grow
 * with their number. The figures are written to target/many-injectors.md; times are no part of the test.
 */
class ManyInjectorsTest {

    private static final int SECONDS = 10;
    private static final int CALLS = 50_000;

    @TempDir
    Path folder;

    @Test
    void a_coordinator_carries_200_injectors() throws Exception {
        StringBuilder table =
                new StringBuilder("| injectors | KB/s each | CPU each, ms per s | a second of all takes, ms | heap,"
                        + " KB each |\n| ---: | ---: | ---: | ---: | ---: |\n");
        replay(50, new StringBuilder()); // warms up
        for (int injectors : new int[] {50, 100, 200}) {
            replay(injectors, table);
        }
        Files.writeString(Path.of("target/many-injectors.md"), table);
    }

    private void replay(int injectors, StringBuilder table) throws Exception {
        long heapBefore = heap();
        Coordinator coordinator = new Coordinator(
                injectors,
                folder.resolve("with-" + injectors),
                RunInfo.of("replay", null, Map.of()),
                System::nanoTime,
                System::nanoTime);
        long[] numbers = new long[injectors];
        for (int injector = 0; injector < injectors; injector++) {
            for (String line : lines(injector, numbers, Frame.Kind.READY, "host".getBytes(StandardCharsets.UTF_8))) {
                coordinator.line(injector, line);
            }
        }
        assertThat(coordinator.allReady()).isTrue();
        var unused = coordinator.start(Duration.ZERO);
        List<byte[]> recorded = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            recorded.add(IntervalCodec.encode(interval(second)));
        }
        long bytes = 0;
        long cpu = 0;
        long longest = 0;
        long counted = 0;
        for (int second = 0; second < SECONDS; second++) {
            List<List<String>> all = new ArrayList<>();
            for (int injector = 0; injector < injectors; injector++) {
                List<String> lines = lines(injector, numbers, Frame.Kind.INTERVAL, recorded.get(second));
                bytes += lines.stream().mapToLong(line -> line.length() + 1).sum();
                all.add(lines);
            }
            long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long before = System.nanoTime();
            for (int injector = 0; injector < injectors; injector++) {
                for (String line : all.get(injector)) {
                    coordinator.line(injector, line);
                }
            }
            Interval sum = Objects.requireNonNull(coordinator.tick());
            longest = Math.max(longest, System.nanoTime() - before);
            cpu += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore;
            counted += sum.counted().get(0).count();
        }
        assertThat(counted).isEqualTo((long) injectors * SECONDS * CALLS);
        assertThat(coordinator.rows())
                .hasSize(injectors)
                .allSatisfy(row -> assertThat(row.calls()).isEqualTo((long) SECONDS * CALLS))
                .allMatch(row -> row.lost() == null);
        assertThat(bytes / injectors / SECONDS).as("bytes per second").isLessThan(50_000);
        table.append(String.format(
                Locale.ROOT,
                "| %d | %.1f | %.2f | %.0f | %d |%n",
                injectors,
                bytes / 1e3 / injectors / SECONDS,
                cpu / 1e6 / injectors / SECONDS,
                longest / 1e6,
                Math.max(0, heap() - heapBefore) / 1_000 / injectors));
        coordinator.loseRest("the end of the replay");
    }

    private static List<String> lines(int injector, long[] numbers, Frame.Kind kind, byte[] content) {
        return new Frame(injector, numbers[injector]++, kind, content)
                .lines()
                .lines()
                .toList();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A second of 50,000 calls with a long tail. */
    private static Interval interval(int second) {
        Random random = new Random(second);
        Histogram responseTime = none();
        Histogram serviceTime = none();
        Histogram startLag = none();
        for (int call = 0; call < CALLS; call++) {
            long service = Math.round(2e6 * Math.exp(random.nextGaussian()));
            long lag = Math.round(5e4 * Math.exp(random.nextGaussian()));
            serviceTime.recordValue(service);
            startLag.recordValue(lag);
            responseTime.recordValue(service + lag);
        }
        RequestStats stats = new RequestStats(
                "Echo",
                MethodType.UNARY,
                CALLS - 5,
                5,
                0,
                Map.of(Status.Code.OK, CALLS - 5L, Status.Code.UNAVAILABLE, 5L),
                Map.of(FailureSource.NONE, CALLS - 5L, FailureSource.STATUS, 5L),
                Map.of("UNAVAILABLE: busy", 5L),
                0,
                0,
                CALLS * 30L,
                CALLS * 40L,
                serviceTime,
                responseTime,
                startLag,
                none(),
                none(),
                none(),
                none());
        return new Interval(
                Instant.EPOCH,
                Duration.ofSeconds(second + 1),
                1,
                Interval.Phase.WINDOW,
                List.of(stats),
                List.of(),
                0,
                new IntervalHealth(0.5, 1.0, 3));
    }

    private static Histogram none() {
        return new Histogram(TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.HOURS.toNanos(1), 3);
    }
}
