package dev.yodel.benchmarks;

import dev.yodel.benchmarks.Round.Begun;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** A client and its server, up and warm, who are compared with others: the client runs only while it is let. */
final class Contender implements AutoCloseable {

    private static final double NANOS = 1e9;

    private final Server server;
    private final Program client;
    private final Begun begun;
    private long sinceNanos;
    private long ranNanos;
    private boolean stopped;

    private Contender(Server server, Program client) {
        this.server = server;
        this.client = client;
        begun = Begun.of(client, server);
        sinceNanos = System.nanoTime();
        stop();
    }

    /** Starts both, waits until the window of the client opens, and stops it there. */
    static Contender start(Supplier<Server> start, Function<Server, Program> client) {
        Server server = start.get();
        try {
            return start(server, client.apply(server));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Contender start(Server server, Program client) {
        try {
            return new Contender(server, client);
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
