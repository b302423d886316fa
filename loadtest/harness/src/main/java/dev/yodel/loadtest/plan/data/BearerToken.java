package dev.yodel.loadtest.plan.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A bearer token that is read again while the load runs: from a file, or from what a command prints. If a later reading
 * fails, the token stays as it is. Thread-safe; a call only reads a field.
 */
public final class BearerToken implements AutoCloseable {

    private static final Duration FILE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);
    private static final int LONGEST = 64 * 1024;

    private final Source source;
    private final ScheduledExecutorService timer;
    private volatile String value;

    private BearerToken(Source source, Duration interval) {
        this.source = source;
        value = source.read();
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "yodel-token");
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleWithFixedDelay(
                this::readAgain, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * The token in a file, which is read again every second.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BearerToken ofFile(Path file) {
        return new BearerToken(() -> read(file), FILE_INTERVAL);
    }

    /**
     * The token that a command of the shell prints, which is executed again after each interval.
     *
     * @throws IllegalArgumentException if the command fails or prints none
     */
    public static BearerToken ofCommand(String command, Duration interval) {
        return new BearerToken(() -> execute(command), interval);
    }

    /** The value of the {@code authorization} header. */
    public String authorization() {
        return "Bearer " + value;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void readAgain() {
        try {
            value = source.read();
        } catch (IllegalArgumentException e) {
            return; // half-written, or gone for a moment
        }
    }

    private static String read(Path file) {
        try {
            return token("token-file: %s".formatted(file), Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("token-file: %s (expected: a readable file)".formatted(file), e);
        }
    }

    private static String execute(String command) {
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                String printed = new String(process.getInputStream().readNBytes(LONGEST + 1), StandardCharsets.UTF_8);
                if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalArgumentException(
                            "token-command: %s: it failed (expected: a command that prints a token within %d s, with exit code 0)"
                                    .formatted(command, COMMAND_LIMIT.toSeconds()));
                }
                return token("token-command: %s".formatted(command), printed);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("token-command: %s (expected: a command)".formatted(command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("token-command: interrupted", e);
        }
    }

    private static String token(String what, String text) {
        String token = text.strip();
        if (token.isEmpty()
                || token.length() > LONGEST
                || token.chars().anyMatch(character -> character <= ' ' || character > '~')) {
            throw new IllegalArgumentException(
                    "%s: not a token (expected: one line of printable ASCII without spaces)".formatted(what));
        }
        return token;
    }

    private interface Source {

        String read();
    }
}
