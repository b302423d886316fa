package dev.yodel.loadtest.target;

import dev.yodel.loadtest.plan.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as a separate process, for the time of a run. Thread-safe. */
public final class ServiceProcess implements AutoCloseable {

    private static final Pattern START_LINE = Pattern.compile(".*\\bgrpc=(\\S+:\\d+)\\s.*\\bmetrics=(https?://\\S+).*");
    private static final long STOP_MILLIS = 1_500;

    private final Process process;
    private final Path log;
    private final CompletableFuture<Started> started = new CompletableFuture<>();

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the service.
     *
     * @param port the gRPC port; 0 for any free one
     * @param metricsPort the port of its metrics; 0 for any free one
     * @param log the file for its standard error
     */
    public static ServiceProcess start(int port, int metricsPort, Path log) throws IOException {
        return start(ServiceCommandLine.of(port, metricsPort), log);
    }

    static ServiceProcess start(List<String> command, Path log) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        ServiceProcess service = new ServiceProcess(process, log);
        service.readOutput();
        return service;
    }

    /** Completes when it serves, however long its start takes; fails if it exits before. */
    public CompletionStage<Started> started() {
        return started.copy();
    }

    public long pid() {
        return process.pid();
    }

    /** Completes when the process has exited, with a text that says how. */
    public CompletionStage<String> exited() {
        return process.onExit()
                .thenApply(ended -> "service exited with code %d (expected: still running)%s"
                        .formatted(ended.exitValue(), lastLogLine()));
    }

    /** Terminates the process, forcibly if it takes too long. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .thenCompose(waited -> process.destroyForcibly().onExit())
                .completeOnTimeout(process, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    /** Reads its standard output to the end: with a full pipe it would block. */
    private void readOutput() {
        Thread reader = new Thread(this::readLines, "yodel-service-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void readLines() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(this::line);
        } catch (IOException | UncheckedIOException e) {
            started.completeExceptionally(e);
        }
        var unused = exited().thenAccept(how -> started.completeExceptionally(new IOException(how)));
    }

    private void line(String line) {
        Matcher start = START_LINE.matcher(line);
        if (start.matches()) {
            started.complete(new Started(Target.parse(start.group(1)), start.group(2)));
        }
    }

    /** The last line of its log that is not part of a stack trace. */
    private String lastLogLine() {
        try {
            return Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                    .reduce((earlier, later) -> later)
                    .map(line -> ": " + line)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * A running service.
     *
     * @param target where it accepts calls
     * @param metrics the URL of its HTTP endpoint
     */
    public record Started(Target target, String metrics) {}
}
