package dev.yodel.gatling.grpc.stats;

import io.grpc.MethodDescriptor.MethodType;

/**
 * Receives the start and end of every call of a run, and every message of its streams.
 *
 * <p>Invoked on transport and event-loop threads, possibly concurrently: implementations must be thread-safe and must not
 * block. Callbacks for one stream arrive in order.
 */
public interface SampleListener {

    /** The run starts. Called once per run, before any sample. */
    default void runStarted(GrpcRun run) {}

    /**
     * A call was handed to its channel.
     *
     * @param dueNanos when it should have been by its schedule; the same as in its {@link CallSample}
     */
    default void callStarted(String name, MethodType kind, long dueNanos) {}

    /**
     * A call could not be started: its name, target, metadata or message could not be made from the session. It is
     * neither started nor ended, and has no time.
     *
     * @param error what failed and why
     */
    default void callNotStarted(String name, MethodType kind, String error) {}

    /** A call ended. Called exactly once for each started call. */
    default void callEnded(CallSample sample) {}

    /**
     * A message was sent on a stream. Not called for unary calls.
     *
     * @param dueNanos when it should have been sent by its schedule; {@code sentNanos} without a schedule
     */
    default void messageSent(String name, MethodType kind, long dueNanos, long sentNanos) {}

    /** A message was received on a stream. Not called for unary calls. */
    default void messageReceived(MessageSample sample) {}

    /**
     * The run has ended and results can be written. Called once, after the last sample; further samples follow only if
     * calls could not be ended within 2 s.
     */
    default void runEnded() {}
}
