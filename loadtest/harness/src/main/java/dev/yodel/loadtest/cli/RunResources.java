package dev.yodel.loadtest.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a command has opened, to be closed once, newest first: at its end, or when the JVM is told to stop, whichever
 * comes first. Nothing is opened any more once it closes. Thread-safe.
 */
final class RunResources implements AutoCloseable {

    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private volatile boolean stopped;
    private volatile boolean closing;

    /** Sees to it that a signal closes everything. */
    static RunResources untilStopped() {
        RunResources opened = new RunResources();
        Runtime.getRuntime().addShutdownHook(new Thread(opened::stop, "yodel-stop"));
        return opened;
    }

    /** Opens one more thing; it is never open without being known here. */
    synchronized <T extends AutoCloseable, E extends Exception> T open(Opener<T, E> opener)
            throws E, CommandFailedException {
        if (closing) {
            throw CommandFailedException.failed("stopped");
        }
        T thing = opener.open();
        things.push(thing);
        return thing;
    }

    /** Whether the end has begun, so that what fails now fails because of it. */
    boolean closing() {
        return closing;
    }

    /** Whether the end has come early, by a signal. */
    boolean stopped() {
        return stopped;
    }

    /** Runs at the end of the JVM, which is early if nobody has closed this. */
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
        while (!things.isEmpty()) {
            try {
                things.pop().close();
            } catch (Exception e) {
                System.err.println("yodel: " + e.getMessage());
            }
        }
    }

    /** How a thing is opened. */
    interface Opener<T extends AutoCloseable, E extends Exception> {
        T open() throws E;
    }
}
