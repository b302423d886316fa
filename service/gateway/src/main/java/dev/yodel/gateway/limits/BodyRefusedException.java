package dev.yodel.gateway.limits;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** There is no room for the body of a request; for gRPC it is a status. */
public final class BodyRefusedException extends StatusRuntimeException {

    private static final long serialVersionUID = 1;

    BodyRefusedException(String reason) {
        super(Status.RESOURCE_EXHAUSTED.withDescription(reason));
    }

    /** Why, in one line. */
    public String reason() {
        return String.valueOf(getStatus().getDescription());
    }
}
