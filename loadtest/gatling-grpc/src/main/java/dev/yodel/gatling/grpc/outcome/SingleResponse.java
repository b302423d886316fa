package dev.yodel.gatling.grpc.outcome;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/** The rule that a call whose server does not stream has exactly one answer if it ends well. */
public final class SingleResponse {

    public static final Status TOO_MANY = broken("more than one answer");
    private static final Status NONE = broken("no answer");

    private SingleResponse() {}

    /** The status, or INTERNAL if the rule was broken. */
    public static Status check(MethodType kind, long answers, Status status) {
        if (!kind.serverSendsOneMessage() || !status.isOk() || answers == 1) {
            return status;
        }
        return answers == 0 ? NONE : TOO_MANY;
    }

    /** Whether that status says that the rule was broken. */
    static boolean isBroken(Status status) {
        return status.equals(TOO_MANY) || status.equals(NONE); // which is identity
    }

    private static Status broken(String found) {
        return Status.INTERNAL.withDescription(found + " (expected: one)");
    }
}
