package dev.yodel.loadtest.distributed;

import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.loadtest.report.json.ResultJson;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.run.StartGate;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An injector's line to the coordinator that started it: it obeys what comes on standard input, and reports on standard output.
 * If its input ends, the coordinator is gone, and so the run ends. Thread-safe.
 *
 * <p>Commands: {@code clock N} asks for its wall clock; {@code start NANOS OFFSET...} is the moment of the start on the clock
 * of the coordinator, in nanoseconds since 1970, and how much the clock of each injector is ahead of it; {@code stop} ends the
 * run early.
 */
public final class InjectorLink implements AutoCloseable {

    private final int injector;
    private final PrintStream out;
    private final LongSupplier wallNanos;
    private final ScheduledExecutorService heart;
    private long number;
    private boolean stopped;
    private @Nullable StartGate gate;
    private @Nullable Runnable stop;

    InjectorLink(int injector, PrintStream out, LongSupplier wallNanos) {
        this.injector = injector;
        this.out = out;
        this.wallNanos = wallNanos;
        heart = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "yodel-heart"));
    }

    /** Opens the line of an injector, by its number from 0. */
    public static InjectorLink open(int injector, InputStream in, PrintStream out) {
        InjectorLink link = new InjectorLink(injector, out, InjectorLink::now);
        var unused =
                link.heart.scheduleAtFixedRate(() -> link.send(Frame.Kind.BEAT, new byte[0]), 0, 1, TimeUnit.SECONDS);
        daemon(() -> link.obey(in), "yodel-commands").start();
        return link;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private void obey(InputStream in) {
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                obey(line);
            }
        } catch (IOException e) {
            failure("standard input: " + e.getMessage(), false);
        }
        stop();
    }

    void obey(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "clock" -> send(Frame.Kind.CLOCK, text(words[1] + " " + wallNanos.getAsLong()));
            case "start" -> start(Long.parseLong(words[1]) + Long.parseLong(words[2 + injector]));
            case "stop" -> stop();
            default -> {} // of a later version
        }
    }

    private synchronized void start(long atWallNanos) {
        if (gate != null) {
            gate.openAt(System.nanoTime() + atWallNanos - wallNanos.getAsLong());
        }
    }

    private synchronized void stop() {
        stopped = true;
        if (stop != null) {
            stop.run();
        }
    }

    /** Holds a run for the common start, and reports when it is ready for it. */
    public synchronized void hold(StartGate runGate) {
        runGate.hold();
        gate = runGate;
        runGate.ready().thenRun(() -> send(Frame.Kind.READY, text(host())));
    }

    /** How the run is ended early; at once if that was asked for before. */
    public synchronized void onStop(Runnable end) {
        stop = end;
        if (stopped) {
            end.run();
        }
    }

    private static String host() {
        String given = System.getenv("YODEL_HOST");
        if (given != null) {
            return given;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Reports each interval of the run. */
    public IntervalReader intervals() {
        return interval -> send(Frame.Kind.INTERVAL, IntervalCodec.encode(interval));
    }

    /** Reports the result, as the last thing. */
    public void result(JudgedResult judged) {
        send(Frame.Kind.CONNECTIONS, connections(judged.result()));
        send(Frame.Kind.RESULT, text(ResultJson.text(judged)));
    }

    private static byte[] connections(RunResult result) {
        List<BackendStats> backends = result.channels().stream()
                .flatMap(channels -> channels.backends().stream())
                .flatMap(backend -> backend.connectTime().getTotalCount() > 0 ? Stream.of(backend) : Stream.empty())
                .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream content = new DataOutputStream(bytes)) {
            content.writeInt(backends.size());
            for (BackendStats backend : backends) {
                content.writeUTF(backend.address());
                IntervalCodec.write(content, backend.connectTime());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** Reports why it cannot run, or has failed. */
    public void failure(String reason, boolean badInput) {
        send(Frame.Kind.FAILURE, text((badInput ? "bad-input " : "failed ") + reason));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Numbered and printed in one step; nothing else that is synchronized waits for the reader of standard output. */
    private void send(Frame.Kind kind, byte[] content) {
        synchronized (out) {
            out.print(new Frame(injector, number++, kind, content).lines());
            out.flush();
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }
}
