package dev.yodel.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that a test started, and all that it prints. Closing it ends it: politely, then not. */
final class RunningProgram implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Process process;
    private final Path output;
    private final Thread endedWithUs;

    private RunningProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
        // For the test run that is itself cut off.
        endedWithUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endedWithUs);
    }

    static RunningProgram start(Path output, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new RunningProgram(process, output);
    }

    /** What the first group of a pattern matches, as soon as the program has printed it. */
    String await(Pattern pattern, Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            boolean ended = !process.isAlive();
            Matcher matcher = pattern.matcher(output());
            if (matcher.find()) {
                return matcher.group(1);
            }
            if (ended || System.nanoTime() - deadline > 0) {
                throw new AssertionError("%s within %s (expected: a line with %s):%n%s"
                        .formatted(ended ? "ended" : "not printed", atMost, pattern, output()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Its exit code. */
    int awaitEnd(Duration atMost) throws IOException, InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after %s:%n%s".formatted(atMost, output()));
        }
        return process.exitValue();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(endedWithUs);
    }
}
