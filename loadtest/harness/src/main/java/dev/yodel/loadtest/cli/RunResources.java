package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.RunFailedException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The resources that a command has opened. They are closed once, newest first: at the end of the command or when the JVM
 * stops, whichever comes first. After that nothing can be opened. Thread-safe.
 */
final class RunResources implements AutoCloseable {

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private volatile boolean stopped;
    private volatile boolean closing;

    /** Resources that a signal closes, too. */
    static RunResources untilStopped() {
        RunResources opened = new RunResources();
        Runtime.getRuntime().addShutdownHook(new Thread(opened::stop, "yodel-stop"));
        return opened;
    }

    /** Opens one more resource and registers it in one step. */
    synchronized <T extends AutoCloseable, E extends Exception> T open(Opener<T, E> opener)
            throws E, RunFailedException {
        if (closing) {
            throw RunFailedException.failed("stopped");
        }
        T resource = opener.open();
        resources.push(resource);
        return resource;
    }

    /** Whether closing has begun: failures are now a consequence of it. */
    boolean closing() {
        return closing;
    }

    /** Whether a signal ended the command early. */
    boolean stopped() {
        return stopped;
    }

    /** Runs when the JVM stops: early, unless everything was closed before. */
    private void stop() {
        stopped = !closing;
        close();
    }

    @Override
    public void close() {
        closing = true;
        closeAll();
    }

    private synchronized void closeAll() {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                System.err.println("yodel: " + e.getMessage());
            }
        }
    }

    /** Opens a resource. */
    interface Opener<T extends AutoCloseable, E extends Exception> {
        T open() throws E;
    }
}
