package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LatenessIntervals;
import dev.yodel.benchmarks.machine.CpuStalls;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import java.time.Duration;
import java.util.Locale;

/**
 * The measurement of one client and one server in one window.
 *
 * @param client the result that the client reported
 * @param lateness late starts of scheduled calls; empty for loads without a schedule
 * @param serverCpu CPU time that the server used in the window
 * @param stalls CPU stalls of the client's core; none if it was not monitored
 */
public record Round(KeyValues client, LatenessIntervals lateness, Duration serverCpu, CpuStalls stalls) {

    private static final double MICROS = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS = 1e9;

    /** Waits for the window of a client that has just started, and returns its measurement. */
    static Round measure(ChildProcess client, ServerProcess server) {
        return OpenWindow.await(client, server).awaitEnd();
    }

    public double seconds() {
        return client.get("seconds");
    }

    public double answersPerSecond() {
        return client.get("answered") / seconds();
    }

    public double answersPerCpuSecond() {
        return client.get("answered") / client.get("cpuSeconds");
    }

    public double serverMicrosPerAnswer() {
        return serverCpu.toNanos() / NANOS_PER_MICRO / client.get("answered");
    }

    public double clientCores() {
        return client.get("cpuSeconds") / seconds();
    }

    double serverCores() {
        return serverCpu.toNanos() / NANOS / seconds();
    }

    public double p50Micros() {
        return client.get("p50Nanos") / NANOS_PER_MICRO;
    }

    public double p99Micros() {
        return client.get("p99Nanos") / NANOS_PER_MICRO;
    }

    public double p999Micros() {
        return client.get("p999Nanos") / NANOS_PER_MICRO;
    }

    /** The intervals of the window without a CPU stall. */
    public LatenessIntervals stallFree() {
        return stalls.stallFree(lateness);
    }

    /** The share of the window in which the client's core was stalled, in percent. */
    public double stalledPercent() {
        return stalls.percent((long) client.get("beginNanos"), (long) (seconds() * NANOS));
    }

    /** A copy for a client that was paused for part of its window: the time that it ran. */
    Round withSeconds(double seconds) {
        return new Round(client.with("seconds", seconds), lateness, serverCpu, stalls);
    }

    Round withStalls(CpuStalls monitored) {
        return new Round(client, lateness, serverCpu, monitored);
    }

    /** A summary on one line. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%,9.0f/s  p50 %8.1f µs  CPU µs per answer: client %5.2f, server %5.2f  cores: client %.2f, server %.2f",
                answersPerSecond(),
                p50Micros(),
                MICROS / answersPerCpuSecond(),
                serverMicrosPerAnswer(),
                clientCores(),
                serverCores());
    }
}
