package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.round.Round.Begun;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** A client and its server, up and warm, who are compared with others: the client runs only while it is let. */
public final class PausableClient implements AutoCloseable {

    private static final double NANOS = 1e9;

    private final ServerProcess server;
    private final ChildProcess client;
    private final Begun begun;
    private long sinceNanos;
    private long ranNanos;
    private boolean stopped;

    private PausableClient(ServerProcess server, ChildProcess client) {
        this.server = server;
        this.client = client;
        begun = Begun.of(client, server);
        sinceNanos = System.nanoTime();
        stop();
    }

    /** Starts both, waits until the window of the client opens, and stops it there. */
    static PausableClient start(Supplier<ServerProcess> start, Function<ServerProcess, ChildProcess> client) {
        ServerProcess server = start.get();
        try {
            return start(server, client.apply(server));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static PausableClient start(ServerProcess server, ChildProcess client) {
        try {
            return new PausableClient(server, client);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Lets the client run for a time. */
    void run(Duration slice) {
        goOn();
        try {
            TimeUnit.NANOSECONDS.sleep(slice.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted");
        }
        stop();
    }

    /** Closes the window, and tells what all slices showed together; the seconds are those in which the client ran. */
    Round end() {
        goOn();
        client.endInput();
        Round round = begun.end(() -> ranNanos += System.nanoTime() - sinceNanos);
        return round.of(ranNanos / NANOS);
    }

    private void stop() {
        client.stop();
        ranNanos += System.nanoTime() - sinceNanos;
        stopped = true;
    }

    private void goOn() {
        sinceNanos = System.nanoTime();
        client.goOn();
        stopped = false;
    }

    @Override
    public void close() {
        try (server;
                client) {
            if (stopped) {
                client.goOn(); // to be told to end
            }
        }
    }
}
