package dev.yodel.gatling.grpc.check;

import dev.yodel.grpc.dynamic.schema.Schema;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a check looks at: a call that ended, or one message of a stream that goes on.
 *
 * @param <R> the type of response messages
 * @param headers the response headers; null if none came
 * @param message the message: the answer of a unary or client-streaming call, the last or the awaited one of a stream;
 *     null if none came
 * @param messageCount how many messages came so far
 * @param status the status; null while the call goes on
 * @param trailers the trailers; null while the call goes on
 * @param schema what the run knows of the types of its messages; null for a method of a generated stub, whose message
 *     knows its own
 */
public record GrpcResponse<R>(
        @Nullable Metadata headers,
        @Nullable R message,
        long messageCount,
        @Nullable Status status,
        @Nullable Metadata trailers,
        @Nullable Schema schema) {}
