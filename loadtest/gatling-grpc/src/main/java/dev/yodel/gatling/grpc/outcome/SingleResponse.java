package dev.yodel.gatling.grpc.outcome;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/** The rule that a successful call has exactly one response if its server does not stream. */
public final class SingleResponse {

    public static final Status TOO_MANY = broken("more than one answer");
    private static final Status NONE = broken("no answer");

    private SingleResponse() {}

    /** The status, or INTERNAL if the rule is violated. */
    public static Status check(MethodType kind, long answers, Status status) {
        if (!kind.serverSendsOneMessage() || !status.isOk() || answers == 1) {
            return status;
        }
        return answers == 0 ? NONE : TOO_MANY;
    }

    /** Whether the status reports a violation of the rule. */
    static boolean isBroken(Status status) {
        return status.equals(TOO_MANY) || status.equals(NONE); // compares identity
    }

    private static Status broken(String found) {
        return Status.INTERNAL.withDescription(found + " (expected: one)");
    }
}
