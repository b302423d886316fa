package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A round in whose window the server process was stopped by SIGSTOP for a while. A load generator with coordinated
 * omission would hide the pause.
 */
public record PausedServerRound(Round round, double pauseSeconds) {

    private static final double NANOS = 1e9;

    /** Prints the times at which the process stops and continues, in nanoseconds. */
    private static final String SCRIPT = "kill -STOP $0 && date +%s%N && sleep 1 && date +%s%N && kill -CONT $0";

    static PausedServerRound measure(ChildProcess client, ServerProcess server, Duration pauseAfter) {
        OpenWindow window = OpenWindow.await(client, server);
        double pauseSeconds = pause(server, pauseAfter);
        return new PausedServerRound(window.awaitEnd(), pauseSeconds);
    }

    private static double pause(ServerProcess server, Duration after) {
        List<String> command =
                List.of("sh", "-c", SCRIPT, String.valueOf(server.process().pid()));
        try {
            TimeUnit.NANOSECONDS.sleep(after.toNanos());
        } catch (InterruptedException e) {
            throw BenchmarkException.interrupted();
        }
        try (ChildProcess kill = ChildProcess.start("kill -STOP", command, Load.MAX_RUN_TIME)) {
            List<String> times = kill.awaitExit("");
            return (Long.parseLong(times.get(1)) - Long.parseLong(times.get(0))) / NANOS;
        }
    }

    /** The 99th percentile of the response time that follows from the schedule and the pause. */
    public double expectedP99Seconds() {
        return expectedP99Seconds(pauseSeconds, round.seconds());
    }

    /**
     * Calls that are due during the pause are answered at its end, so their response times are spread evenly between zero
     * and its length, in steps of the interval between calls. The longest ones belong to the calls due first. The 1 % of
     * all calls in the window that exceed the 99th percentile are the first of these, and they cover 1 % of the window.
     */
    static double expectedP99Seconds(double pauseSeconds, double windowSeconds) {
        return pauseSeconds - windowSeconds / 100;
    }
}
