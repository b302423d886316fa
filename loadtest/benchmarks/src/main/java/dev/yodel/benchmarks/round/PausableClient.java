package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** A warm client, with its server, that is paused by SIGSTOP except in its time slices. */
final class PausableClient implements AutoCloseable {

    private static final double NANOS = 1e9;

    private final ServerProcess server;
    private final ChildProcess client;
    private final OpenWindow window;
    private long resumedNanos;
    private long ranNanos;
    private boolean paused;

    private PausableClient(ServerProcess server, ChildProcess client) {
        this.server = server;
        this.client = client;
        window = OpenWindow.await(client, server);
        resumedNanos = System.nanoTime();
        pause();
    }

    /** Starts both, waits until the window of the client begins, and pauses the client. */
    static PausableClient start(
            Supplier<ServerProcess> startServer, Function<ServerProcess, ChildProcess> startClient) {
        ServerProcess server = startServer.get();
        ChildProcess client = null;
        try {
            client = startClient.apply(server);
            return new PausableClient(server, client);
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
        resumedNanos = System.nanoTime();
        client.resume();
        paused = false;
    }

    private void countRunTime() {
        ranNanos += System.nanoTime() - resumedNanos;
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
