package dev.yodel.service.limits;

import io.grpc.Status;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the limits need of the transport of one connection. */
public interface Transport {

    /** The load of the connection's thread; null if it does not matter. */
    @Nullable
    LoopLoad load();

    /** The stream of the call that is being started; on the connection's thread. */
    int startingStream();

    /**
     * Runs a check on the connection's thread, with the streams of which bytes have been written since the check before.
     * From the first check on, until {@link #forgetWritten}, such streams are recorded; the first one gets an empty set.
     */
    void withWritten(Consumer<Set<Integer>> check);

    /** Records no more which streams are written. */
    void forgetWritten();

    /** Sends GOAWAY, and closes the connection when its calls have ended; on any thread. */
    void goAway();

    /** Closes the connection without GOAWAY; on any thread. */
    void close();

    /** Discards what is not written of a stream, and ends it; on the connection's thread. */
    void reset(int stream, Status status);
}
