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
import org.jspecify.annotations.Nullable;

/** A child process, followed by the lines that it prints. It is killed at its time limit or when this JVM exits. */
public final class ChildProcess implements AutoCloseable {

    private static final int LINES_KEPT = 20;
    private static final long EXIT_TIMEOUT_SECONDS = 30;

    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread killAtExit;
    private Runnable cleanup = () -> {};

    private ChildProcess(String name, Process process, Duration limit) {
        this.name = name;
        this.process = process;
        output = process.inputReader();
        killAtExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killAtExit);
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
    }

    /** Starts a process that is killed when the time limit is over. */
    public static ChildProcess start(String name, List<String> command, Duration limit) {
        try {
            return new ChildProcess(
                    name, new ProcessBuilder(command).redirectErrorStream(true).start(), limit);
        } catch (IOException e) {
            throw new BenchmarkException(name + ": " + e.getMessage());
        }
    }

    /** Adds an action that runs after the process has exited, when this object is closed. */
    ChildProcess withCleanup(Runnable action) {
        cleanup = action;
        return this;
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /** Stops the process by SIGSTOP. */
    public void pause() {
        signal("STOP");
    }

    /** Continues a paused process by SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            List<String> command = List.of("sh", "-c", "kill -%s %d".formatted(signal, pid()));
            if (new ProcessBuilder(command).start().waitFor() != 0) {
                throw new BenchmarkException(
                        "%s: exited before kill -%s (expected: still runs)".formatted(name, signal));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw BenchmarkException.interrupted();
        }
    }

    /** User and kernel CPU time that the process has used. */
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() ->
                        new BenchmarkException(name + ": no CPU time (expected: reported by the operating system)"));
    }

    /** Waits for a line that contains the text, and returns the rest of that line. */
    public String await(String text) {
        String rest = next(text);
        if (rest == null) {
            throw new BenchmarkException(
                    "%s: exited (expected: a line with %s). Last lines:%n%s".formatted(name, text, lastLines()));
        }
        return rest;
    }

    /** Closes the standard input of the process. Load programs and the stall probe take that as the request to end. */
    public void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new BenchmarkException(name + ": " + e.getMessage());
        }
    }

    /** Waits for the process to exit, which it must do with code 0. */
    public void awaitExit() {
        awaitExit(""); // any text will do: all lines are read
    }

    /** Waits for the process to exit, and returns what follows the text on each remaining line that contains it. */
    public List<String> awaitExit(String text) {
        List<String> found = new ArrayList<>();
        for (String rest = next(text); rest != null; rest = next(text)) {
            found.add(rest);
        }
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new BenchmarkException(
                        "%s: exit code %d (expected: 0). Last lines:%n%s".formatted(name, code, lastLines()));
            }
            return found;
        } catch (InterruptedException e) {
            throw BenchmarkException.interrupted();
        }
    }

    /** What follows the text on the next line that contains it; null if the output ends before. */
    private @Nullable String next(String text) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lastLines.add(line);
                if (lastLines.size() > LINES_KEPT) {
                    lastLines.remove();
                }
                if (line.startsWith(LinePrefix.FAILED)) {
                    throw new BenchmarkException(name + ": " + line);
                }
                int at = line.indexOf(text);
                if (at >= 0) {
                    return line.substring(at + text.length());
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if a process that runs until it is closed has already exited. */
    public void checkRunning() {
        if (!process.isAlive()) {
            throw new BenchmarkException(
                    "%s: exited with code %d (expected: still runs)".formatted(name, process.exitValue()));
        }
    }

    /** Terminates the process if it still runs. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(killAtExit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw BenchmarkException.interrupted();
        } catch (IllegalStateException e) {
            // This JVM is shutting down, and its hook kills the process.
        }
        cleanup.run();
    }

    private String lastLines() {
        return String.join(System.lineSeparator(), lastLines);
    }
}
