package dev.yodel.loadtest.distributed;

/** Injectors that an engine runs: all of them are spoken to at once, and each answers on its own. Thread-safe. */
public interface Injectors extends AutoCloseable {

    /** Sends a line to the standard input of each that still runs. */
    void send(String line);

    /** Ends those that still run, at once, and leaves nothing of them behind. */
    @Override
    void close();
}
