package dev.yodel.benchmarks.peers;

import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.CpuPinning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A load generator from start to end, on the core of the clients.
 *
 * @param cpuSeconds what its process used, by the shell that started it
 * @param lines everything that it printed
 */
public record ToolRun(double cpuSeconds, List<String> lines) {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    /** What the shell prints last: the times of its children. */
    private static final Pattern TIMES = Pattern.compile("^(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s$");

    /** Runs a command, which must exit with 0 and report that so many calls succeeded. */
    public static ToolRun of(String name, List<String> command, Pattern succeeded, long expected) {
        List<String> whole =
                new ArrayList<>(CpuPinning.isAvailable() ? CpuPinning.command(CpuPinning.CLIENT_CORE) : List.of());
        whole.addAll(List.of("sh", "-c", "\"$@\"; code=$?; times; exit $code", "sh"));
        whole.addAll(command);
        try (ChildProcess process = ChildProcess.start(name, whole, LIMIT)) {
            ToolRun run = new ToolRun(0, process.awaitExit(""));
            long found = run.succeeded(succeeded);
            if (found != expected) {
                throw new BenchmarkException("%s: %d successful calls (expected: %d)%n%s"
                        .formatted(name, found, expected, String.join("\n", run.lines)));
            }
            return new ToolRun(seconds(run.lines.get(run.lines.size() - 1)), run.lines);
        }
    }

    /** The first number that the pattern finds; 0 if it finds none. */
    long succeeded(Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .findFirst()
                .orElse(0);
    }

    /** User and kernel time of a line such as {@code 0m1.250000s 0m0.030000s}. */
    static double seconds(String line) {
        Matcher times = TIMES.matcher(line);
        if (!times.matches()) {
            throw new BenchmarkException("times: %s (expected: such as 0m1.25s 0m0.03s)".formatted(line));
        }
        return 60 * (Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(3)))
                + Double.parseDouble(times.group(2))
                + Double.parseDouble(times.group(4));
    }
}
