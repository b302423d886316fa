package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A stretch in which a server stood still, stopped by the system in the midst of what it was doing. */
public record PausedServerRound(double seconds) {

    private static final double NANOS = 1e9;

    /** Says when it has stopped the process and when it lets it go on, in nanoseconds. */
    private static final String SCRIPT = "kill -STOP $0 && date +%s%N && sleep 1 && date +%s%N && kill -CONT $0";

    /** Stops a server for a second, some time from now. */
    public static PausedServerRound of(ServerProcess server, long afterMillis) {
        try {
            TimeUnit.MILLISECONDS.sleep(afterMillis);
            Process process = new ProcessBuilder(
                            "sh", "-c", SCRIPT, String.valueOf(server.program().pid()))
                    .start();
            String[] times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", 2);
            if (process.waitFor() != 0) {
                throw new BenchmarkException("server could not be stopped (expected: kill -STOP to work)");
            }
            return new PausedServerRound((Long.parseLong(times[1].trim()) - Long.parseLong(times[0])) / NANOS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted");
        }
    }

    /**
     * The 99th percentile of response times over a window with this freeze in it, by the schedule alone. Calls due
     * during the freeze are answered when it ends: their times are spread evenly from 0 to its length, at one per
     * interval. The hundredth part of all calls that has longer times than the percentile is the first hundredth part of
     * the window's calls to fall into it.
     */
    public double p99Seconds(double windowSeconds) {
        return seconds - windowSeconds / 100;
    }
}
