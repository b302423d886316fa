package dev.yodel.testing;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A program that a test started, and everything that it prints. Closing it terminates it, forcibly after a grace period. */
public final class RunningProgram implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Process process;
    private final Path output;
    private final Thread endsWithTests;

    private RunningProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
        // For a test run that is itself interrupted.
        endsWithTests = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endsWithTests);
    }

    /** Starts a command; the file gets standard output and standard error. */
    public static RunningProgram start(Path output, List<String> command) throws IOException {
        return start(output, new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** Starts a process; the file gets its standard output. */
    public static RunningProgram start(Path output, ProcessBuilder builder) throws IOException {
        return new RunningProgram(builder.redirectOutput(output.toFile()).start(), output);
    }

    /** The first group of the first match in the output, as soon as it was printed; the whole match without a group. */
    public String await(Pattern pattern, Duration atMost) throws IOException {
        try {
            return Objects.requireNonNull(Awaitility.await()
                    .atMost(atMost)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> find(pattern), Objects::nonNull));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "not printed within %s (expected: a line with %s):%n%s".formatted(atMost, pattern, output()), e);
        }
    }

    private @Nullable String find(Pattern pattern) throws IOException {
        boolean ended = !process.isAlive();
        Matcher matcher = pattern.matcher(output());
        if (matcher.find()) {
            return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
        }
        if (ended) {
            throw new AssertionError("ended (expected: a line with %s):%n%s".formatted(pattern, output()));
        }
        return null;
    }

    /** Waits for its end; returns its exit code. */
    public int awaitEnd(Duration atMost) throws IOException, InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after %s:%n%s".formatted(atMost, output()));
        }
        return process.exitValue();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Writes everything that its standard input has. */
    public void input(String text) throws IOException {
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(text);
        }
    }

    /** Types on its standard input, which stays open. */
    public void type(String text) throws IOException {
        Writer in = process.outputWriter(StandardCharsets.UTF_8); // the same one each time
        in.write(text);
        in.flush();
    }

    public void signal(String name) throws IOException, InterruptedException {
        signal(process.pid(), name);
    }

    /**
     * Ctrl-C, or the end by another signal where it would be ignored.
     *
     * @return the exit code that the shell then sees
     */
    public int interrupt() throws IOException, InterruptedException {
        boolean heeds = !ignoresInterrupt();
        signal(heeds ? "INT" : "TERM");
        return heeds ? 130 : 143;
    }

    /** A shell makes commands in the background ignore Ctrl-C, and children inherit that. */
    public static boolean ignoresInterrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        long ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .sum();
        return (ignored & 0b10) != 0;
    }

    /** Sends a signal to any process, as the shell does. */
    public static void signal(long pid, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
    }

    /** Processes that it started and that are still running. */
    public List<ProcessHandle> children() {
        return process.descendants().filter(ProcessHandle::isAlive).toList();
    }

    /** Kills it and its children at once. */
    public void kill() {
        List<ProcessHandle> children = children();
        process.destroyForcibly().onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
        removeHook();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        kill();
    }

    private void removeHook() {
        Runtime.getRuntime().removeShutdownHook(endsWithTests);
    }
}
