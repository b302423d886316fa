package dev.yodel.benchmarks.process;

import dev.yodel.benchmarks.load.LinePrefix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program that was started for a round and ends with it, at the latest when its time is over. It is followed by the
 * lines that it prints.
 */
public final class ChildProcess implements AutoCloseable {

    private static final int LINES_KEPT = 20;
    private static final long PATIENCE_SECONDS = 10;

    private final String name;
    private final Process process;
    private final BufferedReader lines;
    private final Deque<String> last = new ArrayDeque<>();
    private final Thread atExit;
    private Runnable cleanup = () -> {};

    private ChildProcess(String name, Process process, Duration limit) {
        this.name = name;
        this.process = process;
        lines = process.inputReader();
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
    }

    /** Starts a program that may run no longer than the limit. */
    static ChildProcess start(String name, List<String> command, Duration limit) {
        try {
            return new ChildProcess(
                    name, new ProcessBuilder(command).redirectErrorStream(true).start(), limit);
        } catch (IOException e) {
            throw new BenchmarkException(name + ": " + e.getMessage());
        }
    }

    /** What is done when the program is closed. */
    ChildProcess cleaningUp(Runnable afterwards) {
        cleanup = afterwards;
        return this;
    }

    public long pid() {
        return process.pid();
    }

    /** Stops the program in the midst of what it does, until it is told to go on. */
    public void stop() {
        signal("STOP");
    }

    /** Lets a program that was stopped go on. */
    public void goOn() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            List<String> command = List.of("sh", "-c", "kill -%s %d".formatted(signal, pid()));
            if (new ProcessBuilder(command).start().waitFor() != 0) {
                throw new BenchmarkException("%s: ended (expected: still runs, for kill -%s)".formatted(name, signal));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** CPU time that the program has used, by user and kernel. */
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new BenchmarkException(name + ": CPU time (expected: told by the system)"));
    }

    /** Waits for the line that has the words, and gives what follows them on it. */
    public String await(String words) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
                if (line.startsWith(LinePrefix.FAILED)) {
                    throw new BenchmarkException(name + ": " + line);
                }
                int at = line.indexOf(words);
                if (at >= 0) {
                    return line.substring(at + words.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new BenchmarkException("%s: ended (expected: a line with %s). Its last lines:%n%s"
                .formatted(name, words, String.join(System.lineSeparator(), last)));
    }

    /** Ends a program that runs until its input does, and gives what follows the words on every line that has them. */
    List<String> end(String words) {
        endInput();
        List<String> found = new ArrayList<>();
        awaitEnd(line -> {
            int at = line.indexOf(words);
            if (at >= 0) {
                found.add(line.substring(at + words.length()));
            }
        });
        return found;
    }

    /** Tells a program that runs until its input ends that it does. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new BenchmarkException(name + ": " + e.getMessage());
        }
    }

    /** Waits until the program ends by itself, which it must do well. */
    public void awaitEnd() {
        awaitEnd(line -> {});
    }

    private void awaitEnd(Consumer<String> rest) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
                rest.accept(line);
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new BenchmarkException("%s: exit code %d (expected: 0). Its last lines:%n%s"
                        .formatted(name, code, String.join(System.lineSeparator(), last)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Fails if the program has ended already, though it has no end. */
    void checkRuns() {
        if (!process.isAlive()) {
            throw new BenchmarkException(
                    "%s: ended with exit code %d (expected: still runs)".formatted(name, process.exitValue()));
        }
    }

    /** Ends the program, if it has not ended by itself. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted();
        } catch (IllegalStateException e) {
            // This JVM is about to end, and its hook ends the program.
        }
        cleanup.run();
    }

    private void keep(String line) {
        last.add(line);
        if (last.size() > LINES_KEPT) {
            last.remove();
        }
    }

    private static BenchmarkException interrupted() {
        Thread.currentThread().interrupt();
        return new BenchmarkException("interrupted");
    }
}
