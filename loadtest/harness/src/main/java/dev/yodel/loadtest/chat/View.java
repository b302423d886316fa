package dev.yodel.loadtest.chat;

import org.jspecify.annotations.Nullable;

/** Where a person reads and writes. */
interface View extends AutoCloseable {

    /** Shows a line; from any thread. */
    void show(String line);

    /** The next line of the person; null at the end. Waits for it. */
    @Nullable
    String read();

    @Override
    void close();
}
