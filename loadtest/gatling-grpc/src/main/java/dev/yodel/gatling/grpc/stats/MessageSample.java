package dev.yodel.gatling.grpc.stats;

import io.grpc.MethodDescriptor.MethodType;

/**
 * One message received on a stream.
 *
 * @param name the request name of the scenario
 * @param kind the kind of call
 * @param index the position of the message in its stream, from 0
 * @param receivedNanos when it arrived, on the run's nanosecond clock
 * @param gapNanos time since the message before it; for the first message, since the stream was opened
 * @param roundTripNanos time since the due time of the sent message that it answers; -1 if it answers none
 */
public record MessageSample(
        String name, MethodType kind, long index, long receivedNanos, long gapNanos, long roundTripNanos) {

    /** Whether this is the first message of its stream. */
    public boolean first() {
        return index == 0;
    }
}
