package dev.yodel.gatling.grpc.outcome;

import dev.yodel.gatling.grpc.stats.FailureSource;
import io.grpc.Status;

/**
 * Finds the source of a failure from the status of a call and how far the call progressed. See RATIONALE.md, "How is
 * the source of a failure found?".
 */
final class StatusClassifier {

    private StatusClassifier() {}

    static Outcome classify(Status status, CallProgress progress) {
        if (status.isOk()) {
            return Outcome.SUCCESS;
        }
        if (SingleResponse.isBroken(status)) {
            return Outcome.variableFailure(FailureSource.RESET, ErrorText.of(status));
        }
        return switch (progress) {
            // a status that came over the wire has no cause
            case ANSWERED ->
                status.getCause() == null
                        ? Outcome.variableFailure(FailureSource.STATUS, ErrorText.of(status))
                        : refusedByClient(status);
            case SHED -> Outcome.variableFailure(FailureSource.SHED, ErrorText.of(status));
            case CREDENTIALS_FAILED -> refusedByClient(status);
            case UNCONNECTED, UNCERTIFIED, QUEUED, SENT -> unanswered(status, progress);
        };
    }

    private static Outcome unanswered(Status status, CallProgress progress) {
        boolean connected = progress == CallProgress.QUEUED || progress == CallProgress.SENT;
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED ->
                Outcome.failure(FailureSource.DEADLINE, "DEADLINE_EXCEEDED at the client" + waiting(progress));
            case UNAVAILABLE ->
                connected && isGivenBack(status)
                        ? Outcome.variableFailure(FailureSource.RESET, ErrorText.of(status))
                        : connectionFailure(status, progress);
            // what HTTP/2 makes of a server that speaks another protocol
            case INTERNAL, UNKNOWN ->
                !connected && status.getCause() != null
                        ? connectionFailure(status, progress)
                        : interrupted(status, connected);
            default -> interrupted(status, connected);
        };
    }

    private static String waiting(CallProgress progress) {
        return switch (progress) {
            case UNCONNECTED, UNCERTIFIED -> ", waiting for a connection";
            case QUEUED -> ", waiting for a stream on its connection";
            case CREDENTIALS_FAILED, SENT, ANSWERED, SHED -> "";
        };
    }

    private static Outcome interrupted(Status status, boolean connected) {
        return !connected || (!isGivenBack(status) && ClientRefusal.is(status))
                ? refusedByClient(status)
                : Outcome.variableFailure(FailureSource.RESET, ErrorText.withCause(status));
    }

    private static Outcome refusedByClient(Status status) {
        return Outcome.variableFailure(FailureSource.CLIENT, ErrorText.withCause(status));
    }

    private static Outcome connectionFailure(Status status, CallProgress progress) {
        String error = progress == CallProgress.UNCERTIFIED
                ? ConnectionError.withoutCertificate(status)
                : ConnectionError.of(status, progress != CallProgress.UNCONNECTED);
        return Outcome.variableFailure(FailureSource.CONNECTION, status.getCode() + ": " + error);
    }

    /** Whether the server, or a proxy in front of it, refused the call at the level of HTTP. */
    private static boolean isGivenBack(Status status) {
        String description = String.valueOf(status.getDescription());
        return description.contains("GOAWAY")
                || description.contains("RST_STREAM")
                || description.startsWith("HTTP status code");
    }
}
