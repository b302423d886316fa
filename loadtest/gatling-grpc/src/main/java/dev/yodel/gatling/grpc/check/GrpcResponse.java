package dev.yodel.gatling.grpc.check;

import dev.yodel.grpc.dynamic.schema.Schema;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * The input of a check: a call that ended, or one message of an open stream.
 *
 * @param <R> the type of response messages
 * @param headers the response headers; null if none were received
 * @param message the response of a unary or client-streaming call, or the last or awaited message of a stream; null if
 *     none was received
 * @param messageCount the number of messages received so far
 * @param status the status; null while the call is open
 * @param trailers the trailers; null while the call is open
 * @param schema the types of its messages; null for a method of a generated stub, whose messages contain their own
 */
public record GrpcResponse<R>(
        @Nullable Metadata headers,
        @Nullable R message,
        long messageCount,
        @Nullable Status status,
        @Nullable Metadata trailers,
        @Nullable Schema schema) {}
