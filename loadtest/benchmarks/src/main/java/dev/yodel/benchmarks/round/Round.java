package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.machine.CpuStalls;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.benchmarks.load.LatenessIntervals;
import java.time.Duration;
import java.util.Locale;

/**
 * What one window of one load showed.
 *
 * @param client what the client told
 * @param tenths how punctual its calls were; none of calls that are due at no time
 * @param serverCpu CPU time that the server used meanwhile
 * @param stalls when the client's core was withheld from it, as far as somebody watched
 */
public record Round(KeyValues client, LatenessIntervals tenths, Duration serverCpu, CpuStalls stalls) {

    private static final double MICROS = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS = 1e9;

    /** Follows a client through its window. */
    public static Round of(ChildProcess client, ServerProcess server) {
        return Begun.of(client, server).end();
    }

    double clientMicrosPerAnswer() {
        return client.get("cpuSeconds") * MICROS / client.get("answered");
    }

    double serverMicrosPerAnswer() {
        return serverCpu.toNanos() / NANOS_PER_MICRO / client.get("answered");
    }

    public double answersPerCpuSecond() {
        return client.get("answered") / client.get("cpuSeconds");
    }

    double answersPerSecond() {
        return client.get("answered") / client.get("seconds");
    }

    double serverCores() {
        return serverCpu.toNanos() / NANOS / client.get("seconds");
    }

    double clientCores() {
        return client.get("cpuSeconds") / client.get("seconds");
    }

    /** Everything, on one line. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%,9.0f/s  p50 %8.1f µs  CPU µs per answer: client %5.2f, server %5.2f  cores: client %.2f, server %.2f",
                answersPerSecond(),
                p50Micros(),
                clientMicrosPerAnswer(),
                serverMicrosPerAnswer(),
                clientCores(),
                serverCores());
    }

    public double p99Micros() {
        return client.get("p99Nanos") / NANOS_PER_MICRO;
    }

    /** The same, of a client that ran for so many seconds of its window. */
    public Round of(double seconds) {
        return new Round(client.with("seconds", seconds), tenths, serverCpu, stalls);
    }

    /** The same, with what a witness saw meanwhile. */
    public Round besides(CpuStalls seen) {
        return new Round(client, tenths, serverCpu, seen);
    }

    /** The share of calls that began more than a millisecond after they were due, in percent. */
    double latePercent() {
        return tenths.latePercent();
    }

    /** The tenths of a second of the window in which the machine left the client its core. */
    public LatenessIntervals calm() {
        return stalls.calm(tenths);
    }

    /** The share of the time in which the machine withheld the client's core, in percent. */
    double withheldPercent() {
        return stalls.percent((long) client.get("beginNanos"), (long) (client.get("seconds") * NANOS));
    }

    public double p50Micros() {
        return client.get("p50Nanos") / NANOS_PER_MICRO;
    }

    /**
     * A round whose window is open.
     *
     * @param serverCpu CPU time that the server had used before
     */
    public record Begun(ChildProcess client, ServerProcess server, Duration serverCpu) {

        /** Waits for the window to open. */
        static Begun of(ChildProcess client, ServerProcess server) {
            client.await(LinePrefix.BEGIN);
            return new Begun(client, server, server.program().cpu());
        }

        /** Waits for its end, and for that of the client. */
        Round end() {
            return end(() -> {});
        }

        /** @param closed what is done as soon as the window has ended */
        Round end(Runnable closed) {
            client.await(LinePrefix.END);
            closed.run();
            Duration used = server.program().cpu().minus(serverCpu);
            LatenessIntervals tenths = LatenessIntervals.parse(client.await(LinePrefix.TENTHS));
            Round round = new Round(KeyValues.parse(client.await(LinePrefix.RESULT)), tenths, used, CpuStalls.NONE);
            client.awaitEnd();
            return round;
        }
    }
}
