package dev.yodel.gatling.grpc.stats;

import io.grpc.MethodDescriptor.MethodType;

/**
 * What is told of every call and message of a run.
 *
 * <p>Called on transport and event-loop threads, by several at once: implementations are thread-safe and never block.
 * Calls for one stream come in their order.
 */
public interface SampleListener {

    /** The run begins. Called once, before any sample, for every run that the protocol takes part in. */
    default void runStarted(GrpcRun run) {}

    /**
     * A call was handed to its channel.
     *
     * @param dueNanos when it should have been by its schedule, as its {@link CallSample} will say it
     */
    default void callStarted(String name, MethodType kind, long dueNanos) {}

    /**
     * A call of the scenario could not be started: its name, its target, its metadata or its message could not be made of
     * the session. It has neither started nor ended, and no time.
     *
     * @param error what could not be made and why
     */
    default void callNotStarted(String name, MethodType kind, String error) {}

    /** A call ended. Told exactly once for each one started. */
    default void callEnded(CallSample sample) {}

    /**
     * A message was sent on a stream. Not told for unary calls.
     *
     * @param dueNanos when it should have been sent by its schedule; equals {@code sentNanos} where none schedules it
     */
    default void messageSent(String name, MethodType kind, long dueNanos, long sentNanos) {}

    /** A message was received on a stream. Not told for unary calls. */
    default void messageReceived(MessageSample sample) {}

    /**
     * The run is over: what is kept can be written. Called once, after the last sample; only if calls could not be ended in
     * the 2 s that Gatling is held up for, some samples follow.
     */
    default void runEnded() {}
}
