package dev.yodel.grpc.dynamic.reflection;

import java.util.concurrent.CompletableFuture;

/** What one stream of reflection is opened for. Called by one thread at a time. */
interface ReflectionQuery<T> {

    /** Sends the first requests, the stream being open. */
    void begin();

    /** What comes of it; completed with the answer or with what went wrong. */
    CompletableFuture<T> answer();
}
