package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the messages of calls as they went over the wire: compressed where they were, without framing and metadata,
 * each attempt of a retried or hedged call for itself. All bytes of a stream count with its call: of a stream that was
 * opened in the warm-up messages are counted, but no bytes.
 *
 * @param sent bytes of requests
 * @param received bytes of responses
 */
public record BytesResult(long sent, long received) {

    /** What the figures say; null if no byte was counted either way. */
    static @Nullable BytesResult of(RequestStats figures) {
        return figures.sentBytes() == 0 && figures.receivedBytes() == 0
                ? null
                : new BytesResult(figures.sentBytes(), figures.receivedBytes());
    }
}
