package dev.yodel.loadtest.distributed;

/** Receives what injectors print, in the order of each of them, on any thread. */
public interface InjectorReader {

    /** A line of standard output or standard error. */
    void line(int injector, String text);

    /**
     * It has ended, and has no further line.
     *
     * @param how such as {@code exit code 137}
     */
    void ended(int injector, String how);
}
