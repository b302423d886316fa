package dev.yodel.grpc.dynamic.reflection;

import java.util.concurrent.CompletableFuture;

/** A query that one reflection stream answers. Called by one thread at a time. */
interface ReflectionQuery<T> {

    /** Sends the first requests on the open stream. */
    void start();

    /** Completed with the result or the failure. */
    CompletableFuture<T> result();
}
