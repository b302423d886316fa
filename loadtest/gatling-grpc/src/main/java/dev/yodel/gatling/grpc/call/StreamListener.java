package dev.yodel.gatling.grpc.call;

/**
 * The action that currently waits on a stream. A {@link StreamCall} has at most one, and notifies it on the user's
 * event loop.
 */
public interface StreamListener {

    /** A message was received. */
    void received();

    /** The transport accepts messages again. */
    void ready();

    /** The stream ended. */
    void closed();

    /** The deadline passed. */
    void timedOut();

    /** When the wait times out, on the run's clock. */
    long deadlineNanos();
}
