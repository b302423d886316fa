package dev.yodel.service.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The server as a separate process, started as users start it. Closing it kills the process. */
public final class ServiceProcess implements AutoCloseable {

    private static final Pattern START_LINE = Pattern.compile(
            "yodel (?<version>\\S+) serving grpc=(?<grpc>\\S+) metrics=(?<metrics>\\S+) jdk=(?<jdk>\\S+) pid=(?<pid>\\d+)(?: admin=(?<admin>\\S+))?(?: http=(?<http>\\S+))?");

    private final Process process;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> err = new LinkedBlockingQueue<>();
    private final List<Thread> readers;
    private Matcher started;

    private ServiceProcess(Process process) {
        this.process = process;
        readers = List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
    }

    /** Starts the program with flags. */
    public static ServiceProcess run(String... flags) {
        return run(Map.of(), flags);
    }

    /** Starts the program with flags and variables. */
    public static ServiceProcess run(Map<String, String> variables, String... flags) {
        return run(List.of(), variables, flags);
    }

    private static ServiceProcess run(List<String> before, Map<String, String> variables, String... flags) {
        // Surefire and failsafe put a manifest-only jar on the class path and the real one into this property.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                // Netty loads its native transport; JDK 24 and later warn of that on stderr.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "dev.yodel.service.Main"));
        command.addAll(Arrays.asList(flags));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("YODEL_"));
        builder.environment().putAll(variables);
        try {
            return new ServiceProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server on free ports of the loopback, with more flags, and waits until it serves. */
    public static ServiceProcess serve(String... flags) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0", "--metrics-port", "0"));
        all.addAll(Arrays.asList(flags));
        return started(run(all.toArray(String[]::new)));
    }

    /** The same, in a process that may have so many open files. */
    public static ServiceProcess serveWithFiles(int files, String... flags) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0", "--metrics-port", "0"));
        all.addAll(Arrays.asList(flags));
        List<String> shell = List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh");
        return started(run(shell, Map.of(), all.toArray(String[]::new)));
    }

    private static ServiceProcess started(ServiceProcess service) throws InterruptedException {
        try {
            service.startLine();
        } catch (AssertionError | InterruptedException e) {
            service.close();
            throw e;
        }
        return service;
    }

    /** The start line, taken apart. */
    public Matcher startLine() throws InterruptedException {
        if (started == null) {
            String line = out.poll(180, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no start line within 180 s; on stderr: " + err);
            }
            Matcher matcher = START_LINE.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError("start line: " + line + " (expected: " + START_LINE + ")");
            }
            started = matcher;
        }
        return started;
    }

    /** Where it serves gRPC. */
    public String grpcTarget() throws InterruptedException {
        return startLine().group("grpc");
    }

    /** Where it serves HTTP. */
    public String metricsUrl() throws InterruptedException {
        return startLine().group("metrics");
    }

    /** Where its gateway serves, with {@code --http-port}. */
    public String gatewayUrl() throws InterruptedException {
        return startLine().group("http");
    }

    /** The resident memory of the process in MiB; Linux only. */
    public long residentMiB() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            String line =
                    lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Sends SIGTERM; not by {@link Process#destroy}, which closes the streams that the last lines come by. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for the end of the process and gives its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after 60 s; on stdout: " + out + "; on stderr: " + err);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    /** Lines on stdout that were not taken as start line. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** Lines on stderr. */
    public List<String> err() {
        return List.copyOf(err);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static Thread read(InputStream in, BlockingQueue<String> lines) {
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                text.lines().forEach(lines::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return reader;
    }
}
