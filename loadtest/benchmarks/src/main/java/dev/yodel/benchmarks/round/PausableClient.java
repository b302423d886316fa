package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A warm client, with its server, that is paused by SIGSTOP except in its time slices. */
final class PausableClient implements AutoCloseable {

    private static final double NANOS = 1e9;

    private final ServerProcess server;
    private final ChildProcess client;
    private final OpenWindow window;
    private final LongSupplier nanoTime;
    private long resumedNanos;
    private long ranNanos;
    private boolean paused;

    private PausableClient(ServerProcess server, ChildProcess client, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.server = server;
        this.client = client;
        window = OpenWindow.await(client, server);
        resumedNanos = nanoTime.getAsLong();
        pause();
    }

    /** Starts both, waits until the window of the client begins, and pauses the client. */
    static PausableClient start(
            Supplier<ServerProcess> startServer, Function<ServerProcess, ChildProcess> startClient) {
        return start(startServer, startClient, System::nanoTime);
    }

    static PausableClient start(
            Supplier<ServerProcess> startServer,
            Function<ServerProcess, ChildProcess> startClient,
            LongSupplier nanoTime) {
        ServerProcess server = startServer.get();
        ChildProcess client = null;
        try {
            client = startClient.apply(server);
            return new PausableClient(server, client, nanoTime);
        } catch (RuntimeException e) {
            try (server) {
                if (client != null) {
                    client.close();
                }
            }
            throw e;
        }
    }

    /** Runs the client for one time slice. */
    void run(Duration slice) {
        resume();
        try {
            TimeUnit.NANOSECONDS.sleep(slice.toNanos());
        } catch (InterruptedException e) {
            throw BenchmarkException.interrupted();
        }
        pause();
    }

    /** Ends the window and returns the measurement of all slices. Its seconds are those in which the client ran. */
    Round end() {
        resume();
        client.closeInput();
        Round round = window.awaitEnd(this::countRunTime);
        return round.withSeconds(ranNanos / NANOS);
    }

    private void pause() {
        client.pause();
        countRunTime();
        paused = true;
    }

    private void resume() {
        resumedNanos = nanoTime.getAsLong();
        client.resume();
        paused = false;
    }

    private void countRunTime() {
        ranNanos += nanoTime.getAsLong() - resumedNanos;
    }

    @Override
    public void close() {
        try (server;
                client) {
            if (paused) {
                client.resume(); // a stopped process does not handle the request to terminate
            }
        }
    }
}
