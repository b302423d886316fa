package dev.yodel.gatling.grpc.call;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/** The rule that a call whose server does not stream has exactly one answer if it ends well. */
final class OneAnswer {

    private OneAnswer() {}

    /** The status, or INTERNAL if the rule was broken. */
    static Status check(MethodType kind, long answers, Status status) {
        if (!kind.serverSendsOneMessage() || !status.isOk() || answers == 1) {
            return status;
        }
        String found = answers == 0 ? "no answer" : "more than one answer";
        return Status.INTERNAL.withDescription(found + " (expected: one)");
    }
}
