package dev.yodel.service.call;

import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.service.limits.Connection;
import dev.yodel.v1.Ending;
import io.grpc.ServerCall;
import io.grpc.Status;

/** How a call ends on the wire: with a status, by a reset of its stream, or with its connection. */
final class CallEnding {

    private CallEnding() {}

    /** Whether the caller asked for an end without a status. */
    static boolean isAbrupt(BehaviorPlan plan) {
        return plan.ending() == Ending.ENDING_RESET || plan.ending() == Ending.ENDING_CLOSE;
    }

    static Status cardinality(int requests) {
        return Status.UNIMPLEMENTED.withDescription("requests: " + requests + " (expected: 1)");
    }

    static Status responseTooLarge(long bytes, long perConnection) {
        return Status.RESOURCE_EXHAUSTED.withDescription("response: " + bytes + " bytes (expected: at most "
                + perConnection + ", see --response-memory-per-connection)");
    }

    /** A reset would discard what the transport still holds. If it holds anything, it notifies the call later. */
    static boolean hasWrittenAll(ServerCall<?, ?> call) {
        call.setOnReadyThreshold(1);
        return call.isReady();
    }

    /** Ends the call without a status, as the caller asked for. */
    static void abruptly(ServerCall<?, ?> call, BehaviorPlan plan) {
        Connection connection = Connection.of(call.getAttributes());
        if (plan.ending() == Ending.ENDING_CLOSE && connection != null) {
            connection.close();
        } else {
            reset(call);
        }
    }

    /** Announces the end of the connection, if the caller asked for it; the call ends with its status. */
    static void announce(ServerCall<?, ?> call, BehaviorPlan plan) {
        Connection connection = plan.ending() == Ending.ENDING_GOAWAY ? Connection.of(call.getAttributes()) : null;
        if (connection != null) {
            connection.goAway();
        }
    }

    /** grpc has no operation for it, but resets the stream when a response cannot be serialized. */
    @SuppressWarnings("unchecked") // The wrong type is the point.
    private static void reset(ServerCall<?, ?> call) {
        ((ServerCall<?, Object>) call).sendMessage(Ending.ENDING_RESET);
    }
}
